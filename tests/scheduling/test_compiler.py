from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from everly.grammar.tree import Or, Schedule
from everly.scheduling import compiler
from everly.scheduling.compiler import compile_schedule, compile_tree
from everly.scheduling.decisions import spread
from everly.scheduling.engine.zones import Zone
from everly.scheduling.explanation.sentence import explain
from everly.scheduling.preview import preview
from everly.scheduling.zone_names import ZoneError, find_zone
from tests.firings import firings, instant

_NOW = datetime(2024, 5, 1, 12, 31, 52, tzinfo=UTC)
_UTC = Zone("UTC", UTC)


def test_compiled_schedule_keeps_what_was_written_and_what_it_means() -> None:
    text = "daily starting tomorrow 10:00"
    compiled = compile_schedule(text, now=_NOW)
    assert compiled.text == text
    assert compiled.schedule == parse(text)
    assert print_schedule(compiled.resolved) == "daily starting 2024-05-02 10:00"
    assert compiled.zone == _UTC
    assert compiled.now == instant(_NOW)
    assert compiled.anchor == instant(datetime(2024, 5, 2, 10, tzinfo=UTC))
    assert compiled.warnings == ()


def test_now_is_the_anchor_where_no_beginning_is_stated_and_is_cut_to_the_second() -> None:
    compiled = compile_schedule("hourly", now=_NOW + timedelta(microseconds=999_999))
    assert compiled.anchor == compiled.now == instant(_NOW)
    assert compiled.instants.contains(instant(_NOW))


def test_now_before_the_epoch_is_cut_downwards() -> None:
    compiled = compile_schedule("hourly", now=datetime(1969, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC))
    assert compiled.now == -1


def test_now_may_be_given_in_any_zone_without_becoming_the_zone_of_the_schedule() -> None:
    compiled = compile_schedule("daily at 09:00", now=_NOW.astimezone(ZoneInfo("Asia/Tokyo")))
    assert firings(compiled, 1) == ["2024-05-02T09:00:00+00:00"]


@pytest.mark.parametrize("zone", ["Europe/Berlin", ZoneInfo("Europe/Berlin")])
def test_zone_may_be_a_name_or_a_tzinfo(zone: str | ZoneInfo) -> None:
    compiled = compile_schedule("daily at 09:00", now=_NOW, timezone=zone)
    assert compiled.zone.name == "Europe/Berlin"
    assert firings(compiled, 1) == ["2024-05-02T09:00:00+02:00"]


def test_fixed_offset_is_a_zone() -> None:
    compiled = compile_schedule("daily at 09:00", now=_NOW, timezone=timezone(timedelta(hours=5, minutes=30)))
    assert firings(compiled, 1) == ["2024-05-02T09:00:00+05:30"]


def test_zone_in_the_text_wins_over_the_given_one() -> None:
    compiled = compile_schedule("daily at 09:00 in Asia/Tokyo", now=_NOW, timezone="Europe/Berlin")
    assert compiled.zone.name == "Asia/Tokyo"


def test_now_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone: pass an aware datetime"):
        compile_schedule("daily", now=datetime(2024, 5, 1))


