// A form that needs no button: [data-submit-on-change] is sent when one of its selects changes.
document.addEventListener("change", (event) => {
  "use strict";
  const form = event.target.closest("form[data-submit-on-change]");
  if (form) form.requestSubmit();
});
