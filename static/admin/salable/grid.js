// A grid: its panel of filters, its menus, rows per page, a link to copy. Without this file the panel stands open, and everything is
// sent by a button.
(() => {
  "use strict";

  document.documentElement.classList.add("has-script");

  const open = (panel, is) => {
    panel.toggleAttribute("data-open", is);
    for (const button of document.querySelectorAll(`[data-opens="${panel.id}"][aria-expanded]`)) {
      button.setAttribute("aria-expanded", String(is));
      if (!is) button.focus();
    }
    if (is) (panel.querySelector('[aria-invalid="true"]') ?? panel.querySelector(".grid-input")).focus();
  };

  for (const panel of document.querySelectorAll(".grid-filters[data-open]")) open(panel, true);

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) {
      const panel = document.getElementById(opener.dataset.opens);
      open(panel, !panel.hasAttribute("data-open"));
    }
    const link = event.target.closest("[data-copies]");
    if (link && navigator.clipboard) {
      event.preventDefault();
      navigator.clipboard.writeText(link.href).then(() => {
        link.textContent = "The link has been copied";
      });
    }
    for (const menu of document.querySelectorAll(".grid-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector(".grid-menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
      return;
    }
    const panel = event.target.closest?.(".grid-filters[data-open]");
    if (panel) open(panel, false);
  });

  // Rows per page take effect when they are chosen.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-sends]")) event.target.form.requestSubmit();
  });

  // What was left empty does not stand in the address.
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-leaves-out-empty]")) return;
    for (const box of event.target.elements) {
      if (box.name && box.value === "") box.disabled = true;
    }
  });
  // Back in the browser's history finds them as they were.
  addEventListener("pageshow", () => {
    for (const box of document.querySelectorAll("[data-leaves-out-empty] :disabled")) box.disabled = false;
  });
})();
