"""`everly explain`: what it says, how it ends, and its documents."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.jobs.cli.runs import NOW, ROOT, Result, run
from tests.jobs.cli.test_process import modules_after

SCHEMA = json.loads((ROOT / "docs/schemas/explain.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def told(*arguments: str, **settings: Any) -> Result:
    return run("explain", *arguments, "--now", NOW, **settings)


def document(*arguments: str, code: int = 0) -> Any:
    """The one document on the standard output, held against the schema."""
    result = told(*arguments, "--json")
    assert (result.code, result.err) == (code, "")
    read = json.loads(result.out)
    VALIDATOR.validate(read)
    return read


def test_the_sentence_stands_above_the_canonical_text_the_zone_and_the_next_time() -> None:
    assert told("Mon-Fri AT 9am", "--tz", "Europe/Berlin") == Result(
        0,
        "At 09:00 from Monday to Friday in Europe/Berlin.\n\n"
        "  canonical  mon-fri at 09:00\n"
        "  zone       Europe/Berlin\n"
        "  next       2024-05-02 09:00:00+02:00\n",
        "",
    )


def test_what_will_not_fire_again_says_so() -> None:
    assert told("daily & 2023 starting 2023-01-01").out.endswith("  next       never again\n")


def test_a_long_sentence_is_wrapped_to_the_terminal() -> None:
    lines = told("0 0 1,15 * mon", settings={"COLUMNS": "40"}).out.split("\n")
    assert lines[:3] == ["At 00:00 on the 1st and 15th of the", "month or on Mondays.", ""]


def test_a_name_of_a_zone_is_never_cut_in_two() -> None:
    zone = "America/Argentina/ComodRivadavia"
    lines = told(f"daily at 09:00 in {zone}", settings={"COLUMNS": "20"}).out.split("\n")
    assert lines[:3] == ["At 09:00 every day", "in", f"{zone}."]


@pytest.mark.parametrize(
    "arguments",
    [
        ("hourly", "--tz", "Pacific/Kiritimati"),
        ("0 9 * * 1-5", "--tz", "Pacific/Apia"),
        ("daily at 09:00 in -23:59", "--tz", "+14:00"),
        ("every 7 hours & mon-fri | sat at 09:00",),
        ("daily & 2023 starting 2023-01-01",),
        ("monthly starting 2024-01-31",),
        ("minutely starting 9999-12-31 23:00 until 9999-12-31 23:05", "--tz", "Asia/Tokyo"),
    ],
)
def test_every_document_keeps_to_the_schema(arguments: tuple[str, ...]) -> None:
    assert document(*arguments)["explanation"].endswith(".")


@pytest.mark.parametrize(
    ("moment", "zone", "sentence"),
    [
        ("9999-12-31T23:00", "UTC", "Every minute from 23:00 to 23:59 on 31 December 9999.\n"),
        ("0001-01-01T00:00", "UTC", "Every minute.\n"),
        (
            "0001-01-01T00:00",
            "America/New_York",
            "Every minute, counted from 00:00 on 1 January 0001 in America/New_York.\n",
        ),
    ],
)
def test_the_ends_of_the_calendar_are_told_too(moment: str, zone: str, sentence: str) -> None:
    assert run("explain", "minutely", "--now", moment, "--tz", zone).out.startswith(sentence)


def test_what_never_fires_or_lies_before_now_says_why() -> None:
    never, past = told("daily & sat & mon-fri"), told("daily until 2020-01-01")
    assert (never.code, never.out, past.code, past.out) == (1, "", 1, "")
    assert never.err.startswith("error[E301]: 'sat' and 'mon-fri' exclude each other")
    assert past.err.startswith("error[E302]: the end, 2020-01-01 23:59:59, lies before now")


def test_the_schedule_may_come_from_the_standard_input() -> None:
    assert told("-", stdin=b"hourly starting 00:00\n").out.startswith("Every hour, since 1 May 2024.\n")


def test_warnings_are_told_beside_it() -> None:
    result = told("monthly starting 2024-01-31")
    assert result.code == 0
    assert result.err.startswith("warning[")


def test_a_fault_ends_with_1_as_text_and_as_a_document() -> None:
    result = told("every 2 dayz")
    assert (result.code, result.out) == (1, "")
    assert result.err.startswith("error[E108]: unknown word 'dayz'")
    (found,) = document("every 2 dayz", code=1)["errors"]
    assert found["name"] == "unknown-word"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "error: missing argument SCHEDULE\n"),
        (
            ("daily", "at", "09:00"),
            "unexpected 'at' after 'daily'; quote the schedule as one argument:\n\n  everly explain 'daily at 09:00'\n",
        ),
        (("hourly", "daily"), "error: unexpected 'daily' after 'hourly'; explain one schedule at a time\n"),
        (("daily", "--tz", "Mars/X"), "unknown time zone 'Mars/X'; write it like Europe/Berlin or +02:00\n"),
    ],
)
def test_a_wrong_use_ends_with_2(arguments: tuple[str, ...], message: str) -> None:
    result = told(*arguments)
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith(message)


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_the_document_holds_what_the_text_says() -> None:
    assert document("0 0 1,15 * mon") == {
        "version": 1,
        "schedule": "0 0 1,15 * mon",
        "canonical": "0 0 1,15 * mon",
        "timezone": "UTC",
        "now": "2024-05-01T12:31:52+00:00",
        "explanation": "At 00:00 on the 1st and 15th of the month or on Mondays.",
        "next": {"time": "2024-05-06T00:00:00+00:00", "instant": 1714953600, "in": {}},
        "warnings": [],
    }
    assert document("daily & 2023 starting 2023-01-01")["next"] is None


def test_the_definitions_are_those_of_the_other_documents() -> None:
    other = json.loads((ROOT / "docs/schemas/show-schedule.json").read_text(encoding="utf-8"))
    for name in ("moment", "time", "finding", "label", "fix", "span"):
        assert SCHEMA["$defs"][name] == other["$defs"][name]


def test_it_imports_neither_the_triggers_nor_what_reads_grammars(tmp_path: Path) -> None:
    loaded = modules_after(tmp_path, "explain", "daily & mon-fri")
    assert "everly.scheduling.explanation.sentence" in loaded
    assert {"apscheduler", "sqlalchemy", "lark", "dateutil", "zoneinfo", "everly.scheduling.triggers"} & loaded == set()
