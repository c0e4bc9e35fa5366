"""Python fences: with prompts a doctest, without them a script."""

from __future__ import annotations

import doctest
from pathlib import Path

from tests.spec.markdown import Fence


def run_python(fence: Fence, document: Path) -> None:
    """Run the code of a fence.

    Raises:
        AssertionError: A line of a doctest gives another result than the document says.
    """
    code = "\n".join(fence.lines) + "\n"
    if any(line.startswith(">>>") for line in fence.lines):
        _run_doctest(code, fence, document)
    else:
        # Blank lines put the code where it stands, so that a traceback names the document's lines.
        exec(compile("\n" * fence.line + code, str(document), "exec"), {"__name__": "__main__"})  # noqa: S102


def _run_doctest(code: str, fence: Fence, document: Path) -> None:
    test = doctest.DocTestParser().get_doctest(code, {}, fence.name, str(document), fence.line)
    said: list[str] = []
    failed, _ = doctest.DocTestRunner(verbose=False).run(test, out=said.append)
    assert not failed, "".join(said)
