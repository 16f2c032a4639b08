// Hides an explanation of saved values as soon as one of the controls that it is about changes.
//
// <p data-stale-when="ID ID">
"use strict";

for (const note of document.querySelectorAll("[data-stale-when]")) {
  const controls = note.dataset.staleWhen
    .split(" ")
    .map((id) => document.getElementById(id)?.closest("fieldset"))
    .filter(Boolean);
  const hide = (event) => {
    note.hidden ||= controls.some((fields) => fields.contains(event.target));
  };
  document.addEventListener("input", hide);
  document.addEventListener("change", hide);
}
