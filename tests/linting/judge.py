"""What rules say of schedules that are loaded at midnight, for their tests."""

from datetime import UTC, datetime

from everly.grammar.diagnostics import Diagnostic
from everly.linting.dialects import Dialect
from everly.linting.embedded import embedded_at
from everly.linting.rule import Crossing, FileRule, Neighbour, Rule, Subject
from tests.linting.rules import judged

NOW = datetime(2024, 5, 1, tzinfo=UTC)


def subject(text: str, dialect: Dialect = Dialect.EVERLY, zone: str = "UTC", now: datetime = NOW) -> Subject:
    return judged.subject(text, zone=zone, now=now, dialect=dialect)


def found(rule: Rule, text: str, dialect: Dialect = Dialect.EVERLY, zone: str = "UTC") -> list[Diagnostic]:
    """The findings of a rule, each of its kind and about the text."""
    diagnostics = judged.judged(rule, subject(text, dialect, zone))
    assert all(each.kind is rule.kind and each.text == text for each in diagnostics)
    return diagnostics


def only(rule: Rule, text: str, dialect: Dialect = Dialect.EVERLY, zone: str = "UTC") -> Diagnostic:
    """The one finding of a rule."""
    (diagnostic,) = found(rule, text, dialect, zone)
    return diagnostic


def mended(rule: Rule, text: str, dialect: Dialect = Dialect.EVERLY) -> list[tuple[str, bool]]:
    """What the fixes of the one finding give, and whether each is safe."""
    return judged.fixed(only(rule, text, dialect))


def across(rule: FileRule, *texts: str) -> list[Crossing]:
    """The findings of a rule about the schedules of a file."""
    neighbours = [Neighbour(subject(text), embedded_at(text, 0)) for text in texts]
    return list(rule.check(neighbours))
