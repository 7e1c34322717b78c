// While the database is away: ask until it is there again, then open what the reader had asked for.
(function () {
  "use strict";
  const AGAIN_MS = 2500;

  async function ask(href) {
    const answer = await fetch(href, { cache: "no-store" }).catch(() => null);
    // The reader may have come further meanwhile, or been told of something later.
    if (document.querySelector("[data-again]")?.dataset.again !== href) return;
    if (answer?.ok) location.replace(href);
    else setTimeout(ask, AGAIN_MS, href);
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    again: {
      wait: function (told) {
        const href = told?.props?.["data-again"];
        if (href) setTimeout(ask, AGAIN_MS, href);
      },
      // Whatever could not be answered is past once a page or a view could.
      forget: () => "",
    },
  });
})();
