// Shows an element only while another control holds a value. Without this file everything is shown.
//
// <div data-shown-when="ID" data-shown-value="1">
"use strict";

for (const row of document.querySelectorAll("[data-shown-when]")) {
  const control = document.getElementById(row.dataset.shownWhen);
  const update = () => {
    row.hidden = control.value !== row.dataset.shownValue;
  };
  document.addEventListener("input", update);
  document.addEventListener("change", update);
  update();
}
