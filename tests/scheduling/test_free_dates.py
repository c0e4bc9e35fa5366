from __future__ import annotations

import datetime as dt
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import Kind
from everly.grammar.diagnostics.catalogue import IMPOSSIBLE_DATE, LEFTOVER_WORDS, OUT_OF_RANGE, UNREADABLE_MOMENT
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.grammar.tree import FreeDate
from everly.scheduling import dateutil_reader
from everly.scheduling.free_dates import FreeReading, Parts, read_free_date


def read(text: str) -> FreeReading:
    return read_free_date(FreeDate(text, span=Span(9, 9 + len(text))))


def fault_of(text: str) -> tuple[Kind, str]:
    with pytest.raises(Fault) as caught:
        read(text)
    span = caught.value.span
    return caught.value.kind, text[span.start - 9 : span.end - 9]


@pytest.mark.parametrize(
    ("text", "year", "month", "day", "clock"),
    [
        ("May 2, 2024", 2024, 5, 2, None),
        ("may 2 2024", 2024, 5, 2, None),
        ("2 May 2024", 2024, 5, 2, None),
        ("2nd of May 2024", 2024, 5, 2, None),
        ("02-May-2024", 2024, 5, 2, None),
        ("2may2024", 2024, 5, 2, None),
        ("Sept. 20, 2009", 2009, 9, 20, None),
        ("Sep.20.2009", 2009, 9, 20, None),
        ("Thursday, May 2, 2024", 2024, 5, 2, None),
        ("thurs 2024-05-02", 2024, 5, 2, None),
        ("2024/05/02", 2024, 5, 2, None),
        ("20240502", 2024, 5, 2, None),
        ("10/May/2024", 2024, 5, 10, None),
        ("May-10-2024", 2024, 5, 10, None),
        ("May-10", None, 5, 10, None),
        ("10-May", None, 5, 10, None),
        ("13-05-2024", 2024, 5, 13, None),
        ("01-02-2024", 2024, 1, 2, None),
        ("Thu May  2 10:36:28 2024", 2024, 5, 2, "10:36:28"),
        ("May 2 2024 10h30", 2024, 5, 2, "10:30:00"),
        ("10h30m15s 2 May 2024", 2024, 5, 2, "10:30:15"),
        ("2 May 10h", None, 5, 2, "10:00:00"),
        ("May '24", 2024, 5, None, None),
        ("2 May '69", 1969, 5, 2, None),
        ("'32", 2032, None, None, None),
        ("May 2, 2024 10 PM", 2024, 5, 2, "22:00:00"),
        ("May 2, 2024 at 10:30 p.m.", 2024, 5, 2, "22:30:00"),
        ("May 2, 2024 12 AM", 2024, 5, 2, "00:00:00"),
        ("May 2, 2024 10:30:15.000", 2024, 5, 2, "10:30:15"),
        ("May 2, 2024 10:30:15.999999", 2024, 5, 2, "10:30:15"),
        ("May 2, 2024 10:30:15,25", 2024, 5, 2, "10:30:15"),
        ("10:30,5/6/2024", 2024, 5, 6, "10:30:00"),
        ("May 2, 2024 10:30.0", 2024, 5, 2, "10:30:00"),
        ("10:30 on May 2, 2024", 2024, 5, 2, "10:30:00"),
        ("noon May 2, 2024", 2024, 5, 2, "12:00:00"),
        ("May 2, 2024 midnight", 2024, 5, 2, "00:00:00"),
        ("13/02/2024", 2024, 2, 13, None),
        ("02/13/2024", 2024, 2, 13, None),
        ("1/2/68", 2068, 1, 2, None),
        ("1/2/69", 1969, 1, 2, None),
        ("May 2nd", None, 5, 2, None),
        ("May 24", None, 5, 24, None),
        ("5/13", None, 5, 13, None),
        ("Monday 5th at 10:00", None, None, 5, "10:00:00"),
        ("May 2024", 2024, 5, None, None),
        ("2024-05", 2024, 5, None, None),
        ("5/2024", 2024, 5, None, None),
        ("2024", 2024, None, None, None),
        ("2024 10:00", 2024, None, None, "10:00:00"),
        ("10:00", None, None, None, "10:00:00"),
        ("NOON", None, None, None, "12:00:00"),
        ("Feb 30 2024", 2024, 2, 30, None),
    ],
)
def test_the_whole_text_is_read(
    text: str, year: int | None, month: int | None, day: int | None, clock: str | None
) -> None:
    reading = read(text)
    assert reading.parts == Parts(year, month, day)
    assert reading.time == (None if clock is None else seconds(clock))


