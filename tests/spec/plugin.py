"""The pytest collector of Markdown documents: a fence is a test, `--spec-update` rewrites what it claims."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.spec.answers import answers
from tests.spec.console import transcript
from tests.spec.examples import read_example
from tests.spec.home import home_for_examples
from tests.spec.markdown import Fence, Treatment, UnreadableError, read_fences
from tests.spec.python_code import run_python

if TYPE_CHECKING:
    from _pytest._code.code import ExceptionInfo, TracebackStyle


class MismatchError(AssertionError):
    """The document says one thing, everly does another."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--spec-update", action="store_true", help="rewrite the claims of Markdown documents to what holds"
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Document | None:
    # The links below everly/ lead to documents that have a path of their own.
    root = parent.config.rootpath
    linked = any(folder.is_symlink() for folder in file_path.parents if root in folder.parents)
    if file_path.suffix != ".md" or linked:
        return None
    document: Document = Document.from_parent(parent, path=file_path)
    return document


class Document(pytest.File):
    """A Markdown document; it is rewritten once all of its fences have run."""

    rewritten: dict[int, tuple[int, list[str]]]

    def collect(self) -> Iterator[FenceTest]:
        self.rewritten = {}
        try:
            fences = read_fences(self.path.read_text("utf-8"))
        except UnreadableError as error:
            raise self.CollectError(f"{self.path.name}, {error}") from None
        for fence in fences:
            if fence.treatment is not Treatment.SHOWN:
                before = [each for each in fences if each.line < fence.line and each.section == fence.section]
                yield FenceTest.from_parent(self, name=fence.name, fence=fence, before=before)

    def teardown(self) -> None:
        lines = self.path.read_text("utf-8").split("\n")
        for first, (length, said) in sorted(self.rewritten.items(), reverse=True):
            lines[first - 1 : first - 1 + length] = said
        if self.rewritten:
            self.path.write_text("\n".join(lines), "utf-8")


class FenceTest(pytest.Item):
    """One fence, and those before it in its section."""

    def __init__(self, *, fence: Fence, before: list[Fence], name: str, parent: Document) -> None:
        super().__init__(name, parent)
        self.fence, self.before, self.document = fence, before, parent

    def runtest(self) -> None:
        match self.fence.treatment:
            case Treatment.EVERLY:
                example = read_example(self.fence)
                self._compare([str(claim) for claim in example.claims], answers(example), example.claims_line)
            case Treatment.CONSOLE:
                folder = self.config.rootpath
                with home_for_examples():
                    said = transcript(self.fence, folder)
                self._compare(list(self.fence.lines), said, self.fence.line + 1)
            case _:
                before = [fence for fence in self.before if fence.treatment is Treatment.PYTHON]
                with home_for_examples():
                    run_python(self.fence, before, self.path)

    def _compare(self, written: list[str], said: list[str], line: int) -> None:
        if written == said:
            return
        if not self.config.getoption("--spec-update"):
            names = "the document says", "everly does"
            raise MismatchError("\n".join(difflib.unified_diff(written, said, *names, lineterm="", n=99)))
        self.document.rewritten[line] = len(written), said

    def repr_failure(self, excinfo: ExceptionInfo[BaseException], style: TracebackStyle | None = None) -> str:
        """The place and the difference; a traceback only where the code itself failed."""
        where = f"{self.path.name}:{self.fence.line}: {self.name}"
        if isinstance(excinfo.value, AssertionError | UnreadableError):
            source = "\n".join(self.fence.lines)
            return f"{where}\n\n{source}\n\n{excinfo.value}"
        return f"{where}\n\n{super().repr_failure(excinfo, style)}"

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.fence.line - 1, self.name
