// Adds and deletes rows of a table inside a form.
//
// <table data-minimum-rows> <tbody data-rows> <button data-add-row> ... <button data-delete-row> </table>
// <template data-added-row>
"use strict";

for (const table of document.querySelectorAll("[data-minimum-rows]")) {
  const rows = table.querySelector("[data-rows]");
  const added = table.parentElement.querySelector("[data-added-row]");
  const add = table.querySelector("[data-add-row]");

  add.addEventListener("click", () => {
    rows.append(added.content.cloneNode(true));
    rows.lastElementChild.querySelector("select").focus();
  });
  rows.addEventListener("click", (event) => {
    if (event.target.closest("[data-delete-row]")) {
      event.target.closest("tr").remove();
      add.focus();
      rows.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}
