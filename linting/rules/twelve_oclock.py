"""Twelve o'clock on a clock of twelve hours: 12 AM is midnight, 12 PM is noon, and 12:30 AM is half past midnight.

Quiet about 12:30 PM, which is 12:30 on either clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from everly.grammar.diagnostics import Diagnostic, Edit, Fix
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.linting.catalogue import TWELVE_OCLOCK
from everly.linting.proofs import mended, proved
from everly.linting.rule import Rule, Subject

_TWELVE = re.compile(r"(?<![0-9:])12((?::[0-9]{2}){0,2})[ \t]*([ap])\.?m\b\.?", re.IGNORECASE)

# Who has seen so many of them finds the others.
_MOST = 8


def _check(subject: Subject) -> Iterator[Diagnostic]:
    for found in islice(_TWELVE.finditer(subject.text), _MOST):
        minutes, is_noon = found[1].removesuffix(":00"), found[2] in "pP"
        if not (is_noon and minutes.strip(":0")):
            written = "noon" if is_noon else f"00{minutes or ':00'}"
            fix = proved(Fix("instead", (Edit(Span(*found.span()), written),)), subject)
            if fix.is_safe or _means_the_same(fix, subject):
                yield _fault(fix, subject).diagnostic(subject.text)


def _means_the_same(fix: Fix, subject: Subject) -> bool:
    """Whether the text was read as a time of day: then to write it in another way changes nothing now."""
    other = mended(fix, subject)
    return other is not None and other.resolved == subject.compiled.resolved


def _fault(fix: Fix, subject: Subject) -> Fault:
    (edit,) = fix.edits
    twelve = edit.span.of(subject.text)
    meant = {"noon": "noon, 12:00", "00:00": "midnight, 00:00, when the day begins"}
    return Fault(
        TWELVE_OCLOCK,
        edit.span,
        f"'{twelve}' is {meant.get(edit.text, f'{edit.text}, just after midnight')}",
        label=f"is {edit.text}",
        help=f"write '{edit.text}', which nobody takes for the other twelve o'clock",
        fixes=(fix,),
    )


RULE = Rule(TWELVE_OCLOCK, _check)
