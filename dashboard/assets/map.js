// Fills a map in. Plotly draws its parts, answers the pointer and keeps the view; the areas and their outlines are
// layers of our own on the same MapLibre maps, whose features change their state: nothing is drawn anew for a value.
(function () {
  "use strict";
  const [OWN, CHOSEN] = ["shown", "chosen"];
  const UNSEEN = "rgba(0,0,0,0)";
  const BY_READER = { originalEvent: {} }; // plotly keeps a view that an event of the reader made
  const [WAIT_MS, PATIENCE_MS, SETTLED_MS] = [16, 600_000, 250];
  const TOPIC = ["shock", "indicator", "show", "level", "classes"];
  const [ZERO, UNTOLD] = ["0".charCodeAt(0), "<b>%{text}</b><extra></extra>"];
  let film = null; // the classes of every year
  const latest = {}; // name of a drawing -> what is to be shown on it
  const waits = {};
  const painted = new WeakMap(); // MapLibre's map -> the polygons on it, and the look of each
  const fitted = new WeakMap(); // MapLibre's map -> the ground it was fitted to, and the view of all of it
  const followed = new WeakSet();

  const topic = (asked) => TOPIC.map((name) => asked.get(name) ?? "").join("|");
  const drawing = (name) => document.getElementById(name)?.querySelector(".js-plotly-plot");
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

  // The parts of a drawing: each trace as plotly was given it and as it holds it, its points, its view and map.
  function parts(plot) {
    return (plot.data ?? []).map((given, i) => {
      const [full, points] = [plot._fullData[i], plot.calcdata?.[i] ?? []];
      const view = plot._fullLayout[given.subplot];
      return { given, full, points, view, part: view?._subplot, map: view?._subplot?.map, box: plot.layout.meta.views[i] };
    });
  }

  // Zoom a part so that its box fits, whatever the size of the screen.
  function fit({ map, view, part, box: [west, south, east, top] }, plot, ground) {
    if (!plot.clientWidth) return;
    const north = (degrees) => Math.asinh(Math.tan((degrees * Math.PI) / 180)) / (2 * Math.PI);
    const { x, y } = view.domain;
    const wide = (plot.clientWidth * (x[1] - x[0])) / ((east - west) / 360);
    const high = (plot.clientHeight * (y[1] - y[0])) / (north(top) - north(south));
    const lat = (Math.atan(Math.sinh(Math.PI * (north(top) + north(south)))) * 180) / Math.PI;
    const home = { center: [(west + east) / 2, lat], zoom: Math.log2((0.94 * Math.min(wide, high)) / 512) };
    fitted.set(map, { ground, home });
    // Plotly goes back to its first view at a double click.
    part.viewInitial = { ...part.viewInitial, center: { lon: home.center[0], lat }, zoom: home.zoom };
    map.resize();
    map.jumpTo(home, BY_READER);
  }

  const feature = ({ fOut }, id, properties = {}) => (fOut ? [{ type: "Feature", id, properties, geometry: fOut.geometry }] : []);
  const collection = (features) => ({ type: "FeatureCollection", features });

  // Few are chosen, so their outline has polygons of its own: a line of no width would be drawn around all others.
  function lay(map, { full, points }, [line, width]) {
    if (map.getSource(OWN)) {
      ["fill", "edge", CHOSEN].forEach((id) => map.removeLayer(id));
      [OWN, CHOSEN].forEach((id) => map.removeSource(id));
    }
    const colour = (name, usual) => ["to-color", ["feature-state", name], usual];
    map.addSource(OWN, { type: "geojson", data: collection(points.flatMap((point, id) => feature(point, id))) });
    map.addSource(CHOSEN, { type: "geojson", data: collection([]) });
    map.addLayer({ id: "fill", type: "fill", source: OWN, paint: { "fill-color": colour("fill", UNSEEN) } });
    const edge = { "line-color": colour("edge", line), "line-width": ["coalesce", ["feature-state", "width"], width] };
    map.addLayer({ id: "edge", type: "line", source: OWN, paint: edge });
    const ring = { "line-color": ["get", "colour"], "line-width": ["get", "width"] };
    map.addLayer({ id: CHOSEN, type: "line", source: CHOSEN, paint: ring });
    painted.set(map, { geometry: full.geojson, signs: [], chosen: "" });
  }

  // Plotly's own layers of the polygons are not needed.
  function hide(map, layers) {
    for (const [, id] of layers ?? []) {
      if (map.getLayoutProperty(id, "visibility") !== "none") map.setLayoutProperty(id, "visibility", "none");
    }
  }

  // How a territory looks: its colour, and its edge if it is not known or an enclave.
  function looks(shown, outlines) {
    const enclaves = new Set(shown.outlined.enclave);
    return (code, number) => {
      const [edge, width] = outlines[enclaves.has(code) ? "enclave" : number < 0 ? "no-data" : "areas"];
      return { fill: shown.colours[number - shown.first], edge, width };
    };
  }

  // Outline whoever is kept or selected in this part.
  function choose(map, { given, points }, { outlined }, outlines) {
    const chosen = ["pinned", "selected"].flatMap((name) =>
      outlined[name].flatMap((code) => {
        const [[colour, width], id] = [outlines[name], given.locations.indexOf(code)];
        return id < 0 ? [] : feature(points[id], id, { code, colour, width });
      }),
    );
    const sign = chosen.map(({ properties }) => Object.values(properties).join()).join();
    const kept = painted.get(map);
    if (sign !== kept.chosen) map.getSource(CHOSEN).setData(collection(chosen));
    kept.chosen = sign;
  }

  // Show what is to be shown on a part whose territories start at a place of the list.
  function fill({ given, full, map }, shown, look, start) {
    const { signs } = painted.get(map);
    const [z, customdata] = [shown.classes, shown.texts].map((list) => list.slice(start, start + given.locations.length));
    // Plotly reads these on hover.
    for (const trace of [given, full]) Object.assign(trace, { z, customdata, hovertemplate: shown.hover });
    z.forEach((number, id) => {
      const state = look(given.locations[id], number);
      const sign = Object.values(state).join();
      if (signs[id] !== sign) map.setFeatureState({ source: OWN, id }, state);
      signs[id] = sign;
    });
  }

  // Bring a drawing to what is to be shown, as far as plotly has come with it; tell whether that was all.
  function paint(name) {
    const [shown, plot] = [latest[name], drawing(name)];
    if (plot?._fullLayout?.uirevision !== shown.ground) return false;
    if (!followed.has(plot)) plot.on("plotly_afterplot", () => paint(name));
    followed.add(plot);
    const { outlines } = plot.layout.meta;
    const look = looks(shown, outlines);
    let [start, all] = [0, true];
    for (const one of parts(plot)) {
      const { given, full, points, map } = one;
      if (map && fitted.get(map)?.ground !== shown.ground) fit(one, plot, shown.ground);
      const ready = map && full.visible && points[0]?.trace === full && points.some(({ fOut }) => fOut);
      if (ready) {
        hide(map, full._glTrace?.layerList);
        if (!map.getSource(OWN) || painted.get(map)?.geometry !== full.geojson) lay(map, one, outlines.areas);
        fill(one, shown, look, start);
        choose(map, one, shown, outlines);
      }
      all &&= ready || !given.locations.length;
      start += given.locations.length;
    }
    return all;
  }

  function persist(name, until) {
    clearTimeout(waits[name]);
    if (!paint(name) && performance.now() < until) waits[name] = setTimeout(() => persist(name, until), WAIT_MS);
  }

  // Turn the film to another year of the same view, before the server has answered; texts come with its answer.
  // Return that view, which is empty where the film does not hold it.
  window.turnFilm = (query, year) => {
    const [asked, shown] = [new URLSearchParams(query), latest.map];
    const signs = film?.topic === topic(asked) && !asked.has("weights") && film.years[year];
    if (!signs || shown?.ground !== film.ground) return "";
    const classes = Array.from(signs, (sign) => sign.charCodeAt(0) - ZERO + film.first);
    const { colours, first } = film;
    latest.map = { ...shown, colours, first, classes, texts: classes.map(() => ""), hover: UNTOLD };
    persist("map", performance.now() + PATIENCE_MS);
    return query.replace(/\byear=\d+/, `year=${year}`);
  };

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    map: {
      show: (shown, name) => {
        latest[name] = shown;
        persist(name, performance.now() + PATIENCE_MS);
        return dash_clientside.no_update;
      },
      // What can be chosen, and the film, stay as they are while only other parts of the view change.
      offer: (query, before) => {
        const now = topic(new URLSearchParams(query));
        return now === before ? dash_clientside.no_update : now;
      },
      keep: (made) => {
        film = made;
        return dash_clientside.no_update;
      },
    },
  });

  const plots = () => Object.keys(latest).flatMap((name) => drawing(name) ?? []);
  const drawn = (plot) => parts(plot).filter(({ map }) => fitted.has(map));

  addEventListener("resize", () => {
    clearTimeout(waits.resize);
    waits.resize = setTimeout(() => {
      for (const plot of plots()) drawn(plot).forEach((one) => fit(one, plot, fitted.get(one.map).ground));
    }, SETTLED_MS);
  });

  // A button changes the view as a wheel or two fingers do.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (!button) return;
    const step = Number(button.dataset.zoom);
    for (const { map, given } of plots().flatMap(drawn)) {
      const by = { originalEvent: event };
      if (step && given.subplot === "map") map.easeTo({ zoom: map.getZoom() + step, animate: !calm() }, by);
      if (!step) map.jumpTo(fitted.get(map).home, by);
    }
  });
})();
