"""Pictures of each message to a customer, made from the demo's data: `python -m tests.pictures.mails`.

Runs against a test database of its own. Writes `docs/mails.md` and `docs/images/mails/`: each message as it is seen 600 and 390
pixels wide, side by side.
"""

import os
import re
import struct
import zlib
from base64 import b64decode, b64encode
from html import escape
from pathlib import Path

import django
from django.utils import timezone

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
# The browser's driver runs an event loop in this thread.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
django.setup()

from django.db import connection  # noqa: E402  Django must be set up first
from django.test.utils import setup_databases, setup_test_environment, teardown_databases  # noqa: E402
from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.conftest import CHROMIUM_ARGUMENTS, chromium_path  # noqa: E402
from tests.migrated_template import migrated_template  # noqa: E402
from tests.pictures.told import Told, messages  # noqa: E402

DOCS = Path(__file__).parents[2] / "docs"
PICTURES = DOCS / "images" / "mails"
WIDTHS = (600, 390)
GAP = 16
INTRODUCTION = """# Messages to customers

Each message that the shop writes to a customer, 600 and 390 pixels wide, with its text for programs that show no HTML. They
are made anew from the demo's data by `python -m tests.pictures.mails`; links are shortened here. Each goes to the customer by
name, and answers go to the address of Stores > Configuration > Sales > Sales Emails > Contact.
"""


# Shades between two letters' edges that nobody tells apart become one: the commonest of each of 32 steps of red, green and blue.
FEW_COLOURS = """async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), {width: image.width, height: image.height});
    const drawing = canvas.getContext("2d");
    drawing.drawImage(image, 0, 0);
    const {data} = drawing.getImageData(0, 0, image.width, image.height);
    const seen = new Map();
    const bucket = (at) => ((data[at] >> 3) << 10) | ((data[at + 1] >> 3) << 5) | (data[at + 2] >> 3);
    for (let at = 0; at < data.length; at += 4) {
        const of = seen.get(bucket(at)) ?? seen.set(bucket(at), new Map()).get(bucket(at));
        const colour = (data[at] << 16) | (data[at + 1] << 8) | data[at + 2];
        of.set(colour, (of.get(colour) ?? 0) + 1);
    }
    const numbers = new Map([...seen.keys()].map((key, number) => [key, number]));
    if (numbers.size > 256) throw new Error(`${numbers.size} colours`);
    const colours = [...seen.values()].flatMap((of) => {
        const [colour] = [...of].reduce((most, each) => (each[1] > most[1] ? each : most));
        return [colour >> 16, (colour >> 8) & 255, colour & 255];
    });
    let pixels = "";
    for (let at = 0; at < data.length; at += 4) pixels += String.fromCharCode(numbers.get(bucket(at)));
    return [image.width, image.height, colours, btoa(pixels)];
}"""


def draw(browser: Browser, told: Told) -> None:
    """Write the picture of one message: both widths in one."""
    page = browser.new_page(viewport={"width": sum(WIDTHS) + GAP, "height": 400})
    frames = "".join(f'<iframe srcdoc="{escape(told.html)}" style="width:{width}px"></iframe>' for width in WIDTHS)
    style = f"body{{margin:0;display:flex;gap:{GAP}px;align-items:start;background:#53615b}}iframe{{border:0}}"
    page.set_content(f"<style>{style}</style>{frames}")
    page.evaluate(
        """for (const frame of document.querySelectorAll("iframe"))
            frame.style.height = `${frame.contentDocument.documentElement.scrollHeight}px`;"""
    )
    shot = b64encode(page.screenshot(full_page=True)).decode()
    width, height, colours, pixels = page.evaluate(FEW_COLOURS, f"data:image/png;base64,{shot}")
    (PICTURES / f"{told.name}.png").write_bytes(png(width, height, bytes(colours), b64decode(pixels)))
    page.close()


def png(width: int, height: int, colours: bytes, pixels: bytes) -> bytes:
    """Return a PNG with a palette: `colours` are three bytes each, `pixels` name one each. The browser's own is far larger."""

    def part(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    # Each row begins with its filter: none.
    rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, width * height, width))
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    parts = (part(b"IHDR", head), part(b"PLTE", colours), part(b"IDAT", zlib.compress(rows, 9)), part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def shown(told: Told) -> str:
    """Return what the page says of one message."""
    # Links are made for one order: they would be others each time.
    text = re.sub(r"(https?://[^/\s]+)/\S+", r"\1/…", told.text).strip()
    return (
        f"## {told.subject}\n\n{told.when}. `templates/emails/{told.template}/`\n\n"
        f"![{told.subject}: {told.when.lower()}](images/mails/{told.name}.png)\n\n"
        f"<details><summary>As text</summary>\n\n```text\n{text}\n```\n\n</details>\n"
    )


def main() -> None:
    """Make them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for old in PICTURES.glob("*.png"):
        old.unlink()
    setup_test_environment()
    # Beside the one of a suite that may be running.
    connection.settings_dict["TEST"] |= {"NAME": "test_pictures", "TEMPLATE": migrated_template()}
    made = setup_databases(verbosity=0, interactive=False)
    try:
        every = [*messages(timezone.now())]
    finally:
        teardown_databases(made, verbosity=0)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=[*CHROMIUM_ARGUMENTS, "--disable-lcd-text"]
        )
        for told in every:
            draw(browser, told)
        browser.close()
    (DOCS / "mails.md").write_text("\n".join([INTRODUCTION, *map(shown, every)]))
    print(f"{len(every)} messages: docs/mails.md")


if __name__ == "__main__":
    main()
