// A button that adds one more row like the one before it, empty, without asking the server. Without scripts the server adds it.
// Enter in a box of another part of the form presses the form's first button, which this is: it then sends the form instead.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-adds-row]");
  if (!button) {
    return;
  }
  event.preventDefault();
  const last = [...button.parentElement.querySelectorAll("[data-row]")].at(-1);
  const isPressed = event.detail > 0 || document.activeElement === button || button.parentElement.contains(document.activeElement);
  if (!isPressed) {
    button.form.requestSubmit(button.form.querySelector(".order-button-primary"));
    return;
  }
  const row = last.cloneNode(true);
  for (const box of row.querySelectorAll("input")) {
    box.value = "";
    box.removeAttribute("value");
  }
  last.after(row);
  row.querySelector("[name=tracking_number], input").focus();
});
