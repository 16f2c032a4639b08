// Asks before typed changes are left behind, on every page of the admin, and says "Not saved yet" beside the form's last button.
// Only the form that is being sent may go without a question.
//
// <meta name="page-was-posted">              what the page shows was typed before, and refused or not yet saved
// <form method="post" [data-unsaved] [data-opened]>   unsaved from the start; not so, although the page was posted
// <form method="post" data-choices>          rows are ticked in it, nothing is typed
// <span data-unsaved-of="ID" hidden>         shown while a control inside the element ID is changed
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: scope-switcher.js asks it
const SalableUnsaved = (() => {
  const NOT_TYPED = ["hidden", "submit", "button", "reset"];
  const NO_FORM = "#changelist-form, #login-form, #logout-form, [data-choices]";
  const first = new Map(); // form or element -> what stood in its controls when the page was opened
  const wasPosted = () => document.querySelector("meta[name='page-was-posted']") !== null;
  let sent = null;
  let isAllowed = false;

  const typedInto = (control) => {
    if (control.type === "checkbox" || control.type === "radio") return control.checked && control.value;
    if (control.type === "file") return [...control.files].map((file) => file.name);
    if (control.tagName === "SELECT") return [...control.selectedOptions].map((option) => option.value);
    return control.value;
  };
  const textOf = (root) =>
    JSON.stringify(
      [...(root.elements ?? root.querySelectorAll("input, select, textarea"))]
        .filter((control) => control.name && !control.matches(":disabled, button"))
        .map((control) => [control.name, typedInto(control)]),
    );
  const isTyped = (form) => [...form.elements].some((control) => control.name && !NOT_TYPED.includes(control.type));
  const isUnsaved = (form) =>
    "unsaved" in form.dataset || (wasPosted() && !("opened" in form.dataset)) || textOf(form) !== first.get(form);
  const forms = () => [...first.keys()].filter((root) => root.tagName === "FORM" && root.isConnected);
  const allow = () => {
    isAllowed = true;
  };

  const addNote = (form) => {
    const last = [...form.elements].findLast((control) => control.type === "submit" && !control.closest("td, dialog"));
    if (!last || form.closest("dialog")) return;
    const note = document.createElement("span");
    note.className = "salable-unsaved";
    note.textContent = "Not saved yet";
    note.hidden = true;
    note.setAttribute("role", "status");
    note.dataset.unsavedForm = "";
    note.form = form;
    last.after(note);
  };
  const update = () => {
    for (const note of document.querySelectorAll("[data-unsaved-form]")) note.hidden = !isUnsaved(note.form);
    for (const note of document.querySelectorAll("[data-unsaved-of]")) {
      const root = document.getElementById(note.dataset.unsavedOf);
      note.hidden = !root || textOf(root) === first.get(root);
    }
  };

  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll("form[method=post]")) {
      if (form.matches(NO_FORM) || !isTyped(form)) continue;
      first.set(form, textOf(form));
      addNote(form);
    }
    for (const note of document.querySelectorAll("[data-unsaved-of]")) {
      const root = document.getElementById(note.dataset.unsavedOf);
      if (root) first.set(root, textOf(root));
    }
    update();
    let timer = 0;
    for (const kind of ["input", "change", "click"]) {
      document.addEventListener(kind, () => {
        clearTimeout(timer);
        timer = setTimeout(update, 100);
      });
    }
  });
  window.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) sent = event.target;
  });
  window.addEventListener("pageshow", () => {
    sent = null;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isAllowed || !forms().some((form) => form !== sent && isUnsaved(form))) return;
    event.preventDefault();
    event.returnValue = true; // older browsers ask for it
  });

  return { isUnsaved, allow };
})();
