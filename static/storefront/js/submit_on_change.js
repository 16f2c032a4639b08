// A form that needs no button: [data-submit-on-change] is sent when one of its selects changes, or was changed before this file
// arrived. Its button goes when that is so, and comes back for who chooses by keyboard: each arrow key would send it.
(() => {
  "use strict";

  const isChanged = (form) =>
    [...form.querySelectorAll("select")].some((select) => [...select.options].some((option) => option.selected !== option.defaultSelected));

  const root = document.documentElement;

  document.addEventListener("keydown", (event) => {
    const isChoosing = event.target.closest("form[data-submit-on-change] select") && !["Tab", "Shift"].includes(event.key);
    if (isChoosing) root.classList.remove("scripted-sort");
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-submit-on-change]");
    if (form && root.classList.contains("scripted-sort")) form.requestSubmit();
  });
  root.classList.add("scripted-sort");
  const changed = [...document.querySelectorAll("form[data-submit-on-change]")].find(isChanged);
  if (changed) changed.requestSubmit();
})();
