"""What the database runs: the text of every view, function and trigger of ours, as it is now.

`functions/` and `views/`: a file for each, named like it without the app in front, with the statement that makes it.
`replaced/`: functions of an app below that this app gives another text, under their whole names; that app has no file of them.
`triggers/`: what the triggers of a noun do, in parts that begin with a line `-- === name ===`; when they run is said by the models,
which read the parts. Migrations never read a file: they keep the text of their day (docs/CONTRIBUTING.md, docs/decisions/0052).
"""

import re
from importlib.resources import files

# What stands in front of a file's name.
_FOLDERS = {"replaced": "", "functions": "{app}_", "views": "{app}_"}
_PART = re.compile(r"^-- === (\w+) ===\n", re.MULTILINE)


def trigger_texts(app: str, noun: str) -> dict[str, str]:
    """Return what the triggers of `app` about `noun` do, by the name of each part."""
    _, *parts = _PART.split((files(f"{app}.sql") / "triggers" / f"{noun}.sql").read_text("utf-8"))
    return {name: text.strip() for name, text in zip(parts[::2], parts[1::2], strict=True)}


def made_by_text(app: str) -> dict[str, str]:
    """Return {the name of each function and view of `app`: the statement that makes it}, functions first."""
    folders = ((files(f"{app}.sql") / kind, front) for kind, front in _FOLDERS.items())
    return {
        f"{front.format(app=app)}{file.name.removesuffix('.sql')}": file.read_text("utf-8")
        for folder, front in folders
        if folder.is_dir()
        for file in sorted(folder.iterdir(), key=lambda file: file.name)
    }
