// Buttons beside a quantity box: [data-stepper] holds the input, [data-step] the buttons. They say what the server would accept.
(() => {
  "use strict";

  const places = (text) => (text.split(".")[1] || "").length;

  // Quantities have four decimal places: whole ten-thousandths keep 0.1 + 0.2 from becoming 0.30000000000000004.
  const exact = (number) => Math.round(number * 10000) / 10000;

  const move = (input, direction) => {
    const step = input.step === "any" || input.step === "" ? 1 : Number(input.step);
    const typed = Number(input.value) || 0;
    let next = exact(typed + direction * step);
    if (input.min !== "") next = Math.max(next, Number(input.min));
    if (input.max !== "") next = Math.min(next, Number(input.max));
    if (next === typed) return;
    input.value = next.toFixed(Math.max(places(String(next)), 0));
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const show = (root) => {
    root.querySelectorAll("[data-stepper] [data-step]").forEach((button) => {
      button.hidden = false;
    });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-step]");
    if (!button) return;
    const input = button.closest("[data-stepper]").querySelector("input");
    move(input, Number(button.dataset.step));
  });
  document.addEventListener("htmx:afterSwap", () => show(document));
  document.addEventListener("shop:drawn", () => show(document));
  show(document);
})();
