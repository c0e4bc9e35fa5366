"""Schedules of which a part takes too much work to search: what is known is shown, and what is not is said."""

import json
from pathlib import Path

from jsonschema import Draft202012Validator

from tests.jobs.cli.runs import Result, run, show

PARTS = " | ".join(
    f"every {61 * number} minutes & {day}" for number, day in enumerate(("mon", "tue", "wed", "thu", "fri"), 2)
)
VAIN = f"(({PARTS}) except every 61 minutes & mon-fri)"
"""Five parts of which all is left out, which is more than the search finds out."""
TWICE = f"0 0 1 1 * & 2025-2026 | {VAIN}"
FAR = f"0 0 1 1 * & 2096 | {VAIN}"
NOW = ("--now", "2024-05-01T12:31:52+00:00")
PROBLEM = "error: to find the next fire time takes too much work: say the schedule with fewer parts\n"
SCHEMA = json.loads((Path(__file__).parents[3] / "docs/schemas/show-schedule.json").read_text(encoding="utf-8"))


def times(result: Result) -> list[str]:
    return [line.strip() for line in result.out.splitlines() if line.startswith("  2")]


def test_a_part_that_is_searched_in_vain_hides_nothing_that_another_has_soon() -> None:
    result = show(f"daily | {VAIN}", "3")
    assert result.code == 0
    assert times(result) == [f"2024-05-0{day} 12:31:52+00:00" for day in (1, 2, 3)]
    assert result.out.endswith("\nAbout 365 times a year, always 1 day apart.\n")
    assert run("explain", f"daily | {VAIN}", *NOW).out.splitlines()[0] == "At 12:31:52 every day."


def test_what_is_known_before_the_search_ends_is_listed() -> None:
    known = ["2025-01-01 00:00:00+00:00", "2026-01-01 00:00:00+00:00"]
    result = show(TWICE, "2")
    assert (result.code, times(result)) == (0, known)
    result = show(TWICE, "3")
    assert (result.code, times(result)) == (1, known)
    assert result.out.startswith("Next 2 timestamps for schedule ")
    assert result.err.endswith(PROBLEM)
    assert show(TWICE, "1", "--reverse", "--to", "2025-06-01").out.splitlines()[2] == f"  {known[0]}"


def test_a_document_is_whole_though_its_list_is_not() -> None:
    result = show(TWICE, "3", "--json")
    assert (result.code, result.err) == (1, PROBLEM)
    read = json.loads(result.out)
    Draft202012Validator(SCHEMA).validate(read)
    assert [each["time"][:4] for each in read["timestamps"]] == ["2025", "2026"]
    assert read["complete"] is False
    assert f"error: {read['error']}\n" == PROBLEM
    read = json.loads(show(FAR, "--json").out)
    Draft202012Validator(SCHEMA).validate(read)
    assert read["timestamps"] == []


def test_where_not_even_one_is_known_that_is_all_that_is_said() -> None:
    result = show(FAR)
    assert (result.code, result.out) == (1, "")
    assert result.err.endswith(PROBLEM)
    assert run("explain", FAR, *NOW) == Result(1, "", PROBLEM)


def test_an_explanation_names_the_firings_that_are_known() -> None:
    result = run("explain", TWICE, *NOW)
    assert result.code == 0
    assert "first at 00:00 on 1 January 2025 and 1 January 2026" in " ".join(result.out.split())


def test_two_are_compared_as_far_as_they_can_be_laid_out() -> None:
    result = run("diff", "daily at 00:00", TWICE, *NOW)
    assert result.code == 1
    assert "A is a superset of B" in result.out
    assert "that is so up to 2" in result.out
    assert "first in both    2025-01-01 00:00:00+00:00" in result.out
    assert "Both fire together twice in all." in result.out
    result = run("diff", FAR, TWICE, "--json", *NOW)
    assert result.code == 1
    read = json.loads(result.out)
    assert (read["relation"], read["meetings"]) == ("disjoint", None)
    assert read["until"]["time"] > "2025-01-02"
    assert read["first"]["only_b"]["time"].startswith("2025-01-01")


def test_one_that_is_like_itself_is_equal_to_it_whatever_it_fires_at() -> None:
    result = run("diff", FAR, FAR, *NOW)
    assert result.code == 0
    assert "Equal: A and B fire at the same moments.\n\nIn A, " in result.out


def test_what_lies_within_the_ends_asked_for_is_listed_whatever_comes_beyond_them() -> None:
    known = ["2025-01-01 00:00:00+00:00", "2026-01-01 00:00:00+00:00"]
    result = show(TWICE, "5", "--to", "2026-06-01")
    assert (result.code, times(result)) == (0, known)
    assert "No more" not in result.out
    assert json.loads(show(TWICE, "5", "--to", "2026-06-01", "--json").out)["complete"] is False
    result = show(TWICE, "5", "--from", "2025-02-01", "--to", "2026-06-01", "--reverse")
    assert (result.code, times(result)) == (0, known[1:])
    result = show(TWICE, "--calendar", "--months", "30")
    assert (result.code, result.out.count("January 2027"), "No more" in result.out) == (0, 1, False)


def test_none_of_as_many_as_are_laid_out_at_once_is_lost() -> None:
    result = show(f"(daily at 00:00 until 2025-09-13) | {VAIN}", "600")
    assert (result.code, len(times(result))) == (1, 500)
    assert result.err.endswith(PROBLEM)


def test_a_document_is_whole_though_nobody_knows_how_often_there_is_a_firing() -> None:
    result = show(FAR, "1", "--from", "2095-12-31", "--json")
    assert result.code == 1
    read = json.loads(result.out)
    Draft202012Validator(SCHEMA).validate(read)
    assert [each["time"][:4] for each in read["timestamps"]] == ["2096"]
    assert read["error"] == "how often it fires takes too much work to find: say the schedule with fewer parts"
    assert result.err == f"error: {read['error']}\n"