def test_unknown_zone_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(ZoneError, match="Europe/Berlin"):
        compile_schedule("daily", now=_NOW, timezone="Europe/Berlni")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("every 5 fortnite", "unknown-word"),
        ("daily starting 2024-02-30", "impossible-date"),
        ("daily in Europe/Berlni", "unknown-zone"),
        ("mon-fri", "window-alone"),
        ("daily & sat & mon-fri", "never-fires"),
        ("daily until 2024-04-30", "ends-before-start"),
    ],
)
def test_every_stage_refuses_with_a_diagnostic(text: str, name: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        compile_schedule(text, now=_NOW)
    assert [found.name for found in caught.value.diagnostics] == [name]


# All of it is taken away, which nobody sees but who asks about each of them, or lays them out.
TAKEN = """(every 122 minutes & mon | every 183 minutes & tue | every 244 minutes & wed | every 305 minutes & thu
| every 366 minutes & fri) except every 61 minutes & mon-fri"""


def _named(text: str) -> str | None:
    """The finding that a text is refused with."""
    try:
        compile_schedule(text, now=_NOW)
    except ScheduleError as error:
        return error.diagnostics[0].name
    return None


def test_what_bounded_work_does_not_tell_is_neither_guessed_nor_taken_for_never(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    never, once = f"({TAKEN}) until 2025-01-01", f"(({TAKEN}) | jul 4 at 10:00) until 2025-01-01"
    monkeypatch.setattr(spread, "MOST_STEPS", 80)
    assert (_named(never), _named(once)) == ("never-fires", None)
    monkeypatch.setattr(spread, "MOST_WORK", 0)
    # That one branch fires is known without a search, whatever the other does.
    assert (_named(never), _named(once)) == ("too-much-work", None)
    with pytest.raises(ScheduleError, match=r"(?s)takes too much work to find out.*say it with fewer, or as several"):
        compile_schedule(never, now=_NOW)


def test_warnings_and_fixes_that_take_too_much_work_are_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    dead = compile_schedule("hourly | every 7 hours & mon & tue", now=_NOW)
    idle = compile_schedule("every 7 hours & mon except every 11 hours & tue", now=_NOW)
    assert [[each.name for each in made.warnings] for made in (dead, idle)] == [["dead-branch"], ["idle-except"]]
    monkeypatch.setattr(compiler, "_MOST_WORK", 0)
    assert (dead.warnings, idle.warnings) == ((), ())


def test_warnings_of_all_stages_are_kept() -> None:
    compiled = compile_schedule("(daily starting 01/02/2024) | (monthly starting 2024-01-31)", now=_NOW)
    assert [warning.name for warning in compiled.warnings] == ["ambiguous-date", "short-month"]


def test_resolved_schedule_compiles_to_the_same_firings_whatever_the_time_is() -> None:
    text = "every 13 hours & mon-fri starting tomorrow 10:00 until in 2 months in America/New_York"
    first = compile_schedule(text, now=_NOW)
    again = compile_schedule(print_schedule(first.resolved), now=_NOW + timedelta(days=9), timezone="Asia/Tokyo")
    assert firings(first, 1000) == firings(again, 1000)
    assert again.resolved == first.resolved


def test_operand_of_a_tree_compiles_on_its_own() -> None:
    text = "hourly | (daily at 09:00 in Asia/Tokyo)"
    union = parse(text).expr
    assert isinstance(union, Or)
    operand = union.operands[1]
    assert isinstance(operand, Schedule)
    compiled = compile_tree(operand, text, now=instant(_NOW), zone=find_zone("UTC"))
    assert firings(compiled, 1) == ["2024-05-02T09:00:00+09:00"]


@pytest.mark.parametrize(
    "now",
    [
        datetime(1, 1, 1, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14))),  # before the first instant of UTC
        datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC),
    ],
)
def test_ends_of_the_calendar_are_no_error(now: datetime) -> None:
    for text in ("hourly", "* * * * * *", "daily | secondly"):
        compiled = compile_schedule(text, now=now)
        assert compiled.instants.ceil(compiled.now) == compiled.now
        assert compiled.instants.floor(compiled.now - 1) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("daily at 00:00 & mon-fri", "0 0 * * mon-fri"),
        ("hourly starting 00:00", "every 60 minutes starting 00:00"),
        ("(every 2 hours starting 00:00) | (every 2 hours starting 01:00)", "hourly starting 00:00"),
        ("(daily starting 00:00) | (daily starting 12:00)", "every 12 hours starting 00:00"),
        ("every 7 minutes", "every 7 minutes | every 21 minutes"),
    ],
)
def test_schedules_that_mean_the_same_are_equal_and_have_equal_hashes(one: str, other: str) -> None:
    left, right = (compile_schedule(text, now=_NOW) for text in (one, other))
    assert left == right
    assert hash(left) == hash(right)
    assert len({left, right}) == 1


@pytest.mark.parametrize(
    "other",
    [
        compile_schedule("daily at 09:01", now=_NOW),
        compile_schedule("daily at 09:00 & mon-sat", now=_NOW),
        compile_schedule("daily at 09:00 until 9998-12-31", now=_NOW),
        compile_schedule("daily at 09:00", now=_NOW + timedelta(seconds=1)),
        compile_schedule("daily at 11:00 in +02:00", now=_NOW),
        compile_schedule("(daily at 09:00 & mon-sun) | (daily at 09:00 & mon in Asia/Tokyo)", now=_NOW),
        "daily at 09:00",
    ],
)
def test_schedules_that_say_something_else_are_not_equal(other: object) -> None:
    assert compile_schedule("daily at 09:00", now=_NOW) != other


def test_the_zone_that_shows_the_firings_is_no_other_zone() -> None:
    """By the clock of Berlin, which moves by whole hours, both fire at each."""
    texts = "hourly", "52 31 * * * *"
    left, right = (compile_schedule(text, now=_NOW, timezone="Europe/Berlin") for text in texts)
    assert left == right
    assert hash(left) == hash(right)


def test_equal_schedules_have_equal_previews_and_explanations_though_marks_and_spellings_differ() -> None:
    texts = "30 2 * * * | 0 3 * * *", "0 3 * * * | (30 2 * * * except last sun of mar)"
    left, right = (compile_schedule(text, now=_NOW, timezone="Europe/Berlin") for text in texts)
    assert left == right
    assert preview(left, count=800) == preview(right, count=800)
    marks = [[firing.mark for firing in preview(each, count=800).firings] for each in (left, right)]
    assert marks[0] != marks[1]
    assert explain(left) == explain(right)
    assert explain(left).canonical != explain(right).canonical
