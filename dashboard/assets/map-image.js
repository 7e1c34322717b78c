// The map as a picture: what its parts show now, with title, legend and source. A second drawing of it, as plotly
// would make, takes more WebGL contexts than a browser has.
(function () {
  "use strict";
  const SCALE = 2;
  const EDGE = 16;

  const seen = (map) =>
    new Promise((done) => {
      map.once("render", () => createImageBitmap(map.getCanvas()).then(done));
      map.triggerRepaint();
    });

  function write(pen, text, x, y, font, room) {
    pen.font = `${font} system-ui, sans-serif`;
    pen.fillStyle = "#1b2330";
    pen.fillText(text, x, y, room);
  }

  // Draw the classes in rows; return where the next line begins.
  function drawLegend(pen, items, top, width) {
    let [x, y] = [EDGE, top];
    for (const item of items) {
      const look = getComputedStyle(item.querySelector("span"));
      const label = item.textContent;
      pen.font = "13px system-ui, sans-serif";
      const wide = 30 + pen.measureText(label).width + 18;
      if (x + wide > width) [x, y] = [EDGE, y + 24];
      pen.fillStyle = look.backgroundColor;
      pen.fillRect(x, y - 11, 22, 14);
      pen.strokeStyle = look.borderTopColor;
      pen.lineWidth = parseFloat(look.borderTopWidth);
      pen.strokeRect(x, y - 11, 22, 14);
      write(pen, label, x + 30, y, "13px", width);
      x += wide;
    }
    return y + 26;
  }

  async function compose(section, stage, { source }) {
    const said = (part) => section.querySelector(part)?.textContent ?? "";
    const layout = stage.querySelector(".js-plotly-plot")._fullLayout;
    const maps = Object.values(layout).flatMap((part) => part?._subplot?.map ?? []);
    const frame = stage.getBoundingClientRect();
    const [width, height] = [Math.max(frame.width, 600) + 2 * EDGE, frame.height + 230];
    const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: height * SCALE });
    const pen = canvas.getContext("2d");
    pen.scale(SCALE, SCALE);
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, width, height);
    write(pen, said("#heading h2"), EDGE, 34, "bold 20px", width - 2 * EDGE);
    write(pen, said("#heading p"), EDGE, 58, "13px", width - 2 * EDGE);
    const place = (box) => [EDGE + box.left - frame.left, 72 + box.top - frame.top];
    for (const map of maps) {
      const box = map.getCanvas().getBoundingClientRect();
      pen.drawImage(await seen(map), ...place(box), box.width, box.height);
    }
    for (const name of stage.querySelectorAll(".annotation-text")) {
      const [x, y] = place(name.getBoundingClientRect());
      write(pen, name.textContent, x, y + 11, "11px", width);
    }
    const next = drawLegend(pen, section.querySelectorAll(".legend li"), frame.height + 98, width - EDGE);
    write(pen, said(".credits summary") || source, EDGE, next, "12px", width - 2 * EDGE);
    return canvas;
  }

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-image=png]");
    const section = button?.closest("section");
    const stage = section?.querySelector(".stage");
    if (!stage) return;
    const canvas = await compose(section, stage, button.dataset);
    const link = Object.assign(document.createElement("a"), { href: canvas.toDataURL("image/png"), download: "map.png" });
    link.click();
  });
})();
