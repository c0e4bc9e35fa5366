"""Findings as text: whatever the width, carets stand under their place."""

from __future__ import annotations

import pytest

from everly.grammar.diagnostics import Diagnostic, Edit, Fix, Label
from everly.grammar.diagnostics.catalogue import UNKNOWN_WORD
from everly.grammar.diagnostics.text import render_text
from everly.grammar.span import Span


def finding(text: str, word: str, label: str = "") -> Diagnostic:
    """An unknown word in a text."""
    start = text.index(word)
    return Diagnostic(UNKNOWN_WORD, f"unknown word '{word}'", Label(Span(start, start + len(word)), label), text)


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("before", [0, 5, 50, 400])
@pytest.mark.parametrize("after", [0, 7, 300])
def test_carets_stand_under_their_place_and_lines_fit(width: int, before: int, after: int) -> None:
    text = "a " * before + "XYZ" + " b" * after
    line, carets = render_text(finding(text, "XYZ"), width).split("\n")[2:4]

    assert line[carets.index("^") : carets.rindex("^") + 1] == "XYZ"
    assert max(len(line), len(carets)) <= width


def test_a_label_that_does_not_fit_stands_on_a_line_of_its_own() -> None:
    lines = render_text(finding("daily daily daily XYZ", "XYZ", "what is this"), 30).split("\n")

    assert lines[3:] == ["  |                   ^^^", "  |               what is this"]


def test_wide_and_combining_characters_take_the_cells_they_take() -> None:
    line, carets = render_text(finding("日本 e\u0301 XYZ", "XYZ")).split("\n")[2:4]

    assert line == "  | 日本 e\u0301 XYZ"
    assert carets == "  |        ^^^"


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in render_text(finding("daily \x1b[31m XYZ", "XYZ"))


def test_help_is_wrapped_and_a_repaired_schedule_is_not() -> None:
    found = finding("daily XYZ", "XYZ")
    fix = Fix("instead", (Edit(found.span, "& mon " * 20),))
    long = Diagnostic(found.kind, found.message, found.label, found.text, (), "word " * 30, (fix,))
    *lines, last = render_text(long, 40).split("\n")[4:]

    assert max(map(len, lines)) <= 40
    assert last == f"  = instead: daily {'& mon ' * 20}"
