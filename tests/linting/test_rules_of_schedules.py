"""What holds of every rule about one schedule, whatever the schedule."""

from hypothesis import given, settings
from hypothesis import strategies as st

from everly import ScheduleError, compile_schedule, print_schedule
from everly.grammar.diagnostics import Diagnostic
from everly.grammar.tree import Schedule
from everly.linting.dialects import Dialect
from everly.linting.rule import Rule, Subject
from everly.linting.rules import RULES
from everly.scheduling.testing import cron_lines, schedule_texts
from tests.firings import firings
from tests.linting.judge import NOW

_CRON_TEXTS = cron_lines().map(lambda cron: print_schedule(Schedule(cron)))
_SPELT = _CRON_TEXTS.flatmap(
    lambda text: st.sampled_from((text, text.upper(), text.replace("-", " to "), f"({text})", f"{text} in Asia/Tokyo"))
)
_WORDS = st.sampled_from(
    (
        "annually beginning Sept 5 2024",
        "every 1 days at 9am",
        "every 3 hour starting in 5 min",
        "mon thru fri at 09:00 ending 2030-01-01 in America/New_York",
        "(every 60 min | 0 0 */2 * mon) except 0 0 13 * fri",
    )
)
_TEXTS = st.one_of(_SPELT, _WORDS, schedule_texts())


def _found(text: str, dialect: Dialect) -> list[Diagnostic]:
    try:
        subject = Subject(compile_schedule(text, now=NOW), dialect=dialect)
    except ScheduleError:
        return []
    return [each for rule in RULES if isinstance(rule, Rule) for each in rule.check(subject)]


@given(text=_TEXTS, dialect=st.sampled_from(Dialect))
@settings(max_examples=80)
def test_spans_lie_in_the_text_and_messages_quote_it(text: str, dialect: Dialect) -> None:
    for each in _found(text, dialect):
        assert each.text == text
        for label in (each.label, *each.related):
            assert 0 <= label.span.start < label.span.end <= len(text)
            assert label.span.of(text).strip(" \t\r\n") == label.span.of(text)
        assert each.message[0] in "'0123456789a" or each.message[0].islower()
        assert not each.message.endswith(".")


@given(text=_TEXTS, dialect=st.sampled_from(Dialect))
@settings(max_examples=80)
def test_safe_fixes_keep_the_firings(text: str, dialect: Dialect) -> None:
    for each in _found(text, dialect):
        for fix in each.fixes:
            after = compile_schedule(fix.apply(text), now=NOW)
            if fix.is_safe:
                assert firings(after, 40) == firings(compile_schedule(text, now=NOW), 40)


@given(text=_TEXTS)
@settings(max_examples=40)
def test_safe_fixes_mend_what_they_are_for(text: str) -> None:
    for each in _found(text, Dialect.EVERLY):
        for fix in each.fixes:
            if fix.is_safe:
                again = _found(fix.apply(text), Dialect.EVERLY)
                assert len([other for other in again if other.kind is each.kind]) < len(
                    [other for other in _found(text, Dialect.EVERLY) if other.kind is each.kind]
                )


def test_rules_stand_in_the_order_of_their_codes_and_are_named_like_their_modules() -> None:
    codes = [rule.kind.code for rule in RULES]
    assert codes == sorted(set(codes))
    modules = [rule.check.__module__.rpartition(".")[2] for rule in RULES]
    assert modules == [rule.kind.name.replace("-", "_") for rule in RULES]
