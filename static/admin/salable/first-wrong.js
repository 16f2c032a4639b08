// A form that was refused: the keyboard stands at the first field that is wrong, else at what says why. Where a page has put it
// somewhere already, it stays.
window.addEventListener("load", () => {
  "use strict";
  if (!document.querySelector('meta[name="page-was-posted"]')) return;
  // Django's own script puts it into the first field of a form for something new, right or wrong.
  if (document.activeElement.matches("[autofocus], [role=alert]")) return;
  const shown = (selector) => [...document.querySelectorAll(selector)].find((each) => each.checkVisibility());
  const wrong = shown('main [aria-invalid="true"]') || shown("main :is(.errornote, [role=alert])");
  if (!wrong) return;
  if (wrong.tabIndex < 0) wrong.tabIndex = -1;
  wrong.focus();
});
