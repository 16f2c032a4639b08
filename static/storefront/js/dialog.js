// Native dialogs: data-opens="<dialog id>" on a button, data-closes inside the dialog. Without this file the button's form leads
// to a page that asks the same. The browser itself closes on Escape and gives the focus back to the button.
document.addEventListener("click", (event) => {
  "use strict";
  const button = event.target.closest("[data-opens], [data-closes]");
  if (!button) return;
  event.preventDefault();
  if (button.dataset.opens) document.getElementById(button.dataset.opens).showModal();
  else button.closest("dialog").close();
});
