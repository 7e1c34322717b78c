// Keeps address, links and controls in step with the view. Loaded before dash starts.
(function () {
  "use strict";
  const redirect = document.querySelector('meta[name="redirect"]');
  if (redirect && redirect.content) history.replaceState(null, "", redirect.content);

  const probe = document.createElement("canvas").getContext("webgl2");
  if (!probe) document.documentElement.classList.add("no-webgl");

  // Letters that Unicode does not take apart, as who has no such key types them.
  const SPELT = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const folded = (text) =>
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/\p{M}/gu, "")
      .replace(/[ßæœøłđðþı]/g, (letter) => SPELT[letter])
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const YEAR = { control: "year" };
  const STEP_MS = 1400;
  // The map comes first: texts and table would hold up its next frame.
  const framed = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  let timer = null;
  let awaited = ""; // the view in whose place the server was last asked for another

  function stop() {
    clearInterval(timer);
    timer = null;
    const button = document.getElementById("play");
    if (button) button.textContent = "▶";
  }

  function step() {
    const props = window.view.slider();
    const years = props.marks.map((mark) => mark.value);
    const next = years.find((year) => year > props.value);
    if (next === undefined && timer) return stop();
    dash_clientside.set_props(YEAR, { value: next === undefined ? years[0] : next });
  }

  window.view = { slider: () => ({ marks: [], value: 0 }) };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    view: {
      // Ask the server for what the controls say, unless the view is that, or another year of it that the film holds.
      // As long as an answer may be on its way, only another one sets that right.
      choose: function (values, weights, ids, weighed, query) {
        const [asked, told] = [new URLSearchParams(query), dash_clientside.callback_context.triggered];
        const texts = ids.map((id, i) => [id.control.split("@")[0], [values[i] ?? ""].join()]);
        const news = texts.filter(([name, text]) => text !== (asked.get(name) ?? ""));
        if (query !== awaited && told.every(({ prop_id }) => prop_id.includes('"control"'))) {
          const turned = news.length === 1 && news[0][0] === "year" && window.turnFilm(query, news[0][1]);
          if (turned) return framed().then(() => [dash_clientside.no_update, turned]);
          if (!news.length) return [dash_clientside.no_update, dash_clientside.no_update];
        }
        news.forEach(([name, text]) => asked.set(name, text));
        if (weighed.length) asked.set("weights", weighed.map((id, i) => `${id.weight}:${weights[i]}`).join());
        awaited = query;
        return [asked.toString(), dash_clientside.no_update];
      },
      follow: function (query, ids, values) {
        if (!query) return dash_clientside.no_update;
        const found = new URLSearchParams(location.search).get("territory");
        history.replaceState(history.state, "", location.pathname + "?" + query);
        document.querySelectorAll("[data-keeps-view]").forEach((link) => {
          link.href = link.getAttribute("href").split("?")[0] + "?" + query;
        });
        large(query);
        offer();
        const asked = new URLSearchParams(query);
        const leads = document.getElementById("content")?.dataset.leadsTo;
        if (leads && found !== asked.get("territory") && asked.get("territory")) {
          dash_clientside.set_props("url", { href: location.origin + leads + "?" + query });
        }
        ids.forEach((id, i) => {
          const text = asked.get(id.control.split("@")[0]);
          const value = typeof values[i] === "number" ? Number(text) : text;
          if (Array.isArray(values[i])) {
            if (values[i].join() !== (text || "")) dash_clientside.set_props(id, { value: text ? text.split(",") : [] });
          } else if ((values[i] || null) !== value) dash_clientside.set_props(id, { value });
        });
        return dash_clientside.no_update;
      },
      // Another page begins at its top, for eyes and for screen readers.
      name: (title) => {
        document.title = title;
        setTimeout(center, 0);
        if (named) setTimeout(() => document.getElementById("content")?.focus(), 0);
        named = true;
        return dash_clientside.no_update;
      },
      lead: (query, links) => links.map((link) => link.split("?")[0] + "?" + query),
      play: function (_clicks, marks, value) {
        window.view.slider = () => ({ marks, value });
        if (dash_clientside.callback_context.triggered_id !== "play") return;
        if (calm()) return step();
        if (timer) return stop();
        document.getElementById("play").textContent = "❚❚";
        timer = setInterval(step, STEP_MS);
        step();
      },
    },
  });

  // Selects search by the words typed, in any order and whatever the accents, in a name, its other names and its
  // code; names that begin as typed come first.
  window.dashMantineFunctions = Object.assign({}, window.dashMantineFunctions, {
    foldedFilter: function ({ options, search }) {
      const wanted = folded(search);
      if (!wanted) return options;
      const fits = (option) => {
        const text = folded([option.label, option.also ?? "", option.value].join(" "));
        return wanted.split(" ").every((word) => text.includes(word));
      };
      const later = (option) => !folded(option.label).startsWith(wanted);
      const found = (items) => items.filter(fits).sort((one, other) => later(one) - later(other));
      return options
        .map((option) => (option.items ? { ...option, items: found(option.items) } : option))
        .filter((option) => (option.items ? option.items.length > 0 : fits(option)));
    },
  });

  // On a phone the menu is wider than the screen: bring the page that is open into sight.
  function center() {
    const here = document.querySelector(".menu [aria-current]");
    const menu = here?.closest("ul");
    if (menu) menu.scrollLeft = here.offsetLeft - (menu.clientWidth - here.clientWidth) / 2;
  }

  // Tab leaves a table; arrows move inside it.
  window.dashAgGridFunctions = Object.assign({}, window.dashAgGridFunctions, { leave: () => false });

  const large = (query) =>
    document.documentElement.classList.toggle("projector", new URLSearchParams(query).get("size") === "projector");
  large(location.search);

  // The link of the view and the code that embeds it, written when somebody asks for them.
  function offer() {
    const [link, embed] = ["share-link", "share-embed"].map((id) => document.getElementById(id));
    if (!link) return;
    const title = document.title.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
    const source = `${location.origin}/embed${location.pathname}${location.search}`.replaceAll("&", "&amp;");
    link.textContent = location.href;
    embed.textContent = `<iframe src="${source}" title="${title}" width="100%" height="900" style="border:0"></iframe>`;
  }
  document.addEventListener("toggle", (event) => event.target.matches(".share") && offer(), true);

  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-print]")) return window.print();
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const text = document.getElementById("share-" + button.dataset.copy);
    getSelection().selectAllChildren(text);
    // Without the right to write there, the text is left selected for the reader to copy.
    if (navigator.clipboard) await navigator.clipboard.writeText(text.textContent);
    document.getElementById("copied").textContent = navigator.clipboard ? button.dataset.done : "";
  });

  let named = false;

  // MapLibre names its drawings in English only, and every part of a map alike.
  new MutationObserver(() => {
    document.querySelectorAll(".maplibregl-canvas[role=region]").forEach((canvas) => {
      const stage = canvas.closest("[role=group]");
      const first = stage?.querySelector(".maplibregl-canvas") === canvas;
      canvas.removeAttribute("role");
      canvas.setAttribute("aria-label", stage?.getAttribute("aria-label") ?? "");
      if (first) canvas.setAttribute("role", "application");
      else [canvas.tabIndex, canvas.ariaHidden] = [-1, "true"];
    });
  }).observe(document.documentElement, { childList: true, subtree: true });

  // A cell of the table is chosen by Enter as by a click.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches(".ag-cell")) event.target.click();
  });

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("#open-controls");
    if (!opener) return;
    const open = document.getElementById("controls").classList.toggle("open");
    opener.setAttribute("aria-expanded", String(open));
  });
})();
