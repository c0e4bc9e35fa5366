"""`--json`: the documents, and the schema that describes them."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from tests.jobs.cli.runs import show

SCHEMA = json.loads((Path(__file__).parents[3] / "docs/schemas/show-schedule.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)


def document(*arguments: str, code: int = 0) -> Any:
    """The one document on the standard output, held against the schema."""
    result = show(*arguments, "--json")
    assert (result.code, result.err) == (code, "")
    read = json.loads(result.out)
    VALIDATOR.validate(read)
    return read


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


def test_timestamps_with_their_marks_and_in_other_zones() -> None:
    schedule = "daily at 2:30 in America/New_York starting 2024-03-10"
    assert document(schedule, "2", "--in", "UTC") == {
        "version": 1,
        "schedule": schedule,
        "canonical": "daily at 02:30 starting 2024-03-10 in America/New_York",
        "timezone": "America/New_York",
        "now": "2024-05-01T08:31:52-04:00",
        "timestamps": [
            {
                "time": "2024-03-10T03:00:00-04:00",
                "instant": 1710054000,
                "mark": "shifted",
                "in": {"UTC": "2024-03-10T07:00:00+00:00"},
            },
            {
                "time": "2024-03-11T02:30:00-04:00",
                "instant": 1710138600,
                "mark": None,
                "in": {"UTC": "2024-03-11T06:30:00+00:00"},
            },
        ],
        "complete": False,
        "frequency": {
            "total": None,
            "in_400_years": 146_097,
            "yearly": 365.2425,
            "first": {
                "time": "2024-03-10T03:00:00-04:00",
                "instant": 1710054000,
                "in": {"UTC": "2024-03-10T07:00:00+00:00"},
            },
            "last": None,
            "until": None,
            "zones": ["America/New_York"],
        },
        "gaps": {
            "shortest": {
                "seconds": 23 * 3600 + 1800,
                "after": {
                    "time": "2024-03-10T03:00:00-04:00",
                    "instant": 1710054000,
                    "in": {"UTC": "2024-03-10T07:00:00+00:00"},
                },
            },
            "longest": {
                "seconds": 25 * 3600,
                "after": {
                    "time": "2024-11-02T02:30:00-04:00",
                    "instant": 1730529000,
                    "in": {"UTC": "2024-11-02T06:30:00+00:00"},
                },
            },
            "until": None,
            "zones": ["America/New_York"],
        },
        "warnings": [],
    }


def test_gaps_that_were_looked_for_up_to_a_moment_say_up_to_when() -> None:
    gaps = document("every 3 days at 09:00 in Europe/Berlin starting 2024-05-02", "--in", "UTC")["gaps"]
    until = 1714633200 + 40 * 366 * 86_400
    assert gaps["until"] == {
        "time": "2064-06-01T09:00:00+02:00",
        "instant": until,
        "in": {"UTC": "2064-06-01T07:00:00+00:00"},
    }
    assert gaps["zones"] == ["Europe/Berlin"]


def test_an_end_gives_a_total_and_one_firing_no_gaps() -> None:
    ends = document("daily & 2025", "--in", "Asia/Tokyo")
    assert (ends["frequency"]["total"], ends["frequency"]["yearly"], ends["gaps"]["until"]) == (365, None, None)
    assert ends["frequency"]["last"]["time"] == "2025-12-31T12:31:52+00:00"
    assert ends["gaps"]["shortest"]["seconds"] == ends["gaps"]["longest"]["seconds"] == 86_400
    once = document("daily & 2025-01-01")
    assert (once["frequency"]["total"], once["gaps"]) == (1, None)


def test_an_end_is_told_by_complete() -> None:
    assert document("daily & 2024")["complete"] is False
    assert document("daily until 2024-05-02")["complete"] is True
    assert document("daily until 2024-05-02", "--from", "2025-01-01")["timestamps"] == []


def test_warnings_stand_in_the_document() -> None:
    (warning,) = document("monthly starting 2024-01-31")["warnings"]
    assert (warning["code"], warning["severity"]) == ("W402", "warning")
    assert warning["label"]["span"] == [0, 7]


@pytest.mark.parametrize(
    ("schedule", "code"),
    [
        ("daily adn mon-fri", "E108"),
        ("mon-fri", "E113"),
        ("", "E104"),
        ("(" * 5_000, "E106"),
        ("daily \udcff", "E101"),
        ("daily starting 2024-05-01 until 2024-04-01", "E302"),
        ("(every 2 hours starting 00:00) & (every 2 hours starting 01:00)", "E301"),
    ],
)
def test_a_fault_is_a_document_with_exit_code_1(schedule: str, code: str) -> None:
    fault = document(schedule, code=1)
    assert fault["schedule"] == schedule
    assert fault["errors"][0]["code"] == code


def test_a_fix_says_what_comes_out() -> None:
    ((fix,),) = (error["fixes"] for error in document("daily adn mon-fri", code=1)["errors"])
    assert fix == {"title": "instead", "edits": [{"span": [6, 9], "text": "and"}], "result": "daily and mon-fri"}


def test_every_mark_is_in_the_schema() -> None:
    marks = {
        stamp["mark"]
        for schedule in (
            "daily at 02:30 starting 2024-03-10",
            "0,30 2 * * * starting 2024-03-10",
            "daily at 01:30 starting 2024-11-03",
        )
        for stamp in document(schedule, "--tz", "America/New_York")["timestamps"]
    }
    assert marks == {None, "shifted", "merged", "first of two"}


def test_a_time_beyond_the_calendar_is_null() -> None:
    result = document("daily starting 9999-12-31 20:00", "--in", "Asia/Tokyo")
    assert result["timestamps"][0]["in"] == {"Asia/Tokyo": None}


@pytest.mark.parametrize(
    "damage", [{"version": 2}, {"timestamps": [{"time": "noon"}]}, {"complete": "yes"}, {"schedule": None}]
)
def test_the_schema_refuses_what_is_wrong(damage: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        VALIDATOR.validate({**document("daily"), **damage})


def test_a_usage_error_is_told_in_words() -> None:
    result = show("daily", "0", "--json")
    assert (result.code, result.out) == (2, "")
