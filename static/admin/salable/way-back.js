// "Back" on the page of a row leads to the list that was open before, with its search, filters and page: also when that was another
// list than its own, and after what was done on the row. Where the browser does not tell its history, it leads to its own list.
//
// <a data-way-back href="ITS OWN LIST">
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const links = document.querySelectorAll("[data-way-back]");
  const here = window.navigation?.currentEntry;
  if (!links.length || !here) return;
  // A row's pages, the form that made it, sheets to print and the door are none.
  const isList = ({ pathname }) => pathname.startsWith("/admin/") && !/\/(\d+|add|print|login|second-factor)\//.test(pathname);
  const before = window.navigation
    .entries()
    .slice(0, here.index)
    .map((entry) => new URL(entry.url))
    .findLast(isList);
  if (before) for (const link of links) link.href = before.href;
});
