// Asks before a mass action that has a question. Without this file the action runs at once; the server keeps its own rules.
//
// <dialog data-confirm> <p data-question></p> <button data-confirmed> <button data-closes>
// <script type="application/json" id="confirmations"> {"disable": "Disable selected sources ?"}
"use strict";

const confirmDialog = document.querySelector("[data-confirm]");

if (confirmDialog) {
  const questions = JSON.parse(document.getElementById("confirmations").textContent);
  const form = document.getElementById("changelist-form");
  let confirmed = false;
  let submitter = null;

  form.addEventListener("submit", (event) => {
    const question = questions[form.querySelector("select[name=action]")?.value];
    if (!question || confirmed) return;
    event.preventDefault();
    submitter = event.submitter;
    confirmDialog.querySelector("[data-question]").textContent = question;
    confirmDialog.showModal();
  });
  confirmDialog.querySelector("[data-confirmed]").addEventListener("click", () => {
    confirmed = true;
    confirmDialog.close();
    form.requestSubmit(submitter);
  });
  confirmDialog.querySelector("[data-closes]").addEventListener("click", () => confirmDialog.close());
}
