// The sources of a stock: their order in the table is their priority. Unassigned rows are gone when the stock is saved.
//
// <table data-stock-sources> <tbody data-source-rows> <tr data-source="ID"> <button data-move="up"> <button data-unassign>
"use strict";

for (const table of document.querySelectorAll("[data-stock-sources]")) {
  const rows = table.querySelector("[data-source-rows]");

  const number = () => {
    [...rows.children].forEach((row, index) => {
      row.querySelector("[data-priority]").textContent = String(index + 1);
      row.querySelector("[data-move=up]").disabled = index === 0;
      row.querySelector("[data-move=down]").disabled = index === rows.children.length - 1;
    });
  };

  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move], [data-unassign]");
    if (!button) return;
    const row = button.closest("[data-source]");
    if ("unassign" in button.dataset) {
      row.remove();
      rows.dispatchEvent(new CustomEvent("source-taken-back", { bubbles: true, detail: row.dataset.source }));
    } else if (button.dataset.move === "up") {
      row.previousElementSibling?.before(row);
    } else {
      row.nextElementSibling?.after(row);
    }
    number();
    const other = row.querySelector("[data-move]:not(:disabled)");
    if (row.isConnected) (button.disabled ? other : button)?.focus();
  });
  table.addEventListener("source-assigned", number);
  number();
}
