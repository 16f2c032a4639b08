// Judges typed quantities as the server does, with the server's own words, and writes the message beside the control.
//
// <script type="application/json" id="number-messages"> {"number": "...", "large": "...", ...}
// <input id="ID" data-number="any | not-negative" data-whole="unless-decimals"> <p data-error-of="ID"></p>
"use strict";

const SalableNumbers = (() => {
  const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,6})?$/i;
  const LARGEST = 99999999.9999;
  const messages = JSON.parse(document.getElementById("number-messages")?.textContent ?? "{}");

  const usesDecimals = () => document.querySelector("[name='stock-is_qty_decimal']")?.value === "1";
  const placesOf = (text) => text.replace(/e.*$/i, "").split(".")[1]?.replace(/0+$/, "").length ?? 0;

  function complaint(input) {
    const text = input.value.trim();
    if (text === "") {
      return input.closest(".use-config") ? messages.empty : input.required ? messages.number : "";
    }
    const number = Number(text);
    if (!NUMBER.test(text) || Number.isNaN(number)) return messages.number;
    if (Math.abs(number) > LARGEST) return messages.large;
    if (placesOf(text) > 4) return messages.precise;
    if (input.dataset.number === "not-negative" && number < 0) return messages.negative;
    if (input.dataset.whole && !usesDecimals() && !Number.isInteger(number) && text !== input.defaultValue) return messages.whole;
    return "";
  }

  function mark(input, message) {
    const line = document.querySelector(`[data-error-of="${input.id}"]`);
    if (line) line.textContent = message;
    if (message) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
  }

  function judge(input) {
    const message = input.matches(":disabled") ? "" : complaint(input);
    mark(input, message);
    return message === "";
  }

  return { judge, mark };
})();

// A message moves what stands below it: while a button is being pressed, that would pull the button away from the click.
let pressing = false;
const pressed = (event) => {
  pressing = event.type === "pointerdown";
};
for (const name of ["pointerdown", "pointerup", "pointercancel"]) document.addEventListener(name, pressed, true);

document.addEventListener("change", ({ target }) => {
  if (!target.matches("[data-number]")) return;
  if (pressing) document.addEventListener("pointerup", () => setTimeout(() => SalableNumbers.judge(target)), { once: true });
  else SalableNumbers.judge(target);
});
