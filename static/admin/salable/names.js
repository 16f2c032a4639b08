// Names for what other people's widgets leave without one: the search box of a select2 is called as its field is, and the little
// question mark beside a list of choices is a picture. Both are drawn by scripts that run when they like.
window.addEventListener("DOMContentLoaded", () => {
  "use strict";
  const name = () => {
    document.querySelectorAll("select.select2-hidden-accessible").forEach((select) => {
      const called = select.labels[0]?.textContent.trim();
      const box = select.parentElement.querySelector(".select2-search__field:not([aria-label])");
      if (called && box) box.setAttribute("aria-label", called);
    });
    document.querySelectorAll(".help-tooltip.search-label-icon:not([role])").forEach((mark) => mark.setAttribute("role", "img"));
  };
  if (!document.querySelector("select.admin-autocomplete, select.selectfilter")) return;
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
  name();
});
