"""What the compiler and the rules have to say of a schedule."""

from datetime import datetime

import pytest

from everly import ScheduleError, compile_schedule
from everly.grammar.diagnostics import Diagnostic
from everly.linting.dialects import Dialect
from everly.linting.rule import Rule, Subject
from everly.linting.rules import RULES
from everly.scheduling.compiler import Compiled
from tests.linting.judge import NOW


def compiled(text: str, zone: str = "UTC", now: datetime = NOW) -> Compiled:
    return compile_schedule(text, now=now, timezone=zone)


def refused(text: str) -> Diagnostic:
    with pytest.raises(ScheduleError) as caught:
        compiled(text)
    return caught.value.diagnostics[0]


def said(text: str, dialect: Dialect = Dialect.EVERLY, zone: str = "UTC") -> set[str]:
    """The names of all that the compiler and the rules have to say of a schedule."""
    try:
        subject = Subject(compiled(text, zone), dialect=dialect)
    except ScheduleError as error:
        return {each.name for each in error.diagnostics}
    ruled = (each for rule in RULES if isinstance(rule, Rule) for each in rule.check(subject))
    return {each.name for each in (*subject.compiled.warnings, *ruled)}


def fixes(text: str) -> list[str]:
    return [fix.apply(text) for fix in refused(text).fixes]
