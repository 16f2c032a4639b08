// "Use system value": while the box is ticked, its fields show the inherited value and cannot be changed; unticked, they
// hold what was typed before. Without this file the fields stay open, and what is typed beside a ticked box is asked about.
//
// <fieldset id="ID"> <input data-inherited="0"> </fieldset>                                          one value
// <fieldset id="ID"> <tbody data-rows> <template data-inherited-rows> </fieldset>                    a table of rows
// <input type="checkbox" data-inherit="ID">
"use strict";

for (const box of document.querySelectorAll("[data-inherit]")) {
  const fields = document.getElementById(box.dataset.inherit);
  const control = fields.querySelector("[data-inherited]");
  const rows = fields.querySelector("[data-rows]");
  let typed = null;

  const showInherited = () => {
    if (control) {
      typed = control.value;
      control.value = control.dataset.inherited;
    } else {
      typed = [...rows.children];
      rows.replaceChildren(fields.querySelector("[data-inherited-rows]").content.cloneNode(true));
    }
  };
  const showTyped = () => {
    if (typed === null) {
      return; // inherited since the page was opened: a copy to begin with
    }
    if (control) {
      control.value = typed;
    } else {
      rows.replaceChildren(...typed);
    }
  };

  box.addEventListener("change", () => {
    if (box.checked) {
      showInherited();
    } else {
      showTyped();
    }
    fields.disabled = box.checked;
    fields.dispatchEvent(new Event("input", { bubbles: true }));
    if (!box.checked) {
      const first = fields.querySelector("input:not([type=hidden]), select, textarea, button");
      first.focus();
      first.select?.();
    }
  });
  // Typed before this file had come: the typed value counts.
  if (control && control.value !== control.dataset.inherited) box.checked = false;
  fields.disabled = box.checked;
}
