// Sends a form by itself when one of its choices changes: data-reloads on the form. Without this file its button does.
"use strict";

for (const form of document.querySelectorAll("form[data-reloads]")) {
  // Not requestSubmit(): a source that is not chosen yet must not stop the algorithm from changing.
  form.addEventListener("change", () => form.submit());
}
