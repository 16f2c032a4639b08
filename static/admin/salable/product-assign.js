// "Assign Sources": search, tick, Done. Done adds a row per ticked source to the table; nothing is assigned before the product
// is saved, and the page says that it shows the row. Without this file the ticked sources are posted and assigned with a quantity of 0.
//
// Cancel, the X and Escape take the ticks back; the X and Escape ask first.
//
// <dialog data-assign-sources> <input data-search> <li data-choice="ID" data-name="..."> <button data-assign>
"use strict";

for (const dialog of document.querySelectorAll("[data-assign-sources]")) {
  const rows = document.querySelector("[data-source-rows]");
  const blank = document.querySelector("[data-added-source]");
  const search = dialog.querySelector("[data-search]");
  const choices = [...dialog.querySelectorAll("[data-choice]")];
  const shown = document.querySelector("[data-rows-shown]");
  const boxOf = (choice) => choice.querySelector("input");
  const isAssigned = (choice) => rows.querySelector(`[data-source="${choice.dataset.choice}"]`) !== null;

  const update = () => {
    const wanted = search.value.trim().toLowerCase();
    let left = 0;
    let shown = 0;
    for (const choice of choices) {
      const free = !isAssigned(choice);
      left += free;
      choice.hidden = !free || !choice.textContent.toLowerCase().includes(wanted);
      shown += !choice.hidden;
    }
    const none = dialog.querySelector("[data-none]");
    none.hidden = shown > 0;
    none.textContent = left ? `No source matches “${search.value.trim()}”.` : "All sources are assigned.";
    const ticked = choices.filter((choice) => boxOf(choice).checked).length;
    dialog.querySelector("[data-count]").textContent = ticked ? `${ticked} selected` : "";
    dialog.querySelector("[data-assign]").disabled = ticked === 0;
  };

  const addRow = (choice) => {
    const id = choice.dataset.choice;
    const row = blank.content.firstElementChild.cloneNode(true);
    for (const element of row.querySelectorAll("*")) {
      for (const name of ["id", "name", "for", "data-error-of", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value) element.setAttribute(name, value.replace("sources-0-", `sources-${id}-`));
      }
    }
    row.dataset.source = id;
    for (const control of row.querySelectorAll("[name='sources-row'], [name='sources-unassign']")) control.value = id;
    row.querySelector("[data-source-name]").textContent = choice.dataset.name;
    row.querySelector("[data-source-code]").textContent = choice.dataset.code;
    const status = row.querySelector("[data-source-status]");
    status.textContent = choice.dataset.status;
    status.classList.toggle("is-on", choice.dataset.status === "Enabled");
    rows.append(row);
    shown.value = `${shown.value} ${id}`.trim();
    return row;
  };

  dialog.querySelector("[data-assign]").addEventListener("click", () => {
    const ticked = choices.filter((choice) => boxOf(choice).checked);
    const added = ticked.map(addRow);
    rows.dispatchEvent(new CustomEvent("source-assigned", { bubbles: true }));
    rows.dispatchEvent(new Event("change", { bubbles: true })); // the page has unsaved changes
    dialog.close();
    const first = added[0]?.querySelector("[data-quantity]");
    first?.focus();
    first?.select();
  });
  SalableDiscard.onAbandon(dialog, () => {
    if (choices.some((choice) => boxOf(choice).checked)) SalableDiscard.ask(() => dialog.close());
    else dialog.close();
  });
  dialog.addEventListener("opened", () => search.focus());
  dialog.addEventListener("close", () => {
    for (const choice of choices) boxOf(choice).checked = false;
    search.value = "";
    update();
  });
  dialog.addEventListener("input", update);
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input")) event.preventDefault(); // it would save the product
  });
  document.addEventListener("typed-again", ({ detail }) => {
    const wanted = detail.get("sources-row") ?? [];
    choices.filter((choice) => wanted.includes(choice.dataset.choice) && !isAssigned(choice)).forEach(addRow);
    const positions = new Map(wanted.map((id, position) => [id, position]));
    if (rows.closest("[data-stock-sources]")) {
      rows.append(...[...rows.children].sort((a, b) => positions.get(a.dataset.source) - positions.get(b.dataset.source)));
    }
    rows.dispatchEvent(new CustomEvent("source-assigned", { bubbles: true }));
    update();
  });
  document.addEventListener("source-taken-back", (event) => {
    shown.value = shown.value.split(" ").filter((id) => id !== event.detail).join(" ");
    update();
  });
  update();
}
