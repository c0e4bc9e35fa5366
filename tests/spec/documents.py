"""Which documents there are, and the examples they hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.spec.examples import Example, read_example
from tests.spec.markdown import Fence, Treatment, read_fences

ROOT = Path(__file__).parents[2]
SPECIFICATION = ROOT / "grammar" / "SPEC.md"
_FOLDERS = ("", "grammar", "scheduling", "jobs", "tests", "benchmarks")


def documents() -> list[Path]:
    """Every Markdown document of the project."""
    found = [path for folder in _FOLDERS for path in (ROOT / folder).glob("*.md")]
    return sorted([*found, *(ROOT / "docs").rglob("*.md")])


def examples(document: Path) -> Iterator[tuple[Fence, Example]]:
    """The examples of schedules in a document, each with its fence."""
    for fence in read_fences(document.read_text("utf-8")):
        if fence.treatment is Treatment.EVERLY:
            yield fence, read_example(fence)
