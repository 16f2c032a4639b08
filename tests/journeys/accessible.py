"""What axe-core says of a page, wide and narrow, by day and by night, and what it does not look at.

That is: the width, the main part, headings and title; in forced colours, what shows where the keyboard is and what is chosen.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

# WCAG 2.2, levels A and AA.
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
HEIGHT = 900
# Contrast takes half of axe's time. The style sheets say colours for both schemes and places for each width: each scheme is
# looked at once, and all that stands on a page stands there at one of the two widths.
BY_DAY, BY_NIGHT = 1280, 320
# Here only what is too small or too wide can be wrong that is not wrong at 320 or 1280.
PHONE = 390

# The browser's driver runs it: the page's own policy lets no script in. A page that scrolls sideways at 320 makes its reader scroll
# each line (1.4.10).
RUN = """async ([tags, rules, within, leaves_out]) => {
    const only = rules.length ? {type: "rule", values: rules} : {type: "tag", values: tags};
    const found = await axe.run(within ? {include: [within]} : {exclude: leaves_out}, {
        runOnly: only, resultTypes: ["violations"], preload: false, rules: rules.length ? {} : {"target-size": {enabled: true}},
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

# The admin's own switch of colours is a class, which follows the browser's preference when a page opens. Nothing fades meanwhile.
DRESS = """(is_dark) => {
    const root = document.documentElement;
    if (root.matches("[x-data^=theme]")) root.classList.toggle("dark", is_dark);
    const still = new CSSStyleSheet();
    still.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
    document.adoptedStyleSheets = [still];
}"""

# Grounds and shadows are not drawn in forced colours. What has the keyboard needs an outline or another border, its own or that of
# what stands for it; what is current needs a line that what stands beside it has not.
FORCED = """([within, leaves_out]) => {
    const said = [];
    const left = leaves_out.map((each) => document.querySelector(each)).filter(Boolean);
    const name = (element) => `${element.tagName.toLowerCase()}#${element.id}.${element.className}`.slice(0, 80);
    const lines = (element, part) => {
        const style = getComputedStyle(element, part);
        const border = ["Top", "Right", "Bottom", "Left"].map((side) => {
            const isDrawn = style[`border${side}Style`] !== "none" && parseFloat(style[`border${side}Width`]) > 0;
            return isDrawn ? style[`border${side}Width`] + style[`border${side}Color`] + style[`border${side}Style`] : "";
        });
        const hasOutline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
        const outline = hasOutline ? style.outlineWidth + style.outlineColor : "";
        return [outline, ...border, style.textDecorationLine].join(" ");
    };
    const around = (element) => [element, element.parentElement, element.nextElementSibling].filter(Boolean);
    const drawn = (element) => around(element).map((each) => lines(each, null) + lines(each, "::after")).join(",");
    const before = document.activeElement;
    const steps = "a[href], button, input, select, textarea, summary, [tabindex='0']";
    const isLeft = (element) => left.some((each) => each.contains(element));
    const isShown = (element) => element.checkVisibility({visibilityProperty: true}) && !isLeft(element);
    const root = within ? document.querySelector(within) : document;
    const stops = [...root.querySelectorAll(steps)].filter((each) => each.tabIndex >= 0 && isShown(each) && !each.disabled);
    before.blur();
    for (const stop of stops) {
        const unfocused = drawn(stop);
        stop.focus({focusVisible: true, preventScroll: true});
        if (document.activeElement === stop && drawn(stop) === unfocused) said.push(`focus is not seen: ${name(stop)}`);
        stop.blur();
    }
    before.focus({preventScroll: true});
    for (const current of root.querySelectorAll("[aria-current]:not([aria-current=false]), [aria-selected=true]")) {
        const list = current.closest("ol, ul, [role=tablist], nav");
        const kind = `${current.tagName}:not([aria-current], [aria-selected=true]), a`;
        const other = [...(list?.querySelectorAll(kind) ?? [])].find((each) => isShown(each) && each !== current);
        const isAlike = other && isShown(current) && lines(current, null) === lines(other, null);
        if (isAlike) said.push(`current is not seen: ${name(current)}`);
    }
    return [...new Set(said)];
}"""


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

    def __post_init__(self) -> None:
        """Let each page that opens have axe-core already."""
        self.page.add_init_script(AXE_SCRIPT)

    def open(self, address: str, state: str) -> None:
        """Open a page and look at it."""
        self.page.goto(address)
        self.look(state)

    def look(self, state: str, *, within: str = "") -> None:
        """Look at the page as it stands, which is called `state`; `within` a selector at what has just opened there."""
        self._dress(BY_DAY)
        self._said(state, "day", self._axe(within))
        self._dress(PHONE)
        self._said(state, "phone", self._axe(within, "target-size"))
        self._dress(BY_NIGHT, is_dark=True)
        self._said(state, "night", self._axe(within))
        self.page.emulate_media(forced_colors="active", color_scheme="light")
        self._said(state, "forced colours", self.page.evaluate(FORCED, [within, [*self._seen]]))
        self.page.emulate_media(forced_colors="none")
        self._dress(BY_DAY)
        self._seen = (self.frame,) if self.frame else ()
        try:
            self.looked_at.add(str(resolve(urlsplit(self.page.url).path).url_name))
        except Resolver404:
            return

    def _dress(self, width: int, *, is_dark: bool = False) -> None:
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        self.page.emulate_media(color_scheme="dark" if is_dark else "light")
        self.page.evaluate(DRESS, is_dark)

    def _axe(self, within: str, *rules: str) -> list[str]:
        return list(self.page.evaluate(RUN, [TAGS, rules, within, [*self._seen]]))

    def _said(self, state: str, when: str, said: Collection[str]) -> None:
        self.complaints += [f"{state}, {when}: {each}" for each in said]
