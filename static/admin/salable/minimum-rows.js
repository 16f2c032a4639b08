// Adds and deletes rows of a table inside a form, and says in the form how many rows it shows.
//
// <input type="hidden" data-row-count> <table data-minimum-rows> <tbody data-rows> <button data-add-row> ...
// <button data-delete-row> </table> <template data-added-row>
"use strict";

for (const table of document.querySelectorAll("[data-minimum-rows]")) {
  const rows = table.querySelector("[data-rows]");
  const count = table.parentElement.querySelector("[data-row-count]");
  const added = table.parentElement.querySelector("[data-added-row]");
  const add = table.querySelector("[data-add-row]");
  const changed = () => {
    count.value = String(rows.children.length);
    rows.dispatchEvent(new Event("input", { bubbles: true })); // the page has unsaved changes
  };

  add.addEventListener("click", () => {
    rows.append(added.content.cloneNode(true));
    changed();
    rows.lastElementChild.querySelector("select").focus();
  });
  rows.addEventListener("click", (event) => {
    if (event.target.closest("[data-delete-row]")) {
      event.target.closest("tr").remove();
      changed();
      add.focus();
    }
  });
  document.addEventListener("typed-again", ({ detail }) => {
    const wanted = detail.get(count.name.replace(/:rows$/, ":group"))?.length ?? 0;
    while (rows.children.length < wanted) rows.append(added.content.cloneNode(true));
    while (wanted && rows.children.length > wanted) rows.lastElementChild.remove();
  });
  // "Use system value" puts other rows in their place.
  table.closest("fieldset").addEventListener("input", (event) => {
    if (event.target === event.currentTarget) count.value = String(rows.children.length);
  });
}