def seconds(clock: str) -> int:
    hour, minute, second = (int(part) for part in clock.split(":"))
    return hour * 3600 + minute * 60 + second


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("2024-05-01 and mon-fri", "and"),
        ("2024-05-01 and 2025", "and"),
        ("2024-05-01 2025", "2025"),
        ("2024-05-01, mon-fri", "mon-fri"),
        ("2024-05-01 or hourly", "or"),
        ("10:00 and mon", "and"),
        ("10:00 AND", "AND"),
        ("May 2 2024 foo", "foo"),
        ("foo May 2 2024", "foo"),
        ("May 2 2024 at", "at"),
        ("at of May 2 2024", "of"),
        ("May of 24", "of"),
        ("May 2, 2024,", ","),
        ("May 2 2024 -", "-"),
        ("May 2 2024 20", "20"),
        ("May 2 2024 1030", "1030"),
        ("May 2 2024 10:00 11:00", "11:00"),
        ("May 2 2024 10:00 am pm", "pm"),
        ("May 2 2024 10h30 11:00", "11:00"),
        ("May 2 2024 '24", "'24"),
        ("May Jun 2024", "Jun"),
        ("2024 2024", "2024"),
        ("2nd 2024", "2024"),
        ("2nd 5 2024", "2nd"),
        ("May 2 0099", "0099"),
        ("Monday Tuesday May 2 2024", "Tuesday"),
        ("Monday May 2024", "Monday"),
        ("May 2 2024 EST", "EST"),
        ("May 2 2024 10:00 z", "z"),
        ("May 2 2024 +02", "+02"),
        ("5 m", "m"),
    ],
)
def test_a_word_left_over_is_an_error_at_the_word(text: str, word: str) -> None:
    assert fault_of(text) == (LEFTOVER_WORDS, word)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("5", "5"),
        ("99", "99"),
        ("0000", "0000"),
        ("foo", "foo"),
        ("1.5", "1.5"),
        ("10.30", "10.30"),
        ("2024-13", "2024-13"),
        ("1st of 2024", "1st of 2024"),
        ("Monday", "Monday"),
        ("12345678901234567890", "12345678901234567890"),
        ("1:2:3:4", "1:2:3:4"),
        ("10:00-05:00", "10:00-05:00"),
        ("nan", "nan"),
        ("\u0662\u0660\u0662\u0664", "\u0662\u0660\u0662\u0664"),
        ("", ""),
        (" ", " "),
        ("May 2 2024 10:00.5", ".5"),
        ("May 2 2024 10:00,25", ",25"),
    ],
)
def test_what_is_no_date_is_unreadable(text: str, place: str) -> None:
    assert fault_of(text) == (UNREADABLE_MOMENT, place)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("May 2 2024 13:00 pm", "13:00 pm"),
        ("May 2 2024 0 am", "0 am"),
        ("May 2 2024 25:00", "May 2 2024 25:00"),
        ("May 2 2024 10:60", "May 2 2024 10:60"),
        ("May 2 2024 10:00:60", "May 2 2024 10:00:60"),
    ],
)
def test_a_time_that_no_day_has_is_out_of_range(text: str, place: str) -> None:
    assert fault_of(text) == (OUT_OF_RANGE, place)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("May 32", "32"),
        ("May 99", "99"),
        ("32 May", "32"),
        ("May 32 10:00", "32"),
        ("10:00 May 32", "32"),
        ("May 32, 24", "32"),
        ("32 May 24", "32"),
        ("99/05/01", "99"),
        ("5/32", "32"),
    ],
)
def test_a_number_too_large_for_a_day_is_no_year_in_its_place(text: str, number: str) -> None:
    assert fault_of(text) == (IMPOSSIBLE_DATE, number)


def test_a_number_too_large_for_a_day_comes_with_the_length_of_its_month() -> None:
    with pytest.raises(Fault) as caught:
        read("Feb 32")
    assert caught.value.message == "there is no 32 February"
    assert caught.value.help == "February has 29 days; write a year with its four digits"


@pytest.mark.parametrize("text", ["May 2, 32", "2 May 32", "2-May-32", "5/2/32", "May 2032", "2:00 May 2 32"])
def test_a_short_year_may_close_a_date(text: str) -> None:
    assert read(text).parts.year == 2032


def test_a_lone_number_is_asked_about() -> None:
    with pytest.raises(Fault) as caught:
        read("5")
    assert caught.value.message == "'5' could be a day, a month or an hour"
    assert caught.value.help == "write 2nd, 2024-05-02 or 10:00"
    assert [(fix.title, fix.edits[0].text) for fix in caught.value.fixes] == [
        ("for a day", "5th"),
        ("for an hour", "05:00"),
    ]


def test_a_number_behind_a_date_may_be_an_hour() -> None:
    with pytest.raises(Fault) as caught:
        read("May 2 2024, 9")
    assert caught.value.message == "'9' is a number, where a time is wanted"
    assert [fix.edits[0].text for fix in caught.value.fixes] == ["09:00"]


