// "Change": while the box is not ticked, its row cannot be edited. Without this file the rows stay open, and only those
// whose box is ticked count.
//
// <fieldset id="ID"> ... </fieldset> <input type="checkbox" data-change="ID">
"use strict";

for (const box of document.querySelectorAll("[data-change]")) {
  const row = document.getElementById(box.dataset.change);
  box.addEventListener("change", () => {
    row.disabled = !box.checked;
  });
  row.disabled = !box.checked;
}
