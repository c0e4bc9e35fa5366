"""Ways out of what was found, which an editor offers where it is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol.types import CodeAction, CodeActionKind, CodeActionParams, TextEdit, WorkspaceEdit

from everly.grammar.diagnostics import Edit, Fix
from everly.linting.finding import Finding
from everly.linting.language_server.diagnostics import diagnostic
from everly.linting.language_server.opened import Opened
from everly.linting.mending import edited
from everly.linting.report import FileReport, Unread

_LONGEST = 80


def quick_fixes(opened: Opened, report: FileReport | Unread, params: CodeActionParams) -> Iterator[CodeAction]:
    """The fixes of what was found in a range or at its ends; one that is proved to keep the firings is preferred."""
    if isinstance(report, Unread) or not _is_wanted(params.context.only):
        return
    asked = opened.positions.span(params.range)
    for finding in report.findings:
        if finding.span.start <= asked.end and asked.start <= finding.span.end:
            yield from _actions(finding, opened, params.text_document.uri)


def text_edits(opened: Opened, edits: Iterable[Edit]) -> list[TextEdit]:
    """Edits of a document as an editor makes them."""
    return [TextEdit(opened.positions.range(edit.span), edit.text) for edit in edits]


def _actions(finding: Finding, opened: Opened, uri: str) -> Iterator[CodeAction]:
    for fix in finding.diagnostic.fixes:
        edits = finding.edits(fix)
        if edits and edited(opened.document.text, edits) != opened.document.text:
            yield CodeAction(
                title=_title(finding, fix),
                kind=CodeActionKind.QuickFix,
                diagnostics=[diagnostic(finding, opened, uri)],
                is_preferred=fix.is_safe or None,
                edit=WorkspaceEdit(changes={uri: text_edits(opened, edits)}),
            )


def _title(finding: Finding, fix: Fix) -> str:
    """The fix, with the schedule as it would be."""
    if finding.embedded is None:
        return fix.title
    title = f"{fix.title}: {fix.apply(finding.diagnostic.text)}"
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST]}..."


def _is_wanted(kinds: Iterable[CodeActionKind | str] | None) -> bool:
    """Whether an editor that asks for some kinds of actions asks for fixes; a kind stands for those below it."""
    return kinds is None or any(kind in {"", CodeActionKind.QuickFix} for kind in kinds)
