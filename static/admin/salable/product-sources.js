// The rows of the Sources area: "Use Default", "Unassign" with its undo, and what Manage Stock switches off.
// Every row posts itself: what changed is the server's to decide. Unassign wins over what stands in its row.
//
// <table data-sources> <tr data-source="ID" data-units="25" data-new> ... <button data-unassign>
"use strict";

for (const table of document.querySelectorAll("[data-sources]")) {
  const manageStock = document.querySelector("[name='stock-manage_stock']");
  const controls = "[data-quantity], [data-status], [data-notify], [data-notify-default]";
  const isGoing = (row) => row.querySelector("[name$='-unassign']").checked;

  const updateRow = (row) => {
    // Not disabled while stock is not managed: what was typed before must be posted.
    const off = manageStock?.value === "0";
    for (const control of row.querySelectorAll(controls)) {
      control.disabled = isGoing(row);
      if (control.matches("[data-quantity], [data-notify]")) control.readOnly = off;
      else control.parentElement.inert = off;
    }
    row.classList.toggle("is-off", off);
    const notify = row.querySelector("[data-notify]");
    if (row.querySelector("[data-notify-default]").checked) {
      notify.disabled = true;
      notify.value = notify.dataset.notify;
      if (notify.matches("[aria-invalid]")) SalableNumbers.mark(notify, "");
    }
    const units = row.dataset.units;
    const going = row.querySelector("[data-going]");
    row.classList.toggle("is-going", isGoing(row));
    going.hidden = !isGoing(row);
    going.textContent = `unassigned when you save: ${units} ${units === "1" ? "unit is" : "units are"} removed`;
    row.querySelector("[data-unassign]").textContent = isGoing(row) ? "Undo" : "Unassign";
  };

  const updateAll = () => {
    for (const row of table.querySelectorAll("[data-source]")) updateRow(row);
  };

  table.addEventListener("click", (event) => {
    const button = event.target.closest("[data-unassign]");
    if (!button) return;
    const row = button.closest("[data-source]");
    if ("new" in row.dataset) {
      row.remove();
      table.dispatchEvent(new CustomEvent("source-taken-back", { bubbles: true, detail: row.dataset.source }));
    } else {
      const box = row.querySelector("[name$='-unassign']");
      box.checked = !box.checked;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  table.addEventListener("change", (event) => {
    const row = event.target.closest("[data-source]");
    if (!row) return;
    updateRow(row);
    if (event.target.matches("[data-notify-default]:not(:checked)")) row.querySelector("[data-notify]").focus();
  });
  table.addEventListener("source-assigned", updateAll);
  let managed = manageStock?.value;
  document.addEventListener("change", () => {
    if (manageStock?.value === managed) return;
    managed = manageStock?.value;
    updateAll();
  });
  updateAll();
}
