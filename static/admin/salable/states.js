// A list of states for each country that has some, and a box for the others: the one of the chosen country is shown and sent.
// <select name="country">  <div data-states> <div data-states-of="US"><select></div> <div data-states-of=""><input></div> </div>
"use strict";

for (const group of document.querySelectorAll("[data-states]")) {
  const country = group.closest("form").querySelector("select[name=country]");
  const parts = [...group.querySelectorAll("[data-states-of]")];
  const show = () => {
    const mine = parts.find((part) => part.dataset.statesOf === country.value) ?? parts.find((part) => !part.dataset.statesOf);
    const shown = parts.find((part) => !part.hidden);
    if (mine === shown) {
      return;
    }
    const { id } = shown.querySelector("select, input");
    for (const part of parts) {
      const control = part.querySelector("select, input");
      part.hidden = part !== mine;
      control.disabled = part !== mine;
      control.removeAttribute("id");
      // What was chosen of another country is no state of this one.
      control.value = "";
    }
    mine.querySelector("select, input").id = id;
  };
  country.addEventListener("change", show);
}
