// The Advanced Inventory dialog: fields that depend on others, Qty and Stock Status as mirrors of the controls on the page,
// and Done, which judges every field and closes when all are valid. The X and Escape put back what stood there when the dialog
// was opened, after a question when something was typed. Without this file the dialog's fields stand on the page.
//
// <dialog data-advanced-inventory> <div data-shown-if="manage_stock=1"> <div data-mirror-of="ID"> <button data-done>
// <button data-abandons>
"use strict";

for (const dialog of document.querySelectorAll("[data-advanced-inventory]")) {
  const buttons = document.querySelectorAll("[data-advanced-inventory-button]");
  const rows = document.querySelectorAll("[data-shown-if]");
  const valueOfField = (name) => document.querySelector(`[name="stock-${name}"]`)?.value;

  const update = () => {
    for (const row of rows) {
      const holds = row.dataset.shownIf.split(" ").every((condition) => {
        const [name, value] = condition.split("=");
        return valueOfField(name) === value;
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

  const controls = () => [...dialog.querySelectorAll("input:not([type=hidden]), select")];
  const contents = () => controls().map((control) => (control.type === "checkbox" ? control.checked : control.value));
  let opened = [];

  const putBack = () => {
    const all = controls();
    const tell = (control, kind) => control.dispatchEvent(new Event(kind, { bubbles: true }));
    const putValuesBack = () =>
      all.forEach((control, n) => {
        if (control.type === "checkbox" || control.value === opened[n]) return;
        control.value = opened[n];
        tell(control, "input");
        tell(control, "change");
      });
    putValuesBack(); // before the boxes too: a box keeps what stands there for when it is unticked again
    all.forEach((control, n) => {
      if (control.type !== "checkbox" || control.checked === opened[n]) return;
      control.checked = opened[n];
      tell(control, "change");
    });
    putValuesBack();
    for (const input of dialog.querySelectorAll("[data-number][aria-invalid]")) SalableNumbers.judge(input);
    update();
    dialog.close();
  };
  const abandon = () => {
    if (JSON.stringify(contents()) === JSON.stringify(opened)) dialog.close();
    else SalableDiscard.ask(putBack);
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
    if (event.key === "Enter" && event.target.matches("input:not([type=checkbox])")) {
      event.preventDefault(); // it would save the product
      done();
    }
  });
  SalableDiscard.onAbandon(dialog, abandon);
  dialog.addEventListener("opened", () => {
    opened = contents();
    const wrong = dialog.querySelector("[aria-invalid]");
    (wrong ?? controls().find((control) => !control.matches(":disabled") && control.offsetParent))?.focus();
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
    dialog.dispatchEvent(new Event("opened"));
  }
}
