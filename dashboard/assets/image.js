// Drawings as pictures, made by the browser, with the title above and the source below.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-image]");
  const drawing = button?.closest("section, details, .card").querySelector(".js-plotly-plot");
  if (!drawing || drawing.closest(".stage")) return; // maps have assets/map-image.js
  const { image, title, source } = button.dataset;
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  const note = { text: escaped(source), xref: "paper", yref: "paper", x: 1, y: 1, yanchor: "bottom", showarrow: false, font: { size: 11 } };
  const layout = {
    ...drawing.layout,
    autosize: false,
    title: { text: escaped(title), x: 0.02, font: { size: 18 } },
    margin: { ...drawing.layout.margin, t: 80 },
    annotations: [...(drawing.layout.annotations ?? []), note],
  };
  const width = Math.max(drawing.clientWidth, 720);
  const height = drawing.clientHeight + 60;
  window.Plotly.downloadImage({ data: drawing.data, layout }, { format: image, filename: drawing.closest("[id]").id, width, height, scale: image === "png" ? 2 : 1 });
});
