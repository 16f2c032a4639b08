// The sidebar stands beside the page from 1280 px on, as its style sheet has it, and stays as it was left there. Unfold's own script
// begins one pixel later, and so hides it on the commonest laptop after each click.
"use strict";

document.addEventListener("alpine:init", () => {
  const made = window.theme;
  const wide = window.matchMedia("(width >= 80rem)");
  const isOpen = () => wide.matches && localStorage.getItem("sidebarOpen") !== "0";

  window.theme = (...given) => {
    const page = made(...given);
    page.sidebarOpen = isOpen();
    page.sidebarToggle = function sidebarToggle() {
      this.sidebarOpen = !this.sidebarOpen;
      if (wide.matches) localStorage.setItem("sidebarOpen", this.sidebarOpen ? "1" : "0");
    };
    page.themeBindings["x-resize.window"] = function resized() {
      this.sidebarOpen = isOpen();
    };
    return page;
  };
});

// Unfold tells by colour alone which entry is open.
document.addEventListener("DOMContentLoaded", () => {
  for (const open of document.querySelectorAll("#nav-sidebar a.active")) open.setAttribute("aria-current", "page");
});
