"""A text at fault is explained without compiling what could not match it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from everly.grammar.syntax_errors.idiom import words_of
from everly.grammar.syntax_errors.lazy_pattern import lazy

COUNT = """
import re, sys
from everly.grammar.diagnostics import ScheduleError
from everly.grammar.parser import parse
compiled, compile_ = [], re._compiler.compile
parse("daily & mon-fri | every 5 minutes & fri")
re._compiler.compile = lambda *what: compiled.append(what) or compile_(*what)
try:
    parse(sys.argv[1])
except ScheduleError:
    print(len(compiled))
"""


@pytest.mark.parametrize("text", ["daily adn mon-fri", "every 5 minuts"])
def test_a_slip_of_one_letter_compiles_few_expressions(text: str) -> None:
    run = subprocess.run([sys.executable, "-c", COUNT, text], capture_output=True, text=True, check=True)
    assert 0 < int(run.stdout) < 30  # of more than 130


def test_a_pattern_is_compiled_when_asked_and_kept() -> None:
    pattern = lazy("[a-z]+[", re.IGNORECASE)
    with pytest.raises(re.error):
        pattern()
    sound = lazy("[a-z]+", re.IGNORECASE)
    assert sound().fullmatch("Daily")
    assert sound() is sound()


def test_words_are_runs_of_letters_single_digits_and_signs() -> None:
    assert words_of("Every 1st, H/15") == {"every", "1", "st", ",", "h", "/", "5"}
