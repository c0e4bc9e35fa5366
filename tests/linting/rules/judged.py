"""What a rule says about a schedule."""

from __future__ import annotations

from datetime import UTC, datetime

from everly.grammar.diagnostics import Diagnostic
from everly.linting.dialects import Dialect
from everly.linting.rule import Rule, Subject
from everly.linting.settings import Settings
from everly.scheduling.compiler import compile_schedule

NOW = datetime(2024, 5, 1, 12, 34, 56, tzinfo=UTC)
"""A Wednesday."""


def subject(
    text: str,
    *,
    zone: str = "UTC",
    now: datetime = NOW,
    dialect: Dialect = Dialect.EVERLY,
    interval: int | None = None,
    has_zone: bool = False,
) -> Subject:
    compiled = compile_schedule(text, now=now, timezone=zone)
    return Subject(compiled, Settings(minimum_interval=interval), dialect, has_zone)


def judged(rule: Rule, about: Subject | str) -> list[Diagnostic]:
    return list(rule.check(subject(about) if isinstance(about, str) else about))


def the_one(rule: Rule, about: Subject | str) -> Diagnostic:
    (found,) = judged(rule, about)
    assert found.kind is rule.kind
    return found


def marked(found: Diagnostic) -> str:
    """The words that a finding points at."""
    return found.span.of(found.text)


def fixed(found: Diagnostic) -> list[tuple[str, bool]]:
    """What the fixes of a finding give, and whether they are safe."""
    return [(fix.apply(found.text), fix.is_safe) for fix in found.fixes]
