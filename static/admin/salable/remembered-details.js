// Opens and closes a <details> as this browser left it. The server leaves the attribute out where it decides itself.
//
// <details data-remember="NAME">                            comes closed
// <details data-remember="NAME" data-starts-open open>      comes open
"use strict";

for (const details of document.querySelectorAll("details[data-remember]")) {
  const key = `salable:${details.dataset.remember}`;
  const remembered = localStorage.getItem(key);
  if (details.open !== details.hasAttribute("data-starts-open")) {
    localStorage.setItem(key, details.open ? "open" : "closed"); // clicked before this file arrived: that click counts
  } else if (remembered !== null) {
    details.open = remembered === "open";
  }
  details.querySelector("summary").addEventListener("click", () => {
    localStorage.setItem(key, details.open ? "closed" : "open"); // the click has not changed it yet
  });
}
