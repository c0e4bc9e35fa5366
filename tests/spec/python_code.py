"""Python fences: with prompts a doctest, without them a script; those of one section are one program."""

from __future__ import annotations

import doctest
from collections.abc import Sequence
from pathlib import Path

from tests.spec.markdown import Fence


def run_python(fence: Fence, before: Sequence[Fence], document: Path) -> None:
    """Run the code of a fence, after that of the fences before it in its section.

    Raises:
        AssertionError: A line of a doctest gives another result than the document says.
    """
    names: dict[str, object] = {"__name__": "__main__"}
    for each in (*before, fence):
        code = "\n".join(each.lines) + "\n"
        if any(line.startswith(">>>") for line in each.lines):
            _run_doctest(code, each, document, names)
        else:
            # Blank lines put the code where it stands, so that a traceback names the document's lines.
            exec(compile("\n" * each.line + code, str(document), "exec"), names)  # noqa: S102


def _run_doctest(code: str, fence: Fence, document: Path, names: dict[str, object]) -> None:
    test = doctest.DocTestParser().get_doctest(code, {}, fence.name, str(document), fence.line)
    test.globs = names  # not a copy: later fences go on from here
    said: list[str] = []
    failed, _ = doctest.DocTestRunner(verbose=False).run(test, out=said.append, clear_globs=False)
    assert not failed, "".join(said)
