// A form whose button is pressed twice is sent once: [data-submit-once]; the button's data-busy is what it says meanwhile.
(() => {
  "use strict";

  const sent = new WeakSet();

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-submit-once]");
    if (!form) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    const button = event.submitter || form.querySelector("button[type=submit]");
    button.setAttribute("aria-disabled", "true");
    if (button.dataset.busy) button.textContent = button.dataset.busy;
  });

  // Back from the next page: the browser shows this one as it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
})();
