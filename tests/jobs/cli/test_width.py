"""How wide a line may be, and how sentences are fitted into it."""

import os
import pty
import shutil
import termios
from io import StringIO
from textwrap import wrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.cli.console import Console, wrapped

SENTENCES = st.lists(st.text("abc-", min_size=1, max_size=12), min_size=1, max_size=12).map(" ".join)


@pytest.mark.parametrize("columns", ["80", "1", " 7 ", "0", "-3", "", "wide", "9" * 5000, None])
@pytest.mark.parametrize("stream", [StringIO(), None])
def test_the_width_is_what_shutil_finds(
    columns: str | None, stream: StringIO | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.__stdout__", stream)
    monkeypatch.delenv("COLUMNS", raising=False)
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    assert Console().width == shutil.get_terminal_size((100, 24)).columns


def test_the_terminal_tells_its_width_where_no_variable_does(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 57))
    monkeypatch.delenv("COLUMNS", raising=False)
    with os.fdopen(theirs, "w") as terminal:
        monkeypatch.setattr("sys.__stdout__", terminal)
        assert Console().width == 57
        monkeypatch.setenv("COLUMNS", "61")
        assert Console().width == 61
    os.close(ours)
    monkeypatch.delenv("COLUMNS")
    assert Console().width == 100


@given(SENTENCES, st.integers(0, 100))
def test_a_sentence_is_cut_into_lines_of_the_width_but_not_to_less_than_20(sentence: str, width: int) -> None:
    most = max(width, 20)
    assert wrapped(sentence, width) == wrap(sentence, most, break_long_words=False, break_on_hyphens=False)


def test_the_name_of_a_zone_is_not_cut() -> None:
    line = "At 09:00 every day in America/Port-au-Prince."
    assert wrapped(line, 40) == ["At 09:00 every day in", "America/Port-au-Prince."]
