// One box that ticks every row of a list, and how many are ticked. Without this file each row is ticked by itself.
//
// <form data-choices> <input type="checkbox" data-choose-all hidden> <span data-chosen>  <input type="checkbox" name="order">
"use strict";

for (const form of document.querySelectorAll("form[data-choices]")) {
  const all = form.querySelector("[data-choose-all]");
  // The head of a grid has a box of its own, which a phone does not show.
  const both = [all, ...form.querySelectorAll(".action-toggle")];
  const told = form.querySelector("[data-chosen]");
  const rows = [...form.querySelectorAll("input[type=checkbox][name=order]")];
  const tell = () => {
    const count = rows.filter((row) => row.checked).length;
    for (const box of both) {
      box.checked = count > 0 && count === rows.length;
      box.indeterminate = count > 0 && count < rows.length;
    }
    told.textContent = `${count} of ${rows.length} chosen`;
  };
  all.closest("label").hidden = false;
  for (const box of both) {
    box.addEventListener("change", () => {
      for (const row of rows) row.checked = box.checked;
      tell();
    });
  }
  form.addEventListener("change", tell);
  // Back and reload leave boxes ticked.
  window.addEventListener("pageshow", tell);
}
