// Asks before what was typed in a dialog is thrown away.
//
// <dialog data-discard-question> <p> <button data-keep> <button data-discard>
"use strict";

// biome-ignore lint/correctness/noUnusedVariables: the dialogs ask it
const SalableDiscard = (() => {
  const question = document.querySelector("[data-discard-question]");
  let discard = null;

  question?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-keep], [data-discard]");
    if (!button) return;
    question.close();
    if ("discard" in button.dataset) discard();
  });

  /** Ask; `what` happens when it is thrown away. */
  const ask = (what) => {
    discard = what;
    question.showModal();
  };

  /** Call `what` for Escape and for each [data-abandons] of `dialog`, in the place of closing it at once. */
  const onAbandon = (dialog, what) => {
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      what();
    });
    dialog.addEventListener("cancel", (event) => {
      if (event.target !== dialog) return;
      event.preventDefault(); // the gesture or key that closes a dialog on a phone
      what();
    });
    dialog.addEventListener("click", (event) => {
      if (event.target.closest("[data-abandons]")) what();
    });
  };

  return { ask, onAbandon };
})();
