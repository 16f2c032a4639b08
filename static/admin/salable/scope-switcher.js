// The scope switcher closes like a menu, and asks before unsaved settings are left behind.
// Without this file the links switch at once.
//
// <details data-scope-switcher> <a href="?website=base" data-scope-link> </details>
// <form id="configuration">    unsaved.js knows whether it is unsaved
// <dialog data-scope-dialog> <button data-scope-cancel> <button data-scope-confirm>
"use strict";

{
  const switcher = document.querySelector("[data-scope-switcher]");
  const dialog = document.querySelector("[data-scope-dialog]");
  const form = document.getElementById("configuration");
  let chosen = null;

  const leave = (address) => {
    SalableUnsaved.allow(); // the question has been asked already
    window.location.assign(address);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-scope-link]");
    if (!link && !switcher.contains(event.target)) {
      switcher.open = false;
    }
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
      return; // another tab loses nothing here
    }
    event.preventDefault();
    switcher.open = false;
    if (SalableUnsaved.isUnsaved(form)) {
      chosen = link.href;
      dialog.showModal();
    } else {
      leave(link.href);
    }
  });
  switcher.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      switcher.open = false;
      switcher.querySelector("summary").focus();
    }
  });
  dialog.querySelector("[data-scope-cancel]").addEventListener("click", () => dialog.close());
  dialog.querySelector("[data-scope-confirm]").addEventListener("click", () => leave(chosen));
  dialog.addEventListener("close", () => switcher.querySelector("summary").focus());
}
