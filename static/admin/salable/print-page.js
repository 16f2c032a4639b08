// <button data-prints hidden>: shown where a script can open the print dialog of the browser.
"use strict";

for (const button of document.querySelectorAll("[data-prints]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
