// A page of counts as a spreadsheet: cells left with the keyboard, filled from the clipboard, and what changes told while it is typed.
// Without it the page is a plain form; numbers are judged by the server.
//
// <form data-counts> <p data-counts-told> <tr data-count-row="SKU"> <input data-count data-shown="25"> <span data-count-difference>
"use strict";

for (const form of document.querySelectorAll("[data-counts]")) {
  const cells = [...form.querySelectorAll("[data-count]")];
  const told = form.querySelector("[data-counts-told]");
  const skuOf = (cell) => cell.closest("[data-count-row]").dataset.countRow;
  // Of two that differ in capitals only, the one spelt so.
  const bySku = new Map([...cells.map((cell) => [skuOf(cell).toLowerCase(), cell]), ...cells.map((cell) => [skuOf(cell), cell])]);
  const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  let pasted = "";

  const update = () => {
    let changed = 0;
    for (const cell of cells) {
      const typed = cell.value.trim();
      const isChanged = typed !== cell.dataset.shown && (typed === "" || Number(typed) !== Number(cell.dataset.shown || NaN));
      const row = cell.closest("[data-count-row]");
      const moved = Number((Number(typed) - Number(cell.dataset.shown)).toFixed(4));
      row.classList.toggle("is-changed", isChanged);
      row.querySelector("[data-count-difference]").textContent =
        !isChanged || typed === "" || Number.isNaN(moved) ? "" : moved > 0 ? `+${moved}` : `${moved}`;
      changed += isChanged;
    }
    told.textContent = [changed ? `${counted(changed, "product")} changed.` : "", pasted].filter(Boolean).join(" ");
  };

  const move = (cell, rows) => {
    const to = cells[cells.indexOf(cell) + rows];
    to?.focus();
    to?.select();
  };

  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-count]");
    if (!cell || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const along = event.shiftKey ? -1 : 1;
    const rows = { ArrowDown: 1, ArrowUp: -1, Enter: along, Tab: along }[event.key];
    // Tab leaves the cells at either end; Enter would send the form.
    if (rows !== undefined && (event.key !== "Tab" || cells[cells.indexOf(cell) + rows])) {
      event.preventDefault();
      move(cell, rows);
    } else if (event.key === "Escape" && cell.value !== cell.dataset.shown) {
      event.preventDefault();
      cell.value = cell.dataset.shown;
      update();
      cell.select();
    }
  });

  // What finds no cell is named, so that nothing of a long column is lost unseen.
  const fillBySku = (lines) => {
    const [strange, twice, filled] = [[], [], new Set()];
    for (const [sku, typed] of lines) {
      const cell = bySku.get(sku) ?? bySku.get(sku.toLowerCase());
      if (!cell) strange.push(sku);
      else if (typed) {
        if (filled.has(cell)) twice.push(skuOf(cell));
        filled.add(cell);
        cell.value = typed;
      }
    }
    return [
      strange.length ? `Not on this page: ${strange.join(", ")}.` : "",
      twice.length ? `Named more than once, the last number stands: ${[...new Set(twice)].join(", ")}.` : "",
    ]
      .filter(Boolean)
      .join(" ");
  };
  const fillDown = (from, lines) => {
    const places = cells.slice(cells.indexOf(from));
    const left = lines.slice(places.length).map(([typed]) => typed);
    for (const [index, cell] of places.slice(0, lines.length).entries()) if (lines[index][0]) cell.value = lines[index][0];
    return left.length ? `${counted(left.length, "number")} found no row on this page: ${left.join(", ")}.` : "";
  };

  form.addEventListener("paste", (event) => {
    const cell = event.target.closest("[data-count]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const lines = text
      .replace(/(\r\n|\r|\n)$/, "")
      .split(/\r\n|\r|\n/)
      .map((line) => line.split("\t").map((part) => part.trim()));
    const isTable = lines.some((line) => line.length > 1);
    if (!cell || (lines.length === 1 && !isTable)) return;
    event.preventDefault();
    const full = lines.filter((line) => line.some(Boolean) && line[0].toLowerCase() !== "sku");
    const left = isTable ? fillBySku(full.map((line) => [line[0], line[1] ?? ""])) : fillDown(cell, lines);
    pasted = [`${counted(full.length, "row")} pasted.`, left].filter(Boolean).join(" ");
    form.dispatchEvent(new Event("input", { bubbles: true }));
  });

  form.addEventListener("input", update);
  update();
}
