// On paper everything is open: folded sections, and every row of a table, not only those in sight.
(function () {
  "use strict";
  const text = (name, words) => Object.assign(document.createElement(name), { textContent: words });

  function listed(grid) {
    const api = window.dash_ag_grid?.getApi(grid.id);
    if (!api) return;
    const columns = api.getAllDisplayedColumns();
    const table = Object.assign(document.createElement("table"), { className: "printed" });
    const line = (cells) => table.appendChild(document.createElement("tr")).append(...cells);
    line(columns.map((column) => text("th", column.getColDef().headerName)));
    api.forEachNodeAfterFilterAndSort((rowNode) =>
      line(columns.map((colKey) => text("td", api.getCellValue({ rowNode, colKey, useFormatter: true }) ?? "")))
    );
    grid.after(table);
  }

  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.fold:not([open])")];
    opened.forEach((section) => (section.open = true));
    document.querySelectorAll(".ag-theme-quartz[id]").forEach(listed);
  });
  window.addEventListener("afterprint", () => {
    opened.forEach((section) => (section.open = false));
    document.querySelectorAll("table.printed").forEach((table) => table.remove());
  });
})();
