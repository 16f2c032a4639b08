// The sources of a stock: their order in the table is their priority. An unassigned row stays, marked, until the stock is saved;
// one that was only just added goes at once. Every row posts itself.
//
// <table data-stock-sources> <tbody data-source-rows> <tr data-source="ID" data-new> <button data-move="up"> <button data-unassign>
"use strict";

for (const table of document.querySelectorAll("[data-stock-sources]")) {
  const rows = table.querySelector("[data-source-rows]");
  const boxOf = (row) => row.querySelector("[name='sources-unassign']");

  const update = () => {
    let priority = 0;
    [...rows.children].forEach((row, index) => {
      const isGoing = boxOf(row).checked;
      row.classList.toggle("is-going", isGoing);
      row.querySelector("[data-going]").hidden = !isGoing;
      row.querySelector("[data-unassign]").textContent = isGoing ? "Undo" : "Unassign";
      if (!isGoing) priority += 1;
      row.querySelector("[name='sources-priority']").value = String(index + 1); // what is typed there without this file
      row.querySelector("[data-priority]").textContent = isGoing ? "-" : String(priority);
      row.querySelector("[data-move=up]").disabled = index === 0;
      row.querySelector("[data-move=down]").disabled = index === rows.children.length - 1;
    });
  };

  const unassign = (row) => {
    if ("new" in row.dataset) {
      row.remove();
      rows.dispatchEvent(new CustomEvent("source-taken-back", { bubbles: true, detail: row.dataset.source }));
    } else {
      boxOf(row).checked = !boxOf(row).checked;
    }
  };

  rows.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move], [data-unassign]");
    if (!button) return;
    const row = button.closest("[data-source]");
    if ("unassign" in button.dataset) unassign(row);
    else if (button.dataset.move === "up") row.previousElementSibling?.before(row);
    else row.nextElementSibling?.after(row);
    update();
    rows.dispatchEvent(new Event("change", { bubbles: true })); // the page has unsaved changes
    const other = row.querySelector("[data-move]:not(:disabled)");
    if (row.isConnected) (button.disabled ? other : button)?.focus();
  });
  table.addEventListener("source-assigned", update);
  update();
}
