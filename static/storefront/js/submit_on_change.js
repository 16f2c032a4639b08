// A form that needs no button: [data-submit-on-change] is sent when one of its selects changes, or was changed before this file
// arrived. Its button goes when that is so.
(() => {
  "use strict";

  const isChanged = (form) =>
    [...form.querySelectorAll("select")].some((select) => [...select.options].some((option) => option.selected !== option.defaultSelected));

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-submit-on-change]");
    if (form) form.requestSubmit();
  });
  document.documentElement.classList.add("scripted-sort");
  const changed = [...document.querySelectorAll("form[data-submit-on-change]")].find(isChanged);
  if (changed) changed.requestSubmit();
})();
