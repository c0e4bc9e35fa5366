"""Changes of a file as a patch, which `patch -p0` and `git apply -p0` take."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff

from everly.jobs.cli.console import Console, Style, printable
from everly.linting.document import Document

_NO_LINE_FEED = "\\ No newline at end of file"


def patch(before: Document, after: Document, console: Console) -> Iterator[str]:
    """The lines of a unified diff, without their ends; in colour they are for people, and hide nothing."""
    lines = unified_diff(
        _lines(before.text),
        _lines(after.text),
        before.path,
        before.path,
    )
    for line in lines:
        shown, end, _ = line.partition("\n")
        yield _painted(shown, console) if console.is_coloured else shown
        if not end and line[:1] in {" ", "-", "+"}:
            yield _NO_LINE_FEED


def _lines(text: str) -> list[str]:
    """With their ends; only a line feed ends a line."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _painted(line: str, console: Console) -> str:
    if line.startswith(("---", "+++")):
        return console.paint(printable(line), Style.TITLE)
    style = {"+": Style.ADDED, "-": Style.REMOVED, "@": Style.FAINT}.get(line[:1])
    return printable(line) if style is None else console.paint(printable(line), style)
