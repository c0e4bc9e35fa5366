"""`everly show rules`: the list, the pages, and names that are none."""

import json

import pytest
from jsonschema import Draft202012Validator

from everly.linting.catalogue import CATALOGUE
from tests.jobs.cli.runs import ROOT, run

VALIDATOR = Draft202012Validator(json.loads((ROOT / "docs/schemas/rules.json").read_text(encoding="utf-8")))


def test_every_rule_has_a_line_in_the_order_of_the_codes() -> None:
    result = run("show", "rules")
    lines = [line.split()[:2] for line in result.out.splitlines() if not line.startswith(" ")]
    assert (result.code, result.err) == (0, "")
    assert lines == sorted([kind.code, kind.name] for kind in CATALOGUE)


def test_a_narrow_terminal_wraps_what_a_rule_finds() -> None:
    lines = run("show", "rules", settings={"COLUMNS": "60"}).out.splitlines()
    assert max(map(len, lines)) <= 60
    assert "                              parenthesis without its partner" not in lines
    assert len(lines) > len(CATALOGUE)


@pytest.mark.parametrize("name", ["zero-step", "E208", "e208", "Zero-Step", "208"])
def test_a_rule_is_found_by_its_name_and_by_its_code(name: str) -> None:
    result = run("show", "rule", name)
    assert result.code == 0
    assert result.out.startswith("# zero-step (E208)\n\nA cron step of zero.\n\n## Why\n")
    assert result.out.endswith("```\n")


def test_several_pages_have_a_blank_line_between_them_and_none_stands_twice() -> None:
    out = run("show", "rules", "zero-step", "E101", "zero-step").out
    assert [line for line in out.splitlines() if line.startswith("# ")] == [
        "# zero-step (E208)",
        "# unexpected-character (E101)",
    ]
    assert "```\n\n# unexpected-character" in out


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("303", "did you mean 'E303' or 'W303'?"),
        ("zero-stop", "did you mean 'zero-step'?"),
        ("no-such-thing-at-all", "'everly show rules' lists them"),
        ("", "'everly show rules' lists them"),
    ],
)
def test_a_name_that_is_none_is_refused_with_a_hint(name: str, hint: str) -> None:
    result = run("show", "rule", name)
    assert (result.code, result.out) == (2, "")
    assert result.err.endswith(f"error: there is no rule '{name}'; {hint}\n")


def test_the_document_holds_all_rules_or_those_asked_for() -> None:
    for names, codes in ((), [kind.code for kind in CATALOGUE]), (("E208",), ["E208"]):
        document = json.loads(run("show", "rules", *names, "--json").out)
        VALIDATOR.validate(document)
        assert [rule["code"] for rule in document["rules"]] == codes
        assert document["rules"][-1]["page"].startswith(f"# {document['rules'][-1]['name']} (")


def test_colour_is_for_terminals_and_for_who_asks() -> None:
    assert "\x1b" not in run("show", "rules").out
    assert "\x1b" in run("show", "rules", "--color", "always").out
    assert "\x1b" in run("show", "rule", "zero-step", "--color", "always").out
