"""Fixes in the notation of the program that reads a file."""

from everly.grammar.diagnostics import Edit, Fix
from everly.grammar.diagnostics.catalogue import STEP_PAST_FIELD
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.linting.dialects import Dialect
from everly.linting.native import is_native, with_native_fixes


def test_a_text_is_native_where_its_reader_takes_it() -> None:
    assert [is_native("0 9 * * 7", dialect) for dialect in Dialect] == [True, True, False, False]
    assert [is_native("@daily", dialect) for dialect in Dialect] == [True, True, False, True]
    assert [is_native("daily at 09:00", dialect) for dialect in Dialect] == [True, False, False, False]
    assert not is_native("no schedule", Dialect.CRONTAB)


def test_fixes_in_words_are_no_fixes_elsewhere() -> None:
    text = "*/90 * * * *"
    fixes = tuple(Fix("instead", (Edit(Span(0, len(text)), each),)) for each in ("every 90 minutes", "0 * * * *"))
    found = Fault(STEP_PAST_FIELD, Span(0, 4), "a step too far", fixes=fixes).diagnostic(text)
    assert with_native_fixes(found, Dialect.EVERLY).fixes == fixes
    assert with_native_fixes(found, Dialect.GITHUB).fixes == fixes[1:]
