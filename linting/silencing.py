"""Silences findings by comments: `everly: ignore[name, CODE] reason` and `everly: ignore-file[...]`.

The first speaks of its own line and, alone on a line, of the next one that is no comment; the other of the whole file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.span import Span
from everly.linting.catalogue import UNKNOWN_RULE, UNUSED_IGNORE
from everly.linting.document import Document
from everly.linting.embedded import Embedded
from everly.linting.finding import Finding
from everly.linting.ignores import ALL, Ignore, Name, ignores
from everly.linting.reading import Comment, Reading
from everly.linting.vain_ignores import nameless, unknown, unused

_ABOUT_IGNORES = frozenset({UNUSED_IGNORE.code, UNKNOWN_RULE.code})


def silenced(
    document: Document, comments: Sequence[Comment], findings: Sequence[Finding], wanted: Collection[str]
) -> list[Finding]:
    """The findings that no comment silences, and what is wrong with the comments.

    `wanted` are the codes of the rules that were tried: of another no one can say whether its ignore is of use.
    """
    table = _Table(document, ignores(document, comments))
    kept = [finding for finding in findings if not table.silences(finding)]
    about = [Finding(document, diagnostic) for diagnostic in table.complaints(findings, wanted)]
    kept += [finding for finding in about if finding.diagnostic.code in wanted and not table.silences(finding)]
    return sorted(kept, key=lambda finding: (finding.span, finding.diagnostic.code))


def spared(document: Document, reading: Reading, codes: Collection[str]) -> list[Embedded]:
    """The schedules of a file for which a comment silences one of some rules."""
    table = _Table(document, ignores(document, reading.comments))
    return [each for each in reading.schedules if any(table.fitting(code, each.span) for code in codes)]


class _Table:
    """The names of all ignores, by the lines that they are about, and those that were of use."""

    def __init__(self, document: Document, found: tuple[Ignore, ...]) -> None:
        self.document, self.all = document, found
        self.used: set[Name] = set()
        self.by_line: dict[int | None, list[Name]] = {}  # None for those of the whole file
        for ignore in found:
            for line in (None,) if ignore.lines is None else ignore.lines:
                self.by_line.setdefault(line, []).extend(ignore.names)

    def silences(self, finding: Finding) -> bool:
        """Whether a comment silences a finding; the names that do are of use from now on."""
        fitting = self.fitting(finding.diagnostic.code, _whole(finding))
        self.used |= fitting
        return bool(fitting)

    def fitting(self, code: str, span: Span) -> set[Name]:
        """The names that silence a rule on the lines of a span."""
        if not self.by_line:
            return set()
        names = [name for line in (None, *self._lines(span)) for name in self.by_line.get(line, ())]
        return {name for name in names if name.code == code or (name.code == ALL and code not in _ABOUT_IGNORES)}

    def complaints(self, findings: Sequence[Finding], wanted: Collection[str]) -> Iterator[Diagnostic]:
        """What is wrong with the ignores."""
        for ignore in self.all:
            if not ignore.names:
                yield nameless(self.document, ignore, self._names_for(ignore, findings))
            yield from (unknown(self.document, name) for name in ignore.names if name.code is None)
            vain = [name for name in ignore.names if name not in self.used and self._is_tried(name, wanted)]
            if vain:
                yield unused(self.document, ignore, vain)

    def _is_tried(self, name: Name, wanted: Collection[str]) -> bool:
        return name.code == ALL or (name.code in wanted and name.code not in _ABOUT_IGNORES)

    def _names_for(self, ignore: Ignore, findings: Sequence[Finding]) -> list[str]:
        """What an ignore would have to name."""
        about = ((each.diagnostic.name, set(self._lines(_whole(each)))) for each in findings)
        return sorted({name for name, lines in about if ignore.lines is None or lines & set(ignore.lines)})

    def _lines(self, span: Span) -> range:
        return range(self.document.position(span.start)[0], self.document.position(span.end)[0] + 1)


def _whole(finding: Finding) -> Span:
    """The schedule that a finding is about or, where it is about none, its own place."""
    return finding.span if finding.embedded is None else finding.embedded.span
