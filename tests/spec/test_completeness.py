"""The specification leaves nothing out: every rule, terminal and diagnostic, the whole seed page."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput
from lark.grammar import Rule

from everly.grammar.diagnostics import Kind
from everly.grammar.diagnostics.catalogue import CATALOGUE
from everly.grammar.parser import parse
from everly.grammar.printer import print_schedule
from tests.spec.answers import answers
from tests.spec.documents import ROOT, SPECIFICATION, documents, examples
from tests.spec.examples import Claim, Example
from tests.spec.markdown import read_fences

SEED_PAGE = json.loads((Path(__file__).parent / "seed_page.json").read_text("utf-8"))
EXAMPLES = [example for _, example in examples(SPECIFICATION)]
CLAIMS = [claim for example in EXAMPLES for claim in example.claims]
# What an example is compared with is run as well.
SOURCES = {
    *(example.source for example in EXAMPLES),
    *(claim.argument for claim in CLAIMS if claim.keyword == "same-as"),
}


def fires(example: Example) -> bool:
    """Whether it is a schedule, by its own claims."""
    return all(claim.keyword != "error" for claim in example.claims)


@cache
def uses() -> tuple[set[str], set[str]]:
    """The alternatives and the terminals of the grammar that Lark used to read the examples."""
    lark, found = grammar(), set[str]()
    for rule, build in list(lark._callbacks.items()):
        lark._callbacks[rule] = partial(_build, rule, build, found)
    parsed = [tree for source in sorted(SOURCES) if (tree := _parse(lark, source))]
    tokens = {token.type for tree in parsed for token in tree.scan_values(lambda value: isinstance(value, Token))}
    return found, tokens


def grammar() -> Lark:
    """The grammar without the builder, every token kept."""
    text = (ROOT / "grammar" / "schedule.lark").read_text("utf-8")
    return Lark(text, parser="lalr", keep_all_tokens=True, maybe_placeholders=False)


def _build(rule: Rule, build: Callable[[Any], Any], found: set[str], children: Any) -> Any:
    found.add(str(rule))
    return build(children)


def _parse(lark: Lark, source: str) -> Tree[Token] | None:
    try:
        return lark.parse(source)
    except UnexpectedInput:
        return None


def test_every_alternative_of_every_rule_is_used_by_an_example() -> None:
    # Lark makes rules of its own, with two underscores, for what a star repeats.
    written = {str(rule) for rule in grammar().rules if not rule.origin.name.startswith("__")}
    assert sorted(written - uses()[0]) == []


def test_every_terminal_is_used_by_an_example() -> None:
    written = {terminal.name for terminal in grammar().terminals if not terminal.name.startswith("__IGNORE")}
    assert sorted(written - uses()[1]) == []


def test_the_table_of_findings_is_the_catalogue() -> None:
    text = SPECIFICATION.read_text("utf-8")
    rows = [line for line in text.split("\n") if re.match(r"\| `[EW][0-9]{3}` ", line)]
    assert rows == [f"| `{kind.code}` | `{kind.name}` | {kind.summary} |" for kind in CATALOGUE]


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: kind.name)
def test_every_diagnostic_is_claimed_by_an_example(kind: Kind) -> None:
    claimed = {f"{claim.keyword} {claim.argument.split(' ')[0]}" for claim in CLAIMS}
    assert f"{kind.severity.value} {kind.name}" in claimed


@pytest.mark.parametrize("schedule", SEED_PAGE["schedules"])
def test_every_schedule_of_the_seed_page_is_an_example(schedule: str) -> None:
    assert schedule in SOURCES


@pytest.mark.parametrize("word", [word for words in SEED_PAGE["words"].values() for word in words])
def test_every_alias_of_the_seed_page_stands_in_an_example(word: str) -> None:
    assert any(word in re.findall(r"\w+|[&|]|(?<= )-(?= )", source) for source in SOURCES)


@pytest.mark.parametrize(
    "example", [example for example in EXAMPLES if fires(example)], ids=lambda example: example.source
)
def test_the_canonical_text_of_every_example_reads_as_the_same_schedule(example: Example) -> None:
    printed = print_schedule(parse(example.source))
    assert print_schedule(parse(printed)) == printed
    assert answers(replace(example, claims=(Claim("same-as", printed),)))[0] == f"same-as {printed}"


def test_every_fence_of_every_document_is_read() -> None:
    for document in documents():
        text = document.read_text("utf-8")
        # Counted another way than by the reader: opening and closing lines; no document shows a fence within a fence.
        marks = re.findall(r"^ *(?:```|~~~)", text, re.MULTILINE)
        assert len(marks) == 2 * len(read_fences(text)), document


def test_every_document_is_among_those_that_pytest_collects(pytestconfig: pytest.Config) -> None:
    collected = {path for pattern in pytestconfig.getini("testpaths") for path in ROOT.glob(pattern)}
    left_out = [path for path in documents() if not any(path.is_relative_to(place) for place in collected)]
    assert left_out == []


def test_every_markdown_file_is_a_document() -> None:
    """But for the pages of rules, whose examples are files, tried in tests/linting/test_pages.py."""
    others = re.compile(r"(.*/)?(\..*|build|dist)/|linting/pages/")
    written = {path for path in ROOT.rglob("*.md") if not others.match(path.relative_to(ROOT).as_posix())}
    assert {path.resolve() for path in written} == {path.resolve() for path in documents()}
