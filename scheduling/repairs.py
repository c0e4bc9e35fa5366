"""Repairs that are offered: each is tried, and one that leads to another error is not offered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from everly.grammar.diagnostics import Diagnostic, Fix, Severity

Check = Callable[[str], Iterable[Diagnostic]]
"""What is found in a text; it offers no repairs itself."""


def with_sound_fixes(found: Iterable[Diagnostic], check: Check) -> tuple[Diagnostic, ...]:
    """The findings, with those fixes only that leave no error but those that other findings are about."""
    every = tuple(found)
    return tuple(_mended(each, [other for other in every if other is not each], check) for each in every)


def _mended(found: Diagnostic, others: list[Diagnostic], check: Check) -> Diagnostic:
    known = _errors(others)
    return replace(found, fixes=tuple(fix for fix in found.fixes if _leads_on(fix, found.text, known, check)))


def _leads_on(fix: Fix, text: str, known: set[tuple[str, str]], check: Check) -> bool:
    return _errors(check(fix.apply(text))) <= known


def _errors(found: Iterable[Diagnostic]) -> set[tuple[str, str]]:
    return {(each.code, each.message) for each in found if each.severity is Severity.ERROR}
