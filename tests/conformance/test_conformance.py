"""Every schedule of the seed page, and cron lines on which independent programs agree, with their fire times."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import compile_schedule
from tests.firings import firings, firings_back

Case = dict[str, Any]

_FOLDER = Path(__file__).parent
_NOW = datetime(2024, 5, 1, 12, 31, 52, tzinfo=UTC)

# Refused by six parsers that do not know this item, but it is Quartz's: so many days before the last day of the month.
_DAYS_BEFORE_THE_LAST = {
    "* * L-1 * *": "2024-05-30T00:00:00+00:00",
    "* * L-10 * SUN#4": "2024-05-21T00:00:00+00:00",
    "* * L-2 4 SUN#5": "2025-04-28T00:00:00+00:00",
    "* * L-28 * *": "2024-05-03T00:00:00+00:00",
    "* * L-29 * *": "2024-05-02T00:00:00+00:00",
    "* * L-30 * *": "2024-07-01T00:00:00+00:00",
}
# Lines with the same item that are well formed here, and name a day that their month never has.
_NEVER_THAT_FAR = {"* * L-29 2 *", "* * L-30 11 *"}


def _cases(name: str, part: str) -> list[Case]:
    cases: list[Case] = json.loads((_FOLDER / name).read_text("utf-8"))[part]
    return cases


def _name(case: Case) -> str:
    return " from ".join([case["expr"], *(case[key] for key in ("now", "start") if key in case), case.get("tz", "")])


_SEED = _cases("seed_cases.json", "cases")
_CRON = [case for part in ("cases", "dom_dow", "dst") for case in _cases("cron_cases.json", part)]
_INVALID = [case["expr"] for case in _cases("cron_cases.json", "invalid")]
_NEVER = [case["expr"] for case in _cases("cron_cases.json", "never")]


def test_no_case_was_lost_on_the_way() -> None:
    assert (len(_SEED), len(_CRON), len(_INVALID), len(_NEVER)) == (58, 425, 81, 2)


@pytest.mark.parametrize("case", _SEED, ids=_name)
def test_seed_schedule_fires_as_its_page_says(case: Case) -> None:
    compiled = compile_schedule(case["expr"], now=datetime.fromisoformat(case["now"]))
    # A schedule counts in whole seconds: the microseconds of now are cut, also where the page's program kept them.
    expected = [datetime.fromisoformat(each).replace(microsecond=0).isoformat() for each in case["expected"]]
    assert firings(compiled, len(expected)) == expected


@pytest.mark.parametrize("case", _CRON, ids=_name)
def test_cron_line_fires_as_other_programs_agree(case: Case) -> None:
    start = datetime.fromisoformat(case["start"])
    compiled = compile_schedule(case["expr"], now=start, timezone=case["tz"])
    expected = case["expected"]
    assert firings(compiled, len(expected), after=start) == expected
    assert firings_back(compiled, len(expected), datetime.fromisoformat(expected[-1])) == expected[::-1]


@pytest.mark.parametrize("line", [line for line in _INVALID if line not in {*_DAYS_BEFORE_THE_LAST, *_NEVER_THAT_FAR}])
def test_invalid_line_is_refused_at_a_place_in_it(line: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        compile_schedule(line, now=_NOW)
    (found,) = caught.value.diagnostics
    assert found.code[:2] in {"E1", "E2"}
    assert 0 <= found.span.start <= found.span.end <= len(line) == len(found.text)


@pytest.mark.parametrize("line", _DAYS_BEFORE_THE_LAST)
def test_line_that_others_refuse_fires_on_days_before_the_last(line: str) -> None:
    day, *_ = firings(compile_schedule(line, now=_NOW), 1, after=datetime(2024, 5, 1, 23, 59, tzinfo=UTC))
    assert line in _INVALID
    assert day == _DAYS_BEFORE_THE_LAST[line]


@pytest.mark.parametrize("line", [*_NEVER, *sorted(_NEVER_THAT_FAR)])
def test_line_that_can_never_fire_is_refused(line: str) -> None:
    with pytest.raises(ScheduleError) as caught:
        compile_schedule(line, now=_NOW)
    assert [found.name for found in caught.value.diagnostics] == ["never-fires"]
