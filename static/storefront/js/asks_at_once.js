// What htmx asks while it is chosen or typed: the button that asks the same goes only when htmx has bound itself, and what was
// chosen or typed before (or was put back by the browser) has had no event that htmx heard: ask for it now.
(() => {
  "use strict";

  const differs = (field) => (field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);

  const ask = (field) => {
    if (field && differs(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) return;
    document.documentElement.classList.add("scripted-options");
    ask([...document.querySelectorAll("[data-options] input")].find((field) => field.checked && differs(field)));
    document.querySelectorAll("[data-stepper] input[hx-get]").forEach(ask);
  });
})();
