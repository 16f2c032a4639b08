"""What axe-core says of a page at three widths, and what it does not look at: width, main part, headings, title."""

from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

# WCAG 2.2, levels A and AA. A page that scrolls sideways at 320 makes its reader scroll each line (1.4.10).
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
WIDTHS = (320, 390, 1280)
HEIGHT = 900
# The style sheets know no width between these two: what the second could change is where things stand, not their colours, whose
# contrast takes half of the time.
SAME_COLOURS = 390

# The browser's driver runs it: the page's own policy lets no script in.
RUN = """async ([tags, looks_at_colours, leaves_out]) => {
    const found = await axe.run({exclude: leaves_out}, {
        runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
        rules: {"target-size": {enabled: true}, "color-contrast": {enabled: looks_at_colours}},
    });
    const why = (node) => [...node.any, ...node.all, ...node.none].map((check) => check.message).join("; ").slice(0, 160);
    const where = (node) => `${node.target.join(" ")} {${why(node)}}`;
    const said = found.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 6).map(where).join(" | ")}`);
    const isShown = (element) => element.checkVisibility();
    const root = document.documentElement;
    if (root.scrollWidth > window.innerWidth) said.push(`scrolls sideways: ${root.scrollWidth}`);
    for (const name of ["main", "h1"]) {
        const count = [...document.querySelectorAll(name)].filter(isShown).length;
        if (count !== 1) said.push(`${count} ${name}`);
    }
    const title = document.querySelector("title").textContent;
    if (!document.title || /\\s\\s|\\n/.test(title.trim())) said.push(`title: ${JSON.stringify(title)}`);
    return said;
}"""


def complaints(page: Page, leaves_out: Collection[str] = ()) -> list[str]:
    """Return what is wrong with the page as it stands, at each width. `leaves_out` are selectors of what axe does not look at."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{width}: {each}" for each in page.evaluate(RUN, [TAGS, width != SAME_COLOURS, [*leaves_out]])]
    return found


@dataclass
class Walk:
    """A walk through pages. `complaints` begin with the state; `looked_at` are the names of the addresses that were looked at.

    `frame` is the selector of what stands on each page: it is looked at once.
    """

    page: Page
    frame: str = ""
    complaints: list[str] = field(default_factory=list)
    looked_at: set[str] = field(default_factory=set)
    _seen: tuple[str, ...] = ()

    def open(self, address: str, state: str) -> None:
        """Open a page and look at it."""
        self.page.goto(address)
        self.look(state)

    def look(self, state: str) -> None:
        """Look at the page as it stands, which is called `state`."""
        self.complaints += [f"{state}, {each}" for each in complaints(self.page, self._seen)]
        self._seen = (self.frame,) if self.frame else ()
        try:
            self.looked_at.add(str(resolve(urlsplit(self.page.url).path).url_name))
        except Resolver404:
            return
