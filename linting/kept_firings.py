"""Findings whose fixes say the same in another way: those are offered that are proved to."""

from __future__ import annotations

from everly.grammar.diagnostics import Diagnostic
from everly.grammar.fault import Fault
from everly.linting.proofs import proved
from everly.linting.rule import Subject


def keeping_firings(fault: Fault, subject: Subject) -> Diagnostic:
    """The finding, with those of its fixes that keep the firings."""
    fixes = (proved(fix, subject) for fix in fault.fixes)
    fault.fixes = tuple(fix for fix in fixes if fix.is_safe)
    return fault.diagnostic(subject.text)
