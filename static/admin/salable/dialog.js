// Opens and closes native dialogs: data-opens="<dialog id>" on a button, data-closes inside the dialog.
// An opened dialog hears "opened". The browser itself closes on Escape and gives the focus back to the button.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-opens], [data-closes]");
  if (!button) return;
  if (button.dataset.opens) {
    const dialog = document.getElementById(button.dataset.opens);
    // The panel of a grid's filters is opened by a button of that kind, and by the grid itself.
    if (!dialog.showModal) return;
    dialog.showModal();
    dialog.dispatchEvent(new Event("opened"));
  } else button.closest("dialog").close();
});
