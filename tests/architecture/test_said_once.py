"""A sentence stands once: who changes a word changes it for page, mail and screen, and who looks for it finds it in one place."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from tests.architecture.written_files import name_of, tree_of, written_files

FEWEST_WORDS = 4
COMMENT = re.compile(r"{#.*?#}|{% comment.*?endcomment %}", re.DOTALL)
# Inside a sentence these say nothing; any other tag begins a new one.
INLINE = re.compile(r"</?(?:strong|em|b|i|a|abbr|span|kbd|code)\b[^>]*>", re.DOTALL)
TAG = re.compile(r"<[^>]*>|{%.*?%}", re.DOTALL)
VALUE = re.compile(r"{{.*?}}", re.DOTALL)
JS_TEXT = re.compile(r"^(?!\s*//).*?(?:\"([^\"\n]+)\"|`([^`\n]+)`)", re.MULTILINE)
END = re.compile(r"(?<=[.!?])\s+")


def _texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file, each as a whole; {} stands for a value."""
    if path.suffix == ".py":
        yield from _texts_of_python(tree_of(path))
    elif path.suffix == ".js":
        yield from (first or second for first, second in JS_TEXT.findall(path.read_text()))
    else:
        yield from TAG.split(VALUE.sub("{}", INLINE.sub("", COMMENT.sub("", path.read_text()))))


def _texts_of_python(tree: ast.Module) -> Iterator[str]:
    docs = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {part for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docs | parts:
            yield node.value


def _sentences(path: Path) -> Iterator[str]:
    for text in _texts(path):
        for piece in END.split(" ".join(unescape(text).split())):
            if piece.endswith((".", "!", "?")) and len(piece.split()) >= FEWEST_WORDS:
                yield piece


def _said_before(path: Path) -> set[str]:
    """Return what the other form of a mail says: HTML and plain text are one message."""
    return set(_sentences(path.with_suffix(".html"))) if path.suffix == ".txt" and path.stem == "body" else set()


def test_no_sentence_is_said_twice() -> None:
    said: dict[str, list[str]] = defaultdict(list)
    for path in written_files(".py", ".html", ".txt", ".js"):
        if "tests" not in path.parts:
            before = _said_before(path)
            for sentence in _sentences(path):
                if sentence not in before:
                    said[sentence].append(name_of(path))
    assert {sentence: places for sentence, places in said.items() if len(places) > 1} == {}
