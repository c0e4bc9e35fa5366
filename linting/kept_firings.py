"""Which fixes of a finding are offered: of those that say the same, what is proved to; of others, what fires."""

from __future__ import annotations

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault
from everly.linting.proofs import mended, proved
from everly.linting.rule import Subject

# Each fix is compiled with all of the text; a long one may have as many findings as it has parts.
_LONGEST = 500


def keeping_firings(fault: Fault, subject: Subject) -> Diagnostic:
    """The finding, with those of its fixes that keep the firings."""
    fixes = (proved(fix, subject) for fix in fault.fixes)
    fault.fixes = tuple(fix for fix in fixes if fix.is_safe)
    return fault.diagnostic(subject.text)


def that_fire(fault: Fault, subject: Subject) -> Diagnostic:
    """The finding, with those of its fixes that give a schedule which fires; in a long text none is tried."""
    tried = fault.fixes if len(subject.text) <= _LONGEST else ()
    fault.fixes = tuple(fix for fix in tried if mended(fix, subject) is not None)
    return fault.diagnostic(subject.text)
