// A form whose button is pressed twice is sent once: [data-submit-once]; the button's data-busy is what it says meanwhile.
// On a page that is the same for everybody it has an empty key: it gets one here, by which the server knows it when it comes twice.
(() => {
  "use strict";

  const sent = new WeakSet();

  const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-submit-once]");
    if (!form) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    const key = form.elements.namedItem("key");
    if (key && !key.value) key.value = newKey();
    const button = event.submitter || form.querySelector("button[type=submit]");
    button.setAttribute("aria-disabled", "true");
    if (button.dataset.busy) button.textContent = button.dataset.busy;
  });

  // Back from the next page: the browser shows this one as it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) window.location.reload();
  });
})();
