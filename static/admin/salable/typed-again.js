// What was typed before the session ended is put back into the form where it stood; nothing is sent by it.
// Without this file, or for what the page cannot show, the form in the banner sends everything as it was typed.
//
// <section data-typed-again> <form data-kept method="post" action="ADDRESS"> <input type="hidden"> ... <button data-send>
// Tables hear "typed-again" first (detail: {name: values}), so that they can add the rows that were added then.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const banner = document.querySelector("[data-typed-again]");
  const kept = banner?.querySelector("[data-kept]");
  if (!kept) return;

  const values = new Map();
  for (const [name, value] of new FormData(kept)) {
    if (name === "csrfmiddlewaretoken" || name === "who") continue;
    values.set(name, name === "key" ? [value] : [...(values.get(name) ?? []), value]); // the banner's own key comes first
  }
  const addressOf = (form) => {
    const { pathname, search } = new URL(form.getAttribute("action") || window.location.href, window.location.href);
    return pathname + search;
  };
  const isTyped = (form) => [...form.elements].some((control) => control.name && control.type !== "hidden" && control.type !== "submit");
  const form = [...document.querySelectorAll("form[method=post]")].find(
    (other) => other !== kept && !kept.contains(other) && addressOf(other) === addressOf(kept) && isTyped(other),
  );
  if (!form || form.closest("dialog")) return;

  const tell = (control) => {
    for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
  };
  const named = (name) => [...form.elements].filter((control) => control.name === name && control.type !== "submit");
  const choose = (select, wanted) => {
    for (const value of wanted) {
      if (![...select.options].some((option) => option.value === value)) select.add(new Option(value, value));
    }
    for (const option of select.options) option.selected = wanted.includes(option.value);
  };

  document.dispatchEvent(new CustomEvent("typed-again", { detail: values }));
  for (const box of [...form.elements].filter((control) => ["checkbox", "radio"].includes(control.type) && control.name)) {
    const wanted = values.get(box.name)?.includes(box.value) ?? false;
    if (box.disabled || box.checked === wanted) continue;
    box.checked = wanted;
    tell(box);
  }
  let isWhole = true;
  for (const [name, wanted] of values) {
    const controls = named(name);
    if (controls.length === 0) {
      isWhole &&= [...form.elements].some((control) => control.name === name); // the button that was pressed
      continue;
    }
    if (["checkbox", "radio"].includes(controls[0].type)) continue;
    if (controls[0].multiple) {
      choose(controls[0], wanted);
      tell(controls[0]);
      continue;
    }
    isWhole &&= controls.length >= wanted.length;
    controls.forEach((control, n) => {
      if (n >= wanted.length || control.value === wanted[n]) return;
      if (control.tagName === "SELECT") choose(control, [wanted[n]]);
      else control.value = wanted[n];
      tell(control);
    });
  }
  form.dataset.unsaved = "";
  if (isWhole) kept.hidden = true;
  else banner.querySelector("[data-not-whole]").hidden = false;
});