def test_a_fraction_of_a_minute_can_be_cut_by_a_fix() -> None:
    text = "May 2 2024 10:30,5"
    with pytest.raises(Fault) as caught:
        read(text)
    assert caught.value.message == "the time in 'May 2 2024 10:30,5' has a fraction of a minute"
    (fix,) = caught.value.fixes
    assert fix.apply("starting " + text) == "starting May 2 2024 10:30"


def test_the_weekday_is_handed_on_with_its_place() -> None:
    assert read("Thu, May 2 2024").weekday == (3, Span(9, 12))


@pytest.mark.parametrize(
    ("text", "swapped"),
    [
        ("01/02/2024", Parts(2024, 2, 1)),
        ("1.2.2024", Parts(2024, 2, 1)),
        ("1/2", Parts(None, 2, 1)),
        ("10 11 12", Parts(2012, 11, 10)),
        ("1/2/2024 10:00", Parts(2024, 2, 1)),
        ("01-02-2024", Parts(2024, 2, 1)),
        ("1/2 '24", Parts(2024, 2, 1)),
        ("'24 1/2", None),
        ("13/02/2024", None),
        ("02/13/2024", None),
        ("03/03/2024", None),
        ("2024/01/02", None),
        ("2024-01", None),
        ("1/2024", None),
        ("Jan 2, 2024", None),
        ("2 Jan 2024", None),
        ("20240102", None),
        ("10:00", None),
        ("Jan 2 2024 10:11", None),
        ("10:00 2024-11-10", None),
        ("10:00:05 2024 11 10", None),
        ("9am 2024-11-10", None),
        ("9 pm on 2024/11/10", None),
        ("noon 2024-11-10", None),
        ("9am 10/11/2024", Parts(2024, 11, 10)),
        ("10:00 10/11/2024", Parts(2024, 11, 10)),
        ("noon 10/11/2024", Parts(2024, 11, 10)),
    ],
)
def test_day_and_month_change_places_only_where_both_are_small_numbers(text: str, swapped: Parts | None) -> None:
    assert read(text).swapped == swapped


def test_a_text_that_is_not_the_schedules_own_is_blamed_whole() -> None:
    with pytest.raises(Fault) as caught:
        read_free_date(FreeDate("May 2 2024 foo", span=Span(3, 5)))
    assert caught.value.span == Span(3, 5)


def test_two_digits_of_a_year_do_not_depend_on_the_hosts_year(monkeypatch: pytest.MonkeyPatch) -> None:
    later = time.struct_time((2093, 6, 1, 0, 0, 0, 0, 152, 0))
    monkeypatch.setattr("time.localtime", lambda *_: later)
    dateutil_reader._reader.cache_clear()
    assert read("2/13/24").parts.year == 2024
    dateutil_reader._reader.cache_clear()


WORDS = (
    *("May", "jan", "Thu", "monday", "2", "31", "0", "13", "2nd", "2024", "0099", "99", "10:30", "25:61", "12am", "pm"),
    *("at", "of", "on", "and", "T", "z", "UTC", "+02", "noon", "1e9", "nan", "inf", "20240501", "5/6/7", "1.5", "h"),
    *("-", "/", ".", ",", ":", "10:00:00.5", "999999999999999999999999", "m", "a", "'", "\t", "'24", "10h30"),
)


@settings(deadline=None)
@given(
    st.text(max_size=20)
    | st.text("0123456789-/.:, apmthndT+", max_size=20)
    | st.builds(lambda glue, words: glue.join(words), st.sampled_from((" ", "", "-")), st.lists(st.sampled_from(WORDS)))
)
@example("0 0 0")
@example("1-")
@example("jan of")
@example("1,1,1,1")
@example("\x00")
def test_any_text_is_a_date_or_a_fault_within_it(text: str) -> None:
    place = Span(9, 9 + len(text))
    try:
        clock = read(text).time
    except Fault as fault:
        clock, place = None, fault.span
    assert clock is None or 0 <= clock < 86400
    assert 9 <= place.start <= place.end <= 9 + len(text)


FORMS = ("%B %d, %Y %H:%M:%S", "%d %b %Y at %I:%M:%S %p", "%H:%M:%S on %A %Y-%m-%d", "%m/%d/%Y %H:%M:%S")


@settings(deadline=None)
@given(st.datetimes(dt.datetime(1000, 1, 1)), st.sampled_from(FORMS))
def test_what_datetime_writes_is_read_back(moment: dt.datetime, form: str) -> None:
    reading = read(moment.strftime(form))
    assert reading.parts == Parts(moment.year, moment.month, moment.day)
    assert reading.time == moment.hour * 3600 + moment.minute * 60 + moment.second
    assert reading.weekday is None or reading.weekday[0] == moment.weekday()
