"""`everly diff`: what it says, in which zones, how it ends, and its documents."""

import json
import shlex
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from everly.jobs.cli.diff import diff
from tests.jobs.cli.runs import NOW, ROOT, Result, run, spawn
from tests.jobs.cli.test_process import modules_after

SCHEMA = json.loads((ROOT / "docs/schemas/diff.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
HOURLY, EACH_HOUR = "0 * * * *", "0 0-23 * * *"


def told(left: str, right: str, *options: str, **settings: Any) -> Result:
    return run("diff", left, right, "--now", NOW, *options, **settings)


def document(left: str, right: str, *options: str, code: int = 1) -> Any:
    """The one document on the standard output, held against the schema."""
    result = told(left, right, "--json", *options)
    assert (result.code, result.err) == (code, "")
    read = json.loads(result.out)
    VALIDATOR.validate(read)
    return read


def text(*lines: str) -> str:
    return "".join(f"{line}\n" for line in lines)


def test_equal_schedules_end_with_0_and_with_what_changes_nothing() -> None:
    assert told("daily and weekly", "weekly") == Result(
        0,
        text(
            "A: 'daily and weekly'",
            "B: 'weekly'",
            "",
            "Equal: A and B fire at the same moments.",
            "",
            "  first in both  2024-05-01 12:31:52+00:00",
            "",
            "Both fire together about 52 times a year.",
            "",
            "In A, 'daily' changes nothing beside 'weekly'.",
        ),
        "",
    )


@pytest.mark.parametrize(
    ("left", "right", "sentence", "table", "meetings"),
    [
        (
            "(0 0 25-31 * *) & fri starting 2024-01-01",
            "last fri at 00:00 starting 2024-01-01",
            "A is a subset of B: whenever A fires, B does too, and B fires at other moments as well.",
            ["  first in both    2024-01-26 00:00:00+00:00", "  first in B only  2024-02-23 00:00:00+00:00"],
            "about 11 times a year",
        ),
        (
            "daily at 09:00",
            "0 9 * * mon-fri",
            "A is a superset of B: whenever B fires, A does too, and A fires at other moments as well.",
            ["  first in both    2024-05-02 09:00:00+00:00", "  first in A only  2024-05-04 09:00:00+00:00"],
            "about 261 times a year",
        ),
        (
            "mon-wed at 09:00",
            "wed-fri at 09:00",
            "Overlapping: A and B share some moments, and each has others of its own.",
            [
                "  first in both    2024-05-08 09:00:00+00:00",
                "  first in A only  2024-05-06 09:00:00+00:00",
                "  first in B only  2024-05-02 09:00:00+00:00",
            ],
            "about 52 times a year",
        ),
        (
            "hourly until 2024-05-01 14:00",
            "every 3 hours until 2024-05-02",
            "Overlapping: A and B share some moments, and each has others of its own.",
            [
                "  first in both    2024-05-01 12:31:52+00:00",
                "  first in A only  2024-05-01 13:31:52+00:00",
                "  first in B only  2024-05-01 15:31:52+00:00",
            ],
            "only once",
        ),
        (
            "every 2 hours starting 00:00",
            "every 2 hours starting 01:00",
            "Disjoint: A and B never fire at the same moment.",
            ["  first in A only  2024-05-01 00:00:00+00:00", "  first in B only  2024-05-01 01:00:00+00:00"],
            None,
        ),
    ],
)
def test_other_relations_end_with_1_and_with_what_tells_them_apart(
    left: str, right: str, sentence: str, table: list[str], meetings: str | None
) -> None:
    often = [] if meetings is None else ["", f"Both fire together {meetings}."]
    assert told(left, right) == Result(1, text(f"A: '{left}'", f"B: '{right}'", "", sentence, "", *table, *often), "")


def test_what_rests_on_clock_changes_says_so_and_shows_each_zone() -> None:
    assert told(HOURLY, EACH_HOUR).code == 0
    result = told(HOURLY, EACH_HOUR, "--tz", "Europe/Berlin", "--in", "UTC")
    assert result.code == 1
    assert result.out.splitlines()[4:] == [
        "That is so by the clock changes that this machine's zone data knows for Europe/Berlin.",
        "",
        "                   Europe/Berlin              UTC",
        "  first in both    2024-05-01 13:00:00+02:00  2024-05-01 11:00:00+00:00",
        "  first in A only  2024-10-27 02:00:00+01:00  2024-10-27 01:00:00+00:00",
        "",
        "Both fire together about 8,765 times a year.",
    ]


def test_the_times_are_those_of_both_schedules_or_of_utc() -> None:
    arguments = ("daily at 09:00 in Asia/Tokyo", "daily at 02:00 in Europe/Berlin")
    shown = told(*arguments, "--in", "Asia/Tokyo").out.splitlines()
    assert "                   Asia/Tokyo                 Europe/Berlin" in shown
    assert "  first in B only  2024-10-28 10:00:00+09:00  2024-10-28 02:00:00+01:00" in shown
    assert told(*arguments, "--utc").out.splitlines()[-3] == "  first in B only  2024-10-28 01:00:00+00:00"


def test_equal_whatever_the_clocks_do_rests_on_no_zone() -> None:
    assert "clock changes" not in told("daily at 09:00", "0 9 * * *", "--tz", "Europe/Berlin").out


@pytest.mark.parametrize("width", [1, 20, 40, 60, 80, 200])
def test_nothing_but_a_moment_or_a_schedule_is_wider_than_the_terminal(width: int) -> None:
    arguments = (HOURLY, EACH_HOUR, "--tz", "Europe/Berlin", "--in", "America/Argentina/Buenos_Aires")
    shown = told(*arguments, settings={"COLUMNS": str(width)}).out
    wide = told(*arguments, settings={"COLUMNS": "200"}).out
    longest = max(map(len, shown.splitlines()))
    assert longest <= max(width, 2 + 2 + 25 + 2 + len("America/Argentina/Buenos_Aires"))
    assert sorted(shown.split()) == sorted(wide.split()) or width < 80
    for moment in ("2024-10-27 02:00:00+01:00", "2024-10-26 22:00:00-03:00"):
        assert moment in shown


def test_one_of_the_two_may_stand_on_the_standard_input() -> None:
    assert told("-", "daily", stdin=b"daily\n").code == 0
    assert told("daily", "-", stdin=b"weekly\n").code == 1


def test_both_faults_are_told_below_which_schedule_they_are_of() -> None:
    result = told("daily adn mon", "daily & feb 30")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("schedule A:\nerror[E108]: unknown word 'adn'\n  |\n  | daily adn mon\n")
    assert "\n\nschedule B:\nerror[E202]: February has no day 30\n" in result.err
    assert told("daily", "mon").err.startswith("schedule B:\nerror[E113]: ")


def test_a_warning_says_which_schedule_it_is_of() -> None:
    result = told("monthly starting 2024-01-31", "monthly starting 2024-01-31")
    assert result.code == 0
    assert [line for line in result.err.splitlines() if line.startswith(("schedule", "warning"))] == [
        "schedule A:",
        "warning[W402]: 'monthly' counts from a day 31, and uses the last day of months without it",
        "schedule B:",
        "warning[W402]: 'monthly' counts from a day 31, and uses the last day of months without it",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "missing argument A: two schedules are compared"),
        (["daily"], "missing argument B: two schedules are compared"),
        (["daily", "and", "weekly"], "unexpected 'weekly' after two schedules; quote each as one argument"),
        (["-", "-"], "only one of the two schedules can be read from the standard input"),
        (["daily", "daily", "--now", "soonish"], "--now: "),
        (["daily", "daily", "--tz", "Europe/Berln"], "invalid value for '--tz': unknown time zone 'Europe/Berln'"),
    ],
)
def test_a_fault_of_the_command_line_ends_with_2(arguments: list[str], message: str) -> None:
    result = run("diff", *arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("Usage: everly diff [OPTIONS] A B\n")
    assert f"\nerror: {message}" in result.err


def test_colour_is_used_when_asked_for() -> None:
    assert told("daily", "weekly", "--color", "always").out.startswith("\x1b[1mA: 'daily'\x1b[0m\n")
    assert "\x1b" not in told("daily", "weekly").out
    assert told("dayly", "weekly", "--color", "always").err.startswith("\x1b[1mschedule A:\x1b[0m\n")


def test_nothing_in_a_schedule_moves_the_cursor() -> None:
    result = told("-", "weekly", stdin=b"daily\n\t& weekly")
    assert (result.code, result.out.splitlines()[0]) == (0, "A: 'daily  & weekly'")
    assert "\x1b" not in told("-", "weekly", stdin=b"daily\x1b[31m").err


def test_the_document_holds_the_relation_its_proofs_and_both_schedules() -> None:
    found = document(HOURLY, f"{EACH_HOUR} & !feb | hourly starting 2024-01-01", "--tz", "Europe/Berlin", "--in", "UTC")
    assert (found["version"], found["timezone"], found["relation"]) == (1, "Europe/Berlin", "subset")
    assert found["a"] == {
        "schedule": HOURLY,
        "canonical": HOURLY,
        "timezone": "Europe/Berlin",
        "redundant": [],
        "unsettled": [],
        "warnings": [],
    }
    assert found["first"]["only_a"] is None
    assert found["first"]["only_b"] == {
        "time": "2024-01-01T00:00:00+01:00",
        "instant": 1704063600,
        "in": {"UTC": "2023-12-31T23:00:00+00:00"},
    }
    assert found["zones"] == ["Europe/Berlin"]


def test_the_document_says_how_often_both_fire() -> None:
    often = document("every 2 weeks starting 2024-01-01", "daily starting 2024-01-08")["meetings"]
    assert (often["first"]["time"], often["last"], often["total"]) == ("2024-01-15T00:00:00+00:00", None, None)
    assert (often["in_400_years"], often["yearly"], often["zones"]) == (10436, 365.2425 / 14, [])
    ended = document("daily & 2024", "mon at 12:31:52")["meetings"]
    assert (ended["total"], ended["yearly"], ended["last"]["time"]) == (35, None, "2024-12-30T12:31:52+00:00")
    assert document("hourly starting 00:00", "hourly starting 00:30")["meetings"] is None


def test_the_document_of_equals_names_what_is_redundant() -> None:
    found = document("daily and weekly", "weekly", code=0)
    assert (found["relation"], found["first"]["only_a"], found["first"]["only_b"]) == ("equal", None, None)
    assert found["a"]["redundant"] == [{"operand": "daily", "because": ["weekly"]}]


MANY = " | ".join(f"{minute % 60} {minute // 60} * * *" for minute in range(70))
CLOCKED = " | ".join(f"every {period} seconds & mon & {hour:02}:00-{hour}:59" for hour, period in ((10, 61), (11, 67)))


def test_parts_that_were_not_tried_are_said_to_be_so() -> None:
    assert "In A, 70 parts were not tried for whether anything changes without: that could take long." in told(
        MANY, "daily"
    ).out.replace("\n", " ")
    assert document(MANY, "daily")["a"]["unsettled"] == MANY.split(" | ")
    assert "not tried" not in told(CLOCKED, "daily").out


@pytest.mark.parametrize(("left", "right", "faulty"), [("dayly", "daily", "a"), ("daily", "mon", "b"), ("", "", "ab")])
def test_a_fault_is_a_document_too(left: str, right: str, faulty: str) -> None:
    found = document(left, right)
    assert "".join(side for side in "ab" if "errors" in found[side]) == faulty
    assert (found["a"]["schedule"], found["b"]["schedule"]) == (left, right)


def test_the_schema_is_one_and_shares_its_parts_with_the_other() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    other = json.loads((ROOT / "docs/schemas/show-schedule.json").read_text(encoding="utf-8"))
    for name in set(SCHEMA["$defs"]) & set(other["$defs"]) - {"result", "fault"}:
        assert SCHEMA["$defs"][name] == other["$defs"][name], name


@pytest.mark.parametrize("damage", [{"version": 2}, {"relation": "similar"}, {"first": {}}, {"a": {"schedule": "x"}}])
def test_the_schema_refuses_what_is_wrong(damage: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate({**document("daily", "weekly"), **damage})


def test_it_imports_no_apscheduler_and_its_help_nothing_of_the_language(tmp_path: Path) -> None:
    loaded = modules_after(tmp_path, "diff", "daily and weekly", "weekly", "--json")
    assert "everly.scheduling.decisions.comparison" in loaded
    assert {"apscheduler", "sqlalchemy", "anyio", "attr", "lark"} & loaded == set()
    assert "everly.scheduling" not in modules_after(tmp_path, "diff", "--help")


def test_as_a_process_its_exit_code_tells_equal_from_different(tmp_path: Path) -> None:
    assert spawn("diff", "daily", "every 24 hours", cwd=tmp_path).returncode == 0
    assert spawn("diff", "daily", "-", cwd=tmp_path, stdin=b"weekly").returncode == 1


def test_every_example_of_the_help_runs() -> None:
    examples = [line.strip() for line in (diff.epilog or "").split("\n") if line.strip().startswith("everly ")]
    assert len(examples) == 3
    for example in examples:
        result = run(*shlex.split(example)[1:])
        assert (result.code in (0, 1), bool(result.out), result.err) == (True, True, ""), example
