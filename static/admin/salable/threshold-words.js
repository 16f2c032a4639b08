// Says what an Out-of-Stock Threshold means while it is typed. The server has written every sentence and its place;
// here one is picked by the Backorders mode and the sign of the number, and its amount is filled in.
//
// <p data-threshold-words data-threshold="ID" data-mode="ID">
//   <span data-mode="1" data-sign="negative" hidden>Up to <b data-amount></b> below zero</span> ...
"use strict";

const LARGEST_THRESHOLD = 1e8;

function signOf(text) {
  const number = text.trim() === "" ? NaN : Number(text);
  if (!(Math.abs(number) < LARGEST_THRESHOLD)) {
    return "";
  }
  return number < 0 ? "negative" : number > 0 ? "positive" : "zero";
}

for (const words of document.querySelectorAll("[data-threshold-words]")) {
  const threshold = document.getElementById(words.dataset.threshold);
  const mode = document.getElementById(words.dataset.mode);
  const pick = () => {
    const sign = signOf(threshold.value);
    for (const sentence of words.children) {
      sentence.hidden = sentence.dataset.mode !== mode.value || sentence.dataset.sign !== sign;
      const amount = sentence.querySelector("[data-amount]");
      if (amount) {
        amount.textContent = String(Math.abs(Number(threshold.value)));
      }
    }
  };
  // On the document: "Use system value" and its kind change both controls from elsewhere and say so by these events.
  document.addEventListener("input", pick);
  document.addEventListener("change", pick);
  pick();
}
