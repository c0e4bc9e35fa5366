"""What makes a fix safe, judged by listings of firings and by a second reading of the tree."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import Fix, ScheduleError
from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.repairs import difference
from everly.grammar.tree import And, Except, Expr, Or, Schedule
from everly.linting.proofs import proved
from everly.linting.rule import Rule, Subject
from everly.linting.rules import RULES, day_or_weekday
from everly.linting.settings import Settings
from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.engine.algebra import union
from everly.scheduling.engine.civil import MAX_INSTANT
from everly.scheduling.simplify import places, simplify
from everly.scheduling.simplify.trees import parts
from everly.scheduling.testing import schedules
from everly.scheduling.zone_names import find_zone
from tests.linting.rules.judged import NOW, subject
from tests.scheduling.oracle import fires
from tests.scheduling.simplify import dense

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ENDS = (
    "",
    "",
    " starting 00:00",
    " starting mon 14:00",
    " starting tomorrow",
    " starting 2023-05-01",
    " starting now",
)
_FIRST, _LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
_ZONES = st.sampled_from(("UTC", "UTC", "+05:30", "Europe/Berlin", "America/Sao_Paulo"))
_LATER = st.integers(-400 * 86400, 400 * 86400)


def safe(text: str, other: str, zone: str = "UTC", now: datetime = NOW) -> bool:
    return proved(Fix("instead", difference(text, other)), subject(text, zone=zone, now=now)).is_safe


def texts() -> st.SearchStrategy[str]:
    """Schedules in which much can be left out, some with a beginning that depends on the time."""
    return st.builds(_with_end, dense.pairs() | dense.schedules(2), st.sampled_from(_ENDS))


def _with_end(schedule: Schedule, end: str) -> str:
    printed = print_schedule(schedule)
    return printed + (end if parse(printed, limited=False).is_bare else "")


def compiled(text: str, zone: str, now: datetime) -> Compiled:
    try:
        return compile_schedule(text, now=now, timezone=zone)
    except ScheduleError:
        reject()


def check_same(text: str, other: str, zone: str, now: datetime) -> None:
    """That two schedules have the same firings at first, a year later, and by the second reading of the tree."""
    try:
        one = compile_schedule(text, now=now, timezone=zone)
    except ScheduleError:
        with pytest.raises(ScheduleError):
            compile_schedule(other, now=now, timezone=zone)
        return
    two = compile_schedule(other, now=now, timezone=zone)
    for begin in (one.now - 3 * 86400, one.now + 366 * 86400):
        listed = list(islice(one.instants.between(begin, MAX_INSTANT), 20))
        assert list(islice(two.instants.between(begin, MAX_INSTANT), 20)) == listed
        near = {*listed[:3], *(each + 3600 for each in listed[:2]), *range(begin, begin + 90_000, 30_000)}
        assert [_fires(one, each) for each in near] == [_fires(two, each) for each in near]


def _fires(schedule: Compiled, instant: int) -> bool:
    here, there = (_EPOCH + timedelta(seconds=each) for each in (schedule.now, instant))
    return fires(schedule.resolved, here, schedule.default_zone.tzinfo, there)


def shortened(schedule: Schedule) -> list[Schedule]:
    """The schedule without one of its operands, in each way."""
    return [Schedule(each, schedule.starting, schedule.until, schedule.zone) for each in _shorter(schedule.expr)]


def _shorter(expr: Expr) -> list[Expr]:
    match expr:
        case And(operands) | Or(operands):
            return list(operands)
        case Except(base):
            return [base, *_shorter(base)]
        case _:
            return list(parts(expr)) if isinstance(expr, Schedule) else []


@settings(max_examples=60)
@given(texts(), _ZONES, _LATER)
def test_every_fix_of_a_rule_that_is_safe_keeps_the_firings_at_any_moment(text: str, zone: str, later: int) -> None:
    about = Subject(compiled(text, zone, NOW))
    checks = [rule.check for rule in RULES if isinstance(rule, Rule)]
    fixes = [fix for check in checks for found in check(about) for fix in found.fixes if fix.is_safe]
    for mended in {fix.apply(text) for fix in fixes}:
        for now in (NOW, NOW + timedelta(seconds=later)):
            check_same(text, mended, zone, now)


@settings(max_examples=60)
@given(texts(), _ZONES, _LATER, st.data())
def test_what_is_proved_without_an_operand_is_so_at_any_moment(
    text: str, zone: str, later: int, data: st.DataObject
) -> None:
    ways = shortened(parse(text, limited=False))
    assume(ways)
    other = print_schedule(data.draw(st.sampled_from(ways)))
    about = Subject(compiled(text, zone, NOW))
    if proved(Fix("instead", difference(text, other)), about).is_safe:
        for now in (NOW, NOW + timedelta(seconds=later)):
            check_same(text, other, zone, now)


@settings(max_examples=60)
@given(texts(), _ZONES)
def test_what_simplifying_gives_is_proved(text: str, zone: str) -> None:
    about = Subject(compiled(text, zone, NOW))
    other = print_schedule(simplify(about.compiled.schedule, timezone=about.compiled.default_zone.tzinfo))
    assume(len(text) < 1000)
    assert proved(Fix("instead", difference(text, other)), about).is_safe


@settings(max_examples=150)
@given(texts() | schedules(2).map(print_schedule), _ZONES, st.sampled_from((NOW, NOW, _FIRST, _LAST)))
def test_findings_stand_on_the_text_that_they_speak_of(text: str, zone: str, now: datetime) -> None:
    about = Subject(compiled(text, zone, now), Settings(minimum_interval=600))
    for rule in RULES:
        for found in rule.check(about) if isinstance(rule, Rule) else ():
            places = [found.span, *(label.span for label in found.related)]
            assert all(0 <= each.start < each.end <= len(text) for each in places)
            assert all(each.of(text) == each.of(text).strip() for each in places)
            edits = sorted(edit.span for fix in found.fixes for edit in fix.edits)
            assert all(0 <= each.start <= each.end <= len(text) for each in edits)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("daily at 12 AM", "daily at 00:00"),
        ("Every 1 Day AT 9am", "daily at 09:00"),
        ("hourly starting tomorrow", "hourly starting TOMORROW"),
        ("0 9 * * mon-fri", "mon-fri at 09:00"),
        ("0 9 * * 1-5 starting tomorrow", "mon-fri at 09:00 starting tomorrow"),
        ("daily or 0 9 * * mon", "daily or mon at 09:00"),
        ("every 2 weeks on (mon or tue)", "every 2 weeks on mon,tue"),
        ("daily except 0 9 * * mon", "daily except mon at 09:00"),
        ("hourly or 0 14 * * * starting 00:00", "hourly starting 00:00"),
        ("hourly & mon-sun starting in 3 days", "hourly starting in 3 days"),
        ("daily at 09:00", "daily at 09:00 in UTC"),
        ("every 2 hours & hourly", "every 2 hours"),
    ],
)
def test_what_holds_whatever_the_time_is_is_safe(text: str, other: str) -> None:
    assert safe(text, other)
    assert safe(other, text)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("hourly or 0 14 * * *", "hourly"),
        ("daily", "0 9 * * *"),
        ("daily", "daily starting 09:00"),
        ("daily & 09:00-17:00", "daily"),
        ("every 7 hours starting 09:00", "every 7 hours starting 2024-05-01 09:00"),
        ("weekly", "weekly on wed"),
    ],
)
def test_what_holds_at_one_moment_only_is_not_safe(text: str, other: str) -> None:
    now = datetime(2024, 5, 1, 9, 0, tzinfo=UTC)
    one, two = (compile_schedule(each, now=now).instants for each in (text, other))
    first = [list(islice(each.between(0, MAX_INSTANT), 50)) for each in (one, two)]
    assert first[0] == first[1]
    assert not safe(text, other, now=now)


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("daily at 09:00", "daily at 09:01"),
        ("daily at 09:00", "daily at 09:00 until 2100-01-01"),
        ("0 0-23 * * *", "0 * * * *"),
        ("daily", "dayly"),
        ("daily at 09:00", "daily at 09:00 in Nowhere"),
        ("hourly", "hourly & 31 feb"),
    ],
)
def test_what_changes_the_firings_or_is_no_schedule_is_not_safe(text: str, other: str) -> None:
    assert not safe(text, other, "Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("daily except dec 25", "daily except dec 26"),
        ("daily at 09:00 & !dec 25", "daily at 09:00 & !dec 26"),
        ("every 2 weeks on wed", "every 2 weeks on (wed & 2024-2099)"),
        ("every 2 weeks at 09:00 in +02:00", "every 2 weeks at 09:00 in Europe/Berlin"),
        ("daily at 09:00 in +02:00", "daily at 09:00 in Europe/Berlin"),
        ("daily or mon at 09:00", "daily or (mon & !dec 25) at 09:00"),
        ("hourly until 2030-01-01", "hourly until 2030-01-02"),
        ("hourly & 2024-2030", "hourly & 2024-2031"),
    ],
)
def test_what_changes_the_firings_late_is_not_safe(text: str, other: str) -> None:
    one, two = (compile_schedule(each, now=NOW).instants for each in (text, other))
    first = [list(islice(each.between(0, MAX_INSTANT), 3)) for each in (one, two)]
    assert first[0] == first[1]
    assert not safe(text, other)


def test_a_default_zone_counts_where_the_schedule_names_none() -> None:
    assert safe("daily at 09:00", "daily at 09:00 in Europe/Berlin", "Europe/Berlin")
    assert not safe("daily at 09:00", "daily at 09:00 in UTC", "Europe/Berlin")
    assert not safe("daily at 09:00 in Europe/Berlin", "daily at 09:00", "UTC")


def test_a_fix_that_was_said_to_be_safe_is_asked_about_again() -> None:
    about = subject("daily at 09:00")
    assert not proved(Fix("instead", difference("daily at 09:00", "daily at 10:00"), is_safe=True), about).is_safe


def test_where_a_proof_takes_too_much_work_nothing_is_proved(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four steps that each meet a clock: to take one out of the others is work, which is counted and not begun."""
    text = "every 7 hours & mon | every 11 hours & tue | every 13 hours & wed | every 17 hours & thu"
    schedule = parse(f"{text} starting 2024-01-01 in America/New_York")
    place = places.top(find_zone("UTC")).inside(schedule)
    assert place is not None
    first, *others = map(place.meaning, parts(schedule.expr))
    monkeypatch.setattr(places, "difference", lambda *_: pytest.fail("asked"))
    assert not place.is_part(first, union(others))


def test_in_a_long_text_fixes_are_not_tried_one_by_one() -> None:
    texts = [" or ".join(f"{each} 0 13 * fri" for each in range(number)) for number in (2, 50)]
    assert [len(next(iter(day_or_weekday.RULE.check(subject(text)))).fixes) for text in texts] == [1, 0]
