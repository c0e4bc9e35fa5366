from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from everly.scheduling.compiler import compile_schedule
from everly.scheduling.decisions import redundancy
from everly.scheduling.decisions.redundancy import Unsettled, quick_redundancies, redundancies
from everly.scheduling.decisions.spread import has_none, plain
from everly.scheduling.engine import laid
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.engine.zones import Piece, Zone

NOW = datetime(2024, 1, 1, tzinfo=UTC)


def told(text: str, timezone: str = "UTC") -> list[tuple[str, list[str], tuple[str, ...]]]:
    """The redundant operands as written, with those that make them so, and the zones it rests on."""
    return [
        (found.operand.span.of(text), [each.span.of(text) for each in found.because], found.zones)
        for found in redundancies(compile_schedule(text, now=NOW, timezone=timezone))
    ]


@pytest.mark.parametrize(
    ("text", "operand", "because"),
    [
        ("daily and weekly", "daily", ["weekly"]),
        ("daily | weekly", "weekly", ["daily"]),
        ("hourly & 00:00-23:59", "00:00-23:59", ["hourly"]),
        ("mon-fri at 09:00 except sat", "sat", ["mon-fri at 09:00"]),
        ("every 2 hours | every 3 hours | every 6 hours", "every 6 hours", ["every 2 hours"]),
        ("every 6 hours | every 4 hours | hourly & 00:00-11:59 | hourly & 12:00-23:59", "every 6 hours", None),
        ("0 9 * * mon-fri & !weekends", "!weekends", ["0 9 * * mon-fri"]),
        ("mon-fri at 09:00 & (jan-jun | jul-dec)", "(jan-jun | jul-dec)", None),
        ("daily | hourly & 2030 until 2025-01-01", "hourly & 2030", ["daily"]),
        (
            "hourly | (secondly until 2024-02-01 00:00) starting 2024-02-01",
            "secondly until 2024-02-01 00:00",
            ["hourly"],
        ),
        ("daily except 2023", "2023", ["daily"]),
        ("daily at 09:00 except (sat | sat & jan)", "sat & jan", ["sat"]),
        ("hourly except (every 2 hours | every 4 hours) except (sun & !mon)", "every 4 hours", ["every 2 hours"]),
        ("hourly except (every 2 hours | every 4 hours) except (sun & !mon)", "!mon", ["sun"]),
        ("daily except last sun except weekends", "last sun", ["weekends"]),
        ("((daily except sun) except fri) except (sat | sun)", "sun", ["(sat | sun)"]),
        ("hourly except (mon | tue) & 09:00-10:00 except tue except mon", "(mon | tue) & 09:00-10:00", None),
        ("daily except sun except sun", "sun", ["daily except sun"]),
        ("hourly except (daily except (4th tue & tue))", "tue", ["4th tue"]),
        ("every 7 hours & mon at 09:00 starting 2024-01-01 02:00", "every 7 hours", ["mon at 09:00"]),
    ],
)
def test_an_operand_that_changes_nothing_is_named_with_what_makes_it_so(
    text: str, operand: str, because: list[str] | None
) -> None:
    found = {each[0].strip("()"): each[1] for each in told(text)}
    assert operand.strip("()") in found
    if because is not None:
        assert found[operand.strip("()")] == because


@pytest.mark.parametrize(
    "text",
    [
        "daily",
        "daily & mon-fri",
        "secondly & mon",
        "every 2 hours | every 3 hours",
        "daily at 09:00 | mon-fri at 17:00",
        "mon-fri at 09:00 except dec 25",
        "every 7 hours & mon",
        "hourly except (every 2 hours | every 3 hours)",
        "hourly except (daily except 4th tue)",
        "hourly except mon except 00:00-11:59",
        "(hourly except mon until 2025-01-01) except sun, mon",
        "hourly except (secondly & sun)",
    ],
)
def test_operands_that_count_are_not_named(text: str) -> None:
    assert told(text) == []


def test_within_an_exception_that_takes_nothing_only_the_whole_is_named() -> None:
    assert told("mon-fri at 09:00 except (sat | sat & jan)") == [("(sat | sat & jan)", ["mon-fri at 09:00"], ())]


def test_of_two_that_make_each_other_redundant_the_later_one_is_named() -> None:
    assert told("0 9 * * * | daily at 09:00") == [("daily at 09:00", ["0 9 * * *"], ())]


def test_what_rests_on_clock_changes_names_the_zone() -> None:
    """Berlin skips 02:30 once a year, and a firing then falls on 03:00."""
    text = "daily at 02:30 except 03:00-03:59"
    assert told(text) == [("03:00-03:59", ["daily at 02:30"], ())]
    assert told(text, "Europe/Berlin") == []
    ((operand, because, zones),) = told("daily at 02:30 except 04:00-04:59", "Europe/Berlin")
    assert (operand, because, zones) == ("04:00-04:59", ["daily at 02:30"], ("Europe/Berlin",))


STEPS = " | ".join(f"every {period} minutes" for period in (7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53))
LATER = " | ".join(f"(every {period} hours starting 2024-01-01 {period:02}:00)" for period in range(2, 22))
CLOCKED = " | ".join(
    f"every {period} seconds & mon & {hour:02}:00-{hour + 8}:00"
    for hour, period in ((2, 61), (3, 67), (4, 71), (5, 73), (6, 79), (7, 83), (8, 89))
)


