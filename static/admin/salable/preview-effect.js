// "Preview effect": asks the server what saving would do and shows the answer in a dialog; nothing on the page is lost.
// A page that answers with itself (fields in error) is shown as it is, so that messages stand where they belong.
// Without this file a submit button posts the page, which comes back with everything typed and the answer on it.
//
// <button type="submit" formaction="ADDRESS" data-preview-effect="DIALOG ID"> <dialog id=...> <div data-effect>
// <button type="button" data-address="ADDRESS" data-preview-effect="DIALOG ID">     where Enter must not press it
"use strict";

{
  let asking = false;
  let asksPage = false;

  const failed = () => {
    const words = document.createElement("p");
    words.className = "effect-failed";
    words.textContent = "The preview could not be worked out. Nothing was saved. Please try again.";
    return words;
  };

  const answerTo = async (button) => {
    const answer = await fetch(button.dataset.address ?? button.formAction, {
      method: "POST",
      body: new FormData(button.form),
      headers: { "X-Requested-With": "fetch" },
    });
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".effect");
  };

  const preview = async (button) => {
    if (asking) return;
    asking = true;
    button.setAttribute("aria-busy", "true"); // not disabled: it would lose the focus that the dialog gives back
    const effect = await answerTo(button).catch(failed);
    button.removeAttribute("aria-busy");
    asking = false;
    if (effect) {
      const dialog = document.getElementById(button.dataset.previewEffect);
      dialog.querySelector("[data-effect]").replaceChildren(effect);
      dialog.showModal();
    } else {
      asksPage = true;
      button.form.requestSubmit(button);
    }
  };

  document.addEventListener("submit", (event) => {
    const button = event.submitter?.closest("[data-preview-effect]");
    if (!button || asksPage) return;
    event.preventDefault();
    event.stopImmediatePropagation(); // the form is not left: the warning about unsaved changes stays armed
    preview(button);
  }, { capture: true });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-preview-effect][data-address]");
    if (button) preview(button);
  });
}
