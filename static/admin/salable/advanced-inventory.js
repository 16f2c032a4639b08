// The Advanced Inventory dialog: fields that depend on others, Qty and Stock Status as mirrors of the controls on the page,
// and Done, which judges every field and closes when all are valid. Without this file the dialog's fields stand on the page.
//
// <dialog data-advanced-inventory> <div data-shown-if="manage_stock=1"> <div data-mirror-of="ID"> <button data-done>
"use strict";

for (const dialog of document.querySelectorAll("[data-advanced-inventory]")) {
  const buttons = document.querySelectorAll("[data-advanced-inventory-button]");
  const rows = document.querySelectorAll("[data-shown-if]");
  const valueOf = (name) => document.querySelector(`[name="stock-${name}"]`)?.value;

  const update = () => {
    for (const row of rows) {
      const holds = row.dataset.shownIf.split(" ").every((condition) => {
        const [name, value] = condition.split("=");
        return valueOf(name) === value;
      });
      row.hidden = !holds && !row.querySelector("[aria-invalid]");
    }
    for (const table of dialog.querySelectorAll("[data-group-minimums]")) {
      const body = table.parentElement;
      table.hidden = !body.querySelector("[data-inherit]").checked;
      body.querySelector("fieldset").hidden = !table.hidden;
    }
  };

  const showState = () => {
    const wrong = dialog.querySelectorAll("[aria-invalid]").length > 0;
    for (const button of buttons) {
      button.classList.toggle("has-error", wrong);
      button.title = wrong ? "A field in Advanced Inventory must be corrected" : "";
    }
  };

  const done = () => {
    const wrong = [...dialog.querySelectorAll("[data-number]")].filter((input) => !SalableNumbers.judge(input));
    update();
    showState();
    if (wrong.length) wrong[0].focus();
    else dialog.close();
  };

  for (const place of dialog.querySelectorAll("[data-mirror-of]")) {
    const original = document.getElementById(place.dataset.mirrorOf);
    const copy = original.parentElement.cloneNode(true);
    const mirror = copy.querySelector("input, select");
    mirror.removeAttribute("name");
    mirror.id = place.dataset.mirrorId;
    mirror.value = original.value;
    place.prepend(copy);
    for (const [from, to] of [[original, mirror], [mirror, original]]) {
      for (const kind of ["input", "change"]) {
        from.addEventListener(kind, () => {
          to.value = from.value;
          if (to.matches("[aria-invalid]")) SalableNumbers.judge(to);
        });
      }
    }
  }

  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-done]")) done();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "Escape" || (event.key === "Enter" && event.target.matches("input:not([type=checkbox])"))) {
      event.preventDefault(); // Escape would close whatever stands in the fields, Enter would save the product
      done();
    }
  });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    done();
  });
  dialog.addEventListener("close", () => {
    showState();
    if (document.activeElement === document.body) buttons[0]?.focus(); // it was not opened by a button
  });
  dialog.addEventListener("input", (event) => {
    if (event.target.matches("[aria-invalid]")) SalableNumbers.judge(event.target);
    // A box was ticked: its message is about a value that no longer counts.
    for (const input of dialog.querySelectorAll("[aria-invalid]:disabled")) SalableNumbers.mark(input, "");
  });
  document.addEventListener("input", update);
  document.addEventListener("change", update);

  update();
  showState();
  if ("openAtOnce" in dialog.dataset) {
    dialog.showModal();
    dialog.querySelector("[aria-invalid]")?.focus();
  }
}