@pytest.mark.parametrize(
    "text", ["daily and weekly", "daily | weekly", "mon-fri at 09:00 except sat", STEPS, "every 6 hours | " + STEPS]
)
def test_a_quick_search_settles_what_is_quickly_settled(text: str) -> None:
    compiled = compile_schedule(text, now=NOW)
    assert quick_redundancies(compiled) == redundancies(compiled)


ON_CLOCKS = " | ".join(
    f"every {each} hours & {day}" for each, day in ((7, "mon"), (11, "tue"), (13, "wed"), (17, "thu"))
)
IN_ZONES = " | ".join(
    f"(daily at 0{each}:30 in {zone})" for zone in ("Asia/Tokyo", "Europe/Rome") for each in range(10)
)
OF_DAYS = " | ".join(f"every {each} days at 0{each % 10}:30" for each in (7, 11, 13, 17, 19, 23))


@pytest.mark.parametrize("text", [OF_DAYS, " | ".join([IN_ZONES] * 3)])
def test_a_quick_search_leaves_many_that_meet_on_clocks(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redundancy._Search, "changed", lambda *_: pytest.fail("asked"))
    found = quick_redundancies(compile_schedule(f"{text} starting 2024-01-01 in America/New_York", now=NOW))
    assert [each.operand.span.of(text) for each in found if isinstance(each, Unsettled)] == text.split(" | ")


@pytest.mark.parametrize("text", [LATER, " | ".join(f"{each} 9 * * *" for each in range(60)) + " | " + STEPS])
def test_a_quick_search_names_what_it_does_not_settle(text: str) -> None:
    found = quick_redundancies(compile_schedule(text, now=NOW))
    assert [each.operand.span.of(text) for each in found if isinstance(each, Unsettled)] == text.split(" | ")


@pytest.mark.parametrize(("text", "zone"), [(ON_CLOCKS, "America/New_York"), (CLOCKED, "UTC")])
def test_steps_on_clocks_are_laid_out_and_settled(text: str, zone: str) -> None:
    assert quick_redundancies(compile_schedule(text, now=NOW, timezone=zone)) == ()


def test_a_step_within_another_on_one_clock_is_redundant_in_a_zone_too() -> None:
    held = compile_schedule(f"{ON_CLOCKS} | every 14 hours & mon", now=NOW, timezone="America/New_York")
    (found,) = redundancies(held)
    assert held.text[found.operand.span.start : found.operand.span.end] == "every 14 hours & mon"


def test_inside_parts_that_are_not_settled_the_search_goes_on() -> None:
    text = LATER.replace("(every 21 hours", "(every 21 hours and every 7 hours")
    found = quick_redundancies(compile_schedule(text, now=NOW))
    assert [each.operand.span.of(text) for each in found if not isinstance(each, Unsettled)] == ["every 7 hours"]


def test_operands_that_begin_alike_are_not_cut_up() -> None:
    """Cut at a beginning each, they would come to two to the power of their number."""
    compiled = compile_schedule(" | ".join(f"every {period} minutes" for period in range(101, 141)), now=NOW)
    assert redundancies(compiled) == ()


CLOCKS = (
    "Berlin",
    "Paris",
    "Rome",
    "Madrid",
    "Vienna",
    "Prague",
    "Warsaw",
    "Zurich",
    "Oslo",
    "London",
    "Athens",
    "Sofia",
)
ON_MANY_CLOCKS = " | ".join(
    f"(every {7 + 2 * n} hours & {n}:30-23:00 in Europe/{city})" for n, city in enumerate(CLOCKS)
)


def test_the_work_of_laying_out_is_shared_among_the_operands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a schedule of as many parts takes as many times as long."""
    made = compile_schedule(ON_MANY_CLOCKS, now=NOW)
    asked: list[int] = []
    original = has_none

    def noted(instants: InstantSet, share: int) -> bool | None:
        asked.append(share)
        return original(instants, share)

    monkeypatch.setattr(redundancy, "has_none", noted)
    assert redundancies(made) == ()
    assert len(asked) >= len(CLOCKS)
    assert min(asked) >= len(CLOCKS)


def test_each_of_a_dozen_clocks_is_read_once_for_all_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    original = laid._pieces

    def noted(zone: Zone, grid: laid.Grid) -> Iterator[Piece]:
        read.append(zone.name)
        return original(zone, grid)

    monkeypatch.setattr(laid, "_pieces", noted)
    said, grid = plain(compile_schedule(ON_MANY_CLOCKS, now=NOW)), laid.Grid(1_704_067_200, 1800, 1000)
    assert laid.bits_of(said, grid) == laid.bits_of(said, grid)
    assert sorted(read) == sorted(f"Europe/{city}" for city in CLOCKS)


@pytest.mark.parametrize(
    "text",
    [
        "every 11 minutes & mon-fri",  # of which the first days show nothing
        "daily at 00:06 & !mon",
        "daily at 09:00 | sat at 10:00",
        "every 7 hours | every 5 hours & mon",
        "hourly & 2024 until 2024-06-01",
    ],
)
def test_what_a_few_instants_show_is_not_worked_out(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redundancy._Search, "changed", lambda *_: pytest.fail("asked"))
    schedule = compile_schedule(text, now=NOW)
    if "until" in text:  # the year is left only after the end, where it does not count
        with pytest.raises(pytest.fail.Exception, match="asked"):
            redundancies(schedule)
    else:
        assert redundancies(schedule) == quick_redundancies(schedule) == ()
