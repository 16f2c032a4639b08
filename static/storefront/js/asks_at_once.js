// Options and quantities ask the server by htmx as soon as they change. Until htmx is there a button does; then it is hidden.
// What was changed before that, or put back by the browser, fired no event that htmx could hear: it is fired again.
(() => {
  "use strict";

  const differs = (field) => (field.type === "radio" ? field.checked !== field.defaultChecked : field.value !== field.defaultValue);

  const ask = (field) => {
    if (field && differs(field)) field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const said = (selector) => [...document.querySelectorAll(selector)].map((each) => each.textContent.trim().replace(/\s+/g, " ")).join(" ");

  document.addEventListener("htmx:afterSwap", (event) => {
    const told = document.getElementById("choice-told");
    if (told && event.detail.target.id === "chosen") told.textContent = said("#product-facts, #chosen .choose-first");
  });

  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) return;
    document.documentElement.classList.add("scripted-options");
    ask([...document.querySelectorAll("[data-options] input")].find((field) => field.checked && differs(field)));
    document.querySelectorAll("[data-stepper] input[hx-get]").forEach(ask);
  });
})();
