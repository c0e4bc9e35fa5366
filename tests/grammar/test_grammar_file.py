"""The grammar file: strict, tidy, in step with the vocabulary and the builder."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from lark import Lark
from lark.lexer import PatternStr

from everly.grammar import vocabulary
from everly.grammar.builder import TreeBuilder
from everly.grammar.parser import parse
from everly.grammar.tables import load_grammar

GRAMMAR = load_grammar()
LARK = Lark(GRAMMAR, parser="lalr", strict=True)
TERMINALS = {terminal.name: terminal for terminal in LARK.terminals}
RULES = [line for line in GRAMMAR.splitlines() if re.match(r"\??[a-z_]+ *:", line)]


def full_match(terminal: str, word: str) -> bool:
    """Whether the terminal's pattern takes the whole word."""
    return re.fullmatch(TERMINALS[terminal].pattern.to_regexp(), word) is not None


def test_strict_mode_accepts_the_grammar() -> None:
    """Built above with strict=True: no terminals collide and no conflict is resolved in silence."""
    assert LARK.parse("daily").data == "start"


@pytest.mark.parametrize("terminal", vocabulary.WORDS)
def test_every_word_of_the_vocabulary_is_in_the_grammar(terminal: str) -> None:
    missing = [word for word in vocabulary.WORDS[terminal] if word != "last" and not full_match(terminal, word)]
    assert missing == []


@pytest.mark.parametrize("terminal", [name for name in vocabulary.WORDS if name not in {"LAST", "MACRO"}])
def test_every_word_of_the_grammar_is_in_the_vocabulary(terminal: str) -> None:
    """Each alternative of a word terminal, spelt out, is a word of the table."""
    known = set(vocabulary.WORDS[terminal])
    pattern = TERMINALS[terminal].pattern
    assert not isinstance(pattern, PatternStr)
    letters = re.sub(r"\(\?![^)]*\)", "", pattern.value)
    assert spellings(letters) == known


def spellings(pattern: str) -> set[str]:
    """All strings that a pattern of letters, groups, `|` and `?` matches."""
    words, rest = _alternatives(pattern)
    assert rest == ""
    return words


def _alternatives(pattern: str) -> tuple[set[str], str]:
    words: set[str] = set()
    while True:
        branch, pattern = _sequence(pattern)
        words |= branch
        if not pattern.startswith("|"):
            return words, pattern
        pattern = pattern[1:]


def _sequence(pattern: str) -> tuple[set[str], str]:
    words = {""}
    while pattern and pattern[0] not in "|)":
        if pattern.startswith("(?:"):
            inner, pattern = _alternatives(pattern[3:])
            pattern = pattern[1:]
        elif pattern[0] == "\\":
            inner, pattern = {pattern[1]}, pattern[2:]
        else:
            inner, pattern = {pattern[0]}, pattern[1:]
        if pattern.startswith("?"):
            inner, pattern = inner | {""}, pattern[1:]
        words = {word + end for word in words for end in inner}
    return words, pattern


def test_no_terminal_matches_digits_or_blanks_of_other_scripts() -> None:
    assert "\\d" not in re.sub(r"//.*", "", GRAMMAR)
    assert "\\s" not in re.sub(r"//.*", "", GRAMMAR)


def test_every_rule_has_a_method_of_the_builder() -> None:
    names = {str(rule.alias or rule.origin.name) for rule in LARK.rules if not rule.options.expand1 or rule.alias}
    missing = [name for name in names if not name.startswith("_") and not hasattr(TreeBuilder, name)]
    assert missing == []


def test_every_rule_has_a_comment_and_an_example() -> None:
    lines = GRAMMAR.splitlines()
    lacking = []
    for rule in RULES:
        above = lines[lines.index(rule) - 1]
        if rule.startswith(("?", "start:")) or not above.strip():
            continue
        if not above.startswith("//") and not re.match(r"\??[a-z_ ]+:| +\|", above):
            lacking.append(rule)
    assert lacking == []


def examples() -> list[tuple[str, str]]:
    """(rule, example) pairs: what stands after two blanks in the comment above a rule."""
    found = []
    lines = GRAMMAR.split("// Words ---", maxsplit=1)[0].splitlines()
    for comment, line in pairwise(lines):
        rule = re.match(r"\??([a-z_]+) *:", line)
        if comment.startswith("//") and rule:
            text = comment.split(":  ", 1)[1] if ":  " in comment else ""
            found += [(rule.group(1), part.strip()) for part in re.split(r" {3,}", text) if part.strip()]
    return found


# How an example that is only part of a schedule becomes a whole one.
WHOLE = {
    "weekdays": "daily & {}", "months": "daily & {}", "years": "daily & {}", "month_days": "daily & {}",
    "counted_days": "daily & {}", "nth_weekdays": "daily & {}", "year_days": "daily & {}", "dates": "daily & {}",
    "times": "hourly & {}", "complement": "daily & {}", "amount": "every {} hours", "at": "daily {}",
    "on": "monthly {}", "cron_number": "{} * * * *", "cron_day": "0 0 {} * *", "cron_day_or_month": "0 0 * {} *",
    "cron_month_or_weekday": "0 0 * * {}", "cron_year": "0 0 0 * * * {}", "moment": "daily starting {}",
    "zone": "daily in {}",
}  # fmt: skip


@pytest.mark.parametrize(("rule", "example"), examples())
def test_the_example_of_a_rule_parses(rule: str, example: str) -> None:
    assert parse(WHOLE.get(rule, "{}").format(example)) is not None


def test_there_are_examples_for_the_rules() -> None:
    assert len({rule for rule, _ in examples()}) >= 25
