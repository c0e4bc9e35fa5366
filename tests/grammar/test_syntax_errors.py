"""Texts that are no schedules: which diagnostic, at which place, with which way out."""

from __future__ import annotations

import re
import time

import pytest

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.parser import MAX_DEPTH, MAX_LENGTH, parse
from everly.grammar.printer import print_schedule
from everly.grammar.tree import Schedule
from everly.grammar.vocabulary import KNOWN
from tests.grammar.faults import fault, faults

CASES = [
    # text, name, what the span covers, one of the fixed texts or None
    ("", "empty", "", None),
    ("  \t ", "empty", "  \t ", None),
    ("mon-fri", "window-alone", "mon-fri", "daily & mon-fri"),
    ("sat | sun", "window-alone", "sat | sun", "(sat | sun) at 09:00"),
    ("sat | sun", "window-alone", "sat | sun", "daily & (sat | sun)"),
    ("sat & jan", "window-alone", "sat & jan", "daily & sat & jan"),
    ("mon-fri or hourly or daily", "window-in-union", "mon-fri", "mon-fri & hourly or daily"),
    ("hourly or daily | mon", "window-in-union", "mon", "hourly or daily | daily & mon"),
    ("0 0 * * L", "unexpected-word", "L", "0 0 * * sat"),
    ("mon-fri starting 2024-05-01", "window-alone", "mon-fri", "mon-fri at 09:00 starting 2024-05-01"),
    ("every 5 m", "ambiguous-unit", "m", "every 5 minutes"),
    ("every 5m", "ambiguous-unit", "m", "every 5 months"),
    ("every 5 h", "unknown-word", "h", "every 5 hours"),
    ("*/90 * * * *", "step-past-field", "*/90", "every 90 minutes"),
    ("0 */25 * * *", "step-past-field", "*/25", "every 25 hours"),
    ("*/0 * * * *", "zero-step", "*/0", None),
    ("0 22-2 * * *", "backwards-range", "22-2", "0 22-23,0-2 * * *"),
    ("0 0 * * 6-1", "backwards-range", "6-1", "0 0 * * 6,0-1"),
    ("61 * * * *", "out-of-range", "61", None),
    ("* * * * 8", "out-of-range", "8", None),
    ("0 0 * * fri#6", "out-of-range", "fri#6", None),
    ("0 9 * *", "cron-field-count", "0 9 * *", None),
    ("daily or 0 9 * * starting 00:00", "cron-field-count", "0 9 * *", None),
    ("0 0 * * * * * *", "cron-field-count", "0 0 * * * * * *", None),
    ("0 9 ** *", "cron-blanks", "**", "0 9 * * *"),
    ("daily starting 2024-05-01 and mon-fri", "clause-not-last", "and", "daily and mon-fri starting 2024-05-01"),
    ("daily in UTC | hourly", "clause-not-last", "|", "daily | hourly in UTC"),
    (
        "(daily starting 2024-05-01 and mon-fri) or hourly",
        "clause-not-last",
        "and",
        "(daily and mon-fri starting 2024-05-01) or hourly",
    ),
    ("daily adn mon-fri", "unknown-word", "adn", "daily and mon-fri"),
    ("daily anmd mon-fri", "unknown-word", "anmd", "daily and mon-fri"),
    ("every 3 fortnigts", "unknown-word", "fortnigts", "every 3 fortnights"),
    ("dayly", "unknown-word", "dayly", "daily"),
    ("daily from 2024-05-01", "unknown-word", "from", "daily starting 2024-05-01"),
    ("random", "unknown-word", "random", None),
    ("thousand", "unknown-word", "thousand", None),
    ("morning", "unknown-word", "morning", None),
    ("every two days", "unknown-word", "two", "every 2 days"),
    ("@dayly", "unknown-word", "@dayly", "@daily"),
    ("@reboot", "reboot", "@reboot", None),
    ("daily mon-fri", "unexpected-word", "mon", "daily and mon-fri"),
    ("daily && mon", "unexpected-word", "&", "daily & mon"),
    ("daily || hourly", "unexpected-word", "|", "daily | hourly"),
    ("every other friday", "unexpected-word", "other", None),
    ("daily at 9", "unexpected-word", "9", "daily at 09:00"),
    ("mon - jan at 9:00", "unexpected-word", "jan", None),
    ("0 9 * * * at 10:00", "unexpected-word", "at", None),
    ("last weekend at 9:00", "unexpected-word", "weekend", None),
    ("daily & ", "unfinished", "", "daily"),
    ("every", "unfinished", "", None),
    ("daily starting", "unfinished", "", None),
    ("daily in", "unfinished", "", None),
    ("(daily & mon", "unclosed-parenthesis", "(", "(daily & mon)"),
    ("daily)", "unclosed-parenthesis", ")", "daily"),
    ("mon,jan & daily", "mixed-list", "jan", "mon & jan & daily"),
    ("daily & mon, wed, jan-mar", "mixed-list", "jan", "daily & (mon, wed | jan-mar)"),
    ("daily & dec 25, 26", "unfinished", "26", "daily & dec 25, dec 26"),
    ("mon 9am", "unexpected-word", "9am", "mon at 9am"),
    ("daily 09:00", "unexpected-word", "09:00", "daily at 09:00"),
    ("daily at 09:00 10:00", "unexpected-word", "10:00", "daily at 09:00, 10:00"),
    ("5 minutes", "unexpected-word", "5 minutes", "every 5 minutes"),
    ("every (mon | tue) at 9am", "unexpected-word", "every", "(mon | tue) at 9am"),
    ("'daily'", "unexpected-character", "'", "daily"),
    ('daily"', "unexpected-character", '"', None),
    ("0 22-2/2 * * *", "backwards-range", "22-2/2", "0 22,0,2 * * *"),
    ("0 0 0 1 1 * 2030-2025", "backwards-range", "2030-2025", None),
    ("!mon at noon", "firing-negated", "!mon at noon", "(!mon) at noon"),
    ("(mon-fri in Asia/Tokyo) at 09:00", "misplaced-at", "(mon-fri in Asia/Tokyo)", None),
    ("daily & mon, 15th", "mixed-list", "15th", "daily & mon & 15th"),
    ("mon-fri at 9:00 and 17:00", "and-between-times", "and 17:00", "mon-fri at 9:00, 17:00"),
    ("hourly at 9:00", "misplaced-at", "at 9:00", None),
    ("09:00-17:00 at 10:00", "misplaced-at", "09:00-17:00", None),
    ("(hourly) at 10:00", "misplaced-at", "(hourly)", None),
    ("daily on mon", "misplaced-on", "on mon", "daily & mon"),
    ("hourly on mon", "misplaced-on", "on mon", "hourly & mon"),
    ("monthly on 09:00-17:00", "misplaced-on", "09:00-17:00", None),
    ("every 2nd day", "ambiguous-ordinal", "2nd day", None),
    ("hourly or mon-fri", "window-in-union", "mon-fri", "hourly & mon-fri"),
    ("!daily", "firing-negated", "!daily", None),
    ("daily starting now starting 10:00", "repeated-clause", "starting 10:00", None),
    ("daily at 9:00 at 10:00", "repeated-clause", "at 10:00", None),
    ("daily at 25:00", "out-of-range", "25:00", None),
    ("daily at 24:00", "out-of-range", "24:00", None),
    ("daily at 9:75", "out-of-range", "9:75", None),
    ("daily at 13pm", "out-of-range", "13pm", None),
    ("daily at 10:00:00.5", "out-of-range", "10:00:00.5", None),
    ("32nd at 9:00", "out-of-range", "32nd", None),
    ("6th mon at 9:00", "out-of-range", "6th", None),
    ("daily & 30 feb", "impossible-date", "30 feb", None),
    ("daily & 2023-02-29", "impossible-date", "2023-02-29", None),
    ("31st of feb, apr at 9:00", "impossible-date", "31st of feb, apr", None),
    ("daily starting 2024-13-01", "impossible-date", "2024-13-01", None),
    ("every 0 days", "bad-interval", "0", None),
    ("every -5 minutes", "bad-interval", "-5", None),
    ("every 0.3 seconds", "bad-interval", "every 0.3 seconds", None),
    ("every 1.5 months", "fractional-unit", "every 1.5 months", None),
    ("daily & 2026-2024", "backwards-range", "2026-2024", None),
    ("daily & 15th-1st", "backwards-range", "15th-1st", None),
    ("daily & 2024-05-02 - 2024-05-01", "backwards-range", "2024-05-02 - 2024-05-01", None),
    ("daily starting 2024-05-01 tomorrow", "leftover-words", "tomorrow", None),
    ("daily starting 2024-05-01, mon-fri", "leftover-words", "mon-fri", None),
    ("daily starting May 2, 2024 jun - aug", "leftover-words", "jun - aug", None),
    ("daily starting 2024-03-10 07:00 and mon", "clause-not-last", "and", "daily and mon starting 2024-03-10 07:00"),
    ("daily starting UTC 10:00", "leftover-words", "UTC", None),
    ("daily starting at", "unreadable-moment", "at", None),
    ("@every 5m", "unknown-word", "@every", "every 5 minutes"),
    ("*/5 * * * *  # comment", "unexpected-character", "#", "*/5 * * * *"),
    ("2024-12-25 09:00", "unexpected-word", "2024-12-25 09:00", "2024-12-25 at 09:00"),
    ("2024-12-25T09:00 | hourly", "unexpected-word", "2024-12-25T09:00", "2024-12-25 at 09:00 | hourly"),
    ("9:00", "unexpected-word", "9:00", "daily at 9:00"),
    ("noon daily", "unexpected-word", "noon", "daily at noon"),
    ("daily & 09:00", "unexpected-word", "09:00", None),
    ("hourly | (9:00)", "unexpected-word", "9:00", None),
    ("at 9:00", "unexpected-word", "at", "daily at 9:00"),
    ("daily at 09:00 UTC", "unexpected-word", "UTC", "daily at 09:00 in UTC"),
    ("daily at 9 am Europe/Berlin", "unexpected-word", "Europe/Berlin", "daily at 9 am in Europe/Berlin"),
    ("every friday the 13th", "unexpected-word", "the", "every friday & 13th"),
    ("biweekly", "unknown-word", "biweekly", "every 2 weeks"),
    ("first monday at 9:00", "unknown-word", "first", "1st monday at 9:00"),
    ("daily starting tomorrow at 9", "unexpected-word", "9", "daily starting tomorrow at 09:00"),
    ("daily starting next monday", "unknown-word", "next", None),
    ("daily starting yesterday", "unknown-word", "yesterday", None),
    ("daily – mon", "unexpected-character", "–", "daily & mon"),
    ("daily & mon–fri", "unexpected-character", "–", "daily & mon-fri"),
    ("daily \x00", "unexpected-character", "\x00", None),
    ("daily starting ೨೦೨೪-೦೧-೦೧", "unexpected-character", "೨", None),
    ("daily\u00a0& mon", "unexpected-character", "\u00a0", "daily & mon"),
    # words and numbers run together, signs of other languages
    ("every5 minutes", "unknown-word", "every5", "every 5 minutes"),
    ("every2days", "unknown-word", "every2days", "every 2 days"),
    ("every5 minuts", "unknown-word", "every5", "every 5 minutes"),
    ("every 5h", "unknown-word", "h", "every 5 hours"),
    ("every 5 minuts", "unknown-word", "minuts", "every 5 minutes"),
    ("every +5 minutes", "unexpected-word", "+", "every 5 minutes"),
    ("daily; hourly", "unexpected-character", ";", "daily| hourly"),
    ("daily — mon", "unexpected-character", "—", "daily & mon"),
    ("daily & mon — fri", "unexpected-character", "—", "daily & mon - fri"),
    ("“daily at 09:00”", "unexpected-character", "“", "daily at 09:00"),
    ("„daily“", "unexpected-character", "„", "daily"),
    ("daily & -mon", "unexpected-word", "-", "daily & !mon"),
    # numbers, dates and times in other forms
    ("monthly on 15", "unexpected-word", "15", "monthly on 15th"),
    ("daily & 15 & mon", "unexpected-word", "15", "daily & 15th & mon"),
    ("daily & 1-7", "unexpected-word", "1-7", "daily & 1st-7th"),
    ("daily & 1, 3 - 7th", "unexpected-word", "1, 3 - 7th", "daily & 1st, 3rd - 7th"),
    ("daily & 1-7th", "unexpected-word", "1-7th", "daily & 1st-7th"),
    ("daily & 32", "unfinished", "", None),
    ("every 5 at 9:00", "unexpected-word", "at", None),
    ("daily at 9.30", "unexpected-word", "9.30", "daily at 09:30"),
    ("daily at 9h30", "unexpected-word", "9h30", "daily at 09:30"),
    ("daily at 9.30 pm", "unexpected-word", "9.30", "daily at 9:30 pm"),
    ("daily at 9:5", "unexpected-word", "9:5", "daily at 09:05"),
    ("daily at 9.75", "unexpected-word", "9.75", None),
    ("daily at nooon", "unknown-word", "nooon", "daily at noon"),
    ("daily & 05/01/2024", "unexpected-word", "05/01/2024", "daily & 2024-01-05"),
    ("daily & 13/01/2024", "unexpected-word", "13/01/2024", "daily & 2024-01-13"),
    ("daily & 32.13.2024", "unexpected-word", "32.13.2024", None),
    ("daily & 2024/05/01", "unexpected-word", "2024/05/01", "daily & 2024-05-01"),
    ("daily at 9am, mon-fri", "unexpected-word", "mon", "daily at 9am & mon-fri"),
    ("every 15 min from 9:00 to 17:00", "unknown-word", "from", "every 15 min & 9:00 to 17:00"),
    ("mon-fri 9:00-17:00", "unexpected-word", "9:00-17:00", "hourly & mon-fri and 9:00-17:00"),
    ("every 30 minutes 9:00-17:00", "unexpected-word", "9:00-17:00", "every 30 minutes and 9:00-17:00"),
    # phrases of speech
    ("every second tuesday", "unexpected-word", "second", None),
    ("the first monday of every month", "unexpected-word", "the", "1st monday at 09:00"),
    ("1st of the month at 9am", "unexpected-word", "of the month", "1st at 9am"),
    ("last day of the month at 9am", "unexpected-word", "of the month", "last day at 9am"),
    ("end of month", "unknown-word", "end of month", "last day at 09:00"),
    ("on monday at 9am", "unexpected-word", "on", "monday at 9am"),
    ("0 9 * * * on mon", "unexpected-word", "on", "0 9 * * * & mon"),
    ("daily except on sunday", "unexpected-word", "on", "daily except sunday"),
    ("daily but not sunday", "unknown-word", "but not", "daily except sunday"),
    ("daily without sun", "unknown-word", "without", "daily except sun"),
    ("daily if mon", "unknown-word", "if", "daily & mon"),
    ("daily for 2 weeks", "unknown-word", "for", "daily until in 2 weeks"),
    ("every quarter hour", "unknown-word", "quarter hour", "every 15 minutes"),
    ("every half an hour", "unknown-word", "half an hour", "every 30 minutes"),
    ("every working day at 9am", "unknown-word", "working day", "every weekday at 9am"),
    ("last business day at 5pm", "unexpected-word", "business", "last weekday at 5pm"),
    ("daily & last 3 days", "unexpected-word", "3", "daily & 3rd-last - last day"),
    ("last breakfast", "unexpected-word", "breakfast", None),
    ("tomorrow", "unexpected-word", "tomorrow", "daily starting tomorrow"),
    ("daily tomorrow 10:00", "unexpected-word", "tomorrow", "daily starting tomorrow 10:00"),
    ("never", "unknown-word", "never", None),
    ("daily and", "unfinished", "", "daily"),
    ("()", "unfinished", "()", None),
    # two terms side by side
    ("daily & mon wed", "unexpected-word", "wed", "daily & mon, wed"),
    ("every 10 days at 1:00 mon", "unexpected-word", "mon", "every 10 days at 1:00 and mon"),
    ("weekly fri", "unexpected-word", "fri", "weekly on fri"),
    ("every 2 months 1st mon at 9am", "unexpected-word", "1st", "every 2 months on 1st mon at 9am"),
    ("DAILY AT NOON EVERY MON", "unexpected-word", "EVERY", "DAILY AT NOON & MON"),
    ("daily at noon every 5 minutes", "unexpected-word", "every", "daily at noon or every 5 minutes"),
    ("daily & mon|wed", "window-in-union", "wed", "daily & (mon|wed)"),
    ("hourly or mon-fri", "window-in-union", "mon-fri", "hourly or mon-fri at 09:00"),
    ("hourly or (mon-fri & jan)", "window-in-union", "(mon-fri & jan)", "hourly or ((mon-fri & jan)) at 09:00"),
    ("daily & 1st mon,15th", "mixed-list", "15th", "daily & (1st mon | 15th)"),
    # cron lines with what stands beside them in a crontab
    ("0 9 * * mon-fri /bin/backup.sh", "unexpected-word", "/bin/backup.sh", None),
    ("0 9 * * * ~/bin/x --all", "unexpected-word", "~/bin/x --all", None),
    ("~ 3 * * *", "unexpected-character", "~", None),
    ("0~30/5 3 * * *", "unexpected-character", "~", None),
    ("TZ=UTC 0 9 * * *", "unexpected-word", "TZ=UTC", "0 9 * * * in UTC"),
    ('CRON_TZ="Europe/Berlin" 0 9 * * *', "unexpected-word", 'CRON_TZ="Europe/Berlin"', "0 9 * * * in Europe/Berlin"),
    ("@weekday", "unknown-word", "@weekday", "daily & weekday"),
    ("@minutely", "unknown-word", "@minutely", "minutely"),
    ("0 0 0 * *", "out-of-range", "0", None),
    ("0 0 L-31 * *", "out-of-range", "L-31", None),
    # beginnings and zones
    ("daily starting the 2nd", "unexpected-word", "the", "daily starting 2nd"),
    ("daily starting Monday atr 12:15 PM", "leftover-words", "atr", "daily starting Monday at 12:15 PM"),
    ("daily starting 2 weeks ago", "unknown-word", "ago", None),
    ("daily in +2", "unknown-zone", "+2", "daily in +02:00"),
    ("daily in -5:30", "unknown-zone", "-5:30", "daily in -05:30"),
    ("daily in america/new york & mon", "unknown-zone", "america/new york", None),
    ("daily in Europe/Berlin Europe/Paris", "repeated-clause", "Europe/Paris", None),
    ("daily in Europe/Berlin strting now", "unknown-word", "strting", "daily in Europe/Berlin starting now"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "place", "fixed"), CASES)
def test_what_is_wrong_and_where(text: str, name: str, place: str, fixed: str | None) -> None:
    diagnostic = fault(text)

    assert (diagnostic.name, diagnostic.span.of(text)) == (name, place)
    fixes = [fix.apply(text) for fix in diagnostic.fixes]
    assert fixes == [] if fixed is None else fixed in fixes


@pytest.mark.parametrize("text", ["~ 3 * * *", "0 ~ * * *", "0~30/5 3 * * *"])
def test_a_random_field_of_cronie_is_named(text: str) -> None:
    diagnostic = fault(text)
    assert diagnostic.message.startswith("'~' picks a random number in cronie")
    assert diagnostic.help == "write a number of your own, such as '17 3 * * *'"


def test_the_same_sign_elsewhere_is_none() -> None:
    assert "cronie" not in fault("daily ~ mon").message


@pytest.mark.parametrize("text", [case[0] for case in CASES])
def test_a_fix_leads_to_a_schedule(text: str) -> None:
    for fix in fault(text).fixes:
        assert isinstance(parse(fix.apply(text)), Schedule)


@pytest.mark.parametrize("text", [case[0] for case in CASES if case[3] is None and case[1] != "unexpected-character"])
def test_without_a_fix_the_message_says_what_to_do(text: str) -> None:
    diagnostic = fault(text)
    assert (
        diagnostic.help
        or "wanted" in diagnostic.message
        or "is not in" in diagnostic.message
        or "no day" in diagnostic.message
    )


_MAY_GO = {"the", "on", "of", "month", "every", "and", "or", "at", "in", "not", "through"}
_SAME = {
    "0 */25 * * *": "0", "0 0 * * L": "l", "every quarter hour": "quarter hour", "every half an hour": "hour",
    "every working day at 9am": "day", "last business day at 5pm": "day",
}  # fmt: skip
"""What stands in a fix by other words."""


def words_and_numbers(text: str) -> set[str]:
    """The words of the language in a text, without the ending of a plural, and its numbers."""
    found = {each.lstrip("0") or "0" for each in re.findall("[0-9]+|[a-z]+", text.lower())}
    return {each.removesuffix("s") for each in found if each.isdigit() or each in KNOWN}


@pytest.mark.parametrize("text", [case[0] for case in CASES])
def test_a_fix_drops_no_word_and_no_number(text: str) -> None:
    written = text.partition("  #")[0].replace("TZ=UTC", "UTC")  # a comment is no part of a schedule
    for fix in fault(text).fixes:
        dropped = words_and_numbers(written) - words_and_numbers(fix.apply(text)) - _MAY_GO
        assert dropped <= set(_SAME.get(text, "").split())


@pytest.mark.parametrize(
    ("text", "help"), [("daily fro", None), ("daily — 0 9 * * *", "between"), ("daily = mon", None)]
)
def test_no_advice_leads_to_what_is_no_schedule(text: str, help: str | None) -> None:
    found = fault(text)
    assert all(parse(fix.apply(text)) for fix in found.fixes)
    assert help is None or (found.help or "").startswith(help)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("daily in utc 5", "a clause such as 'starting' or the end"),
        ("hourly between 09:00 and 17:00 5", "'and', 'or', 'except', a clause such as 'starting' or the end"),
        ("daily at", "09"),
    ],
)
def test_where_a_schedule_could_end_that_is_said(text: str, wanted: str) -> None:
    assert wanted in fault(text).message
    assert ("the end" in fault(text).message) == ("the end" in wanted)


def test_repairs_of_several_slips_are_joined() -> None:
    text = "evry 2 dayz & mno"
    assert [[fix.apply(text) for fix in each.fixes] for each in faults(text)] == [["every 2 days & mon"], []]


def test_a_step_of_a_repair_loses_nothing() -> None:
    text = "daily at at 9am & mno at at"
    assert all("9am" in fix.apply(text) and "mon" in fix.apply(text) for each in faults(text) for fix in each.fixes)


def test_the_end_of_the_text_is_the_place_of_what_is_missing() -> None:
    assert fault("daily and").span.start == len("daily and")


def test_the_error_shows_the_schedule_with_carets_under_the_place() -> None:
    with pytest.raises(ScheduleError) as caught:
        parse("every 2 dayz")

    assert str(caught.value) == (
        "error[E108]: unknown word 'dayz'\n"
        "  |\n"
        "  | every 2 dayz\n"
        "  |         ^^^^\n"
        "  = help: did you mean 'days'?\n"
        "  = instead: every 2 days"
    )


def test_a_second_place_on_the_same_line_shows_the_line_once() -> None:
    with pytest.raises(ScheduleError) as caught:
        parse("daily starting\tnow\nand mon")

    assert str(caught.value) == (
        "error[E111]: the schedule goes on after its 'starting'\n"
        "  |\n"
        "  | and mon\n"
        "  | ^^^ this would be left out\n"
        "  | daily starting now\n"
        "  |       ^^^^^^^^^^^^ the clause\n"
        "  = help: put 'starting' at the end, or parentheses around the part that it belongs to\n"
        "  = instead: daily and mon starting now"
    )
    with pytest.raises(ScheduleError) as caught:
        parse("daily starting now & mon")

    assert str(caught.value).splitlines()[2:5] == [
        "  | daily starting now & mon",
        "  |                    ^ this would be left out",
        "  |       ^^^^^^^^^^^^ the clause",
    ]


def test_an_overlong_text_is_refused_at_once() -> None:
    begin = time.perf_counter()
    assert fault("(" * 100_000).name == "too-long"
    assert fault("(" * MAX_LENGTH).name == "too-deep"
    assert fault("!" * MAX_LENGTH).name == "unfinished"
    assert time.perf_counter() - begin < 5


def test_parentheses_may_nest_as_deep_as_allowed_and_no_deeper() -> None:
    assert isinstance(parse("(" * MAX_DEPTH + "daily" + ")" * MAX_DEPTH), Schedule)
    assert fault("(" * (MAX_DEPTH + 1) + "daily" + ")" * (MAX_DEPTH + 1)).name == "too-deep"


@pytest.mark.parametrize(
    "text",
    [
        "\u017funday at 9:00", "da\u0131ly at 9:00", "every 5 \u017feconds", "weekend\u017f at 9:00",
        "\u017fept at 9:00",
        "daily at m\u0131dnight", "every 2 wee\u212as", "daily start\u0131ng tomorrow", "da\u0130ly", "daily at ９:00",
    ],
)  # fmt: skip
def test_letters_that_only_look_or_fold_like_ascii_mean_nothing(text: str) -> None:
    diagnostic = fault(text)
    assert diagnostic.name == "unexpected-character"
    assert not diagnostic.span.of(text).isascii()


def test_what_is_not_text_is_no_schedule() -> None:
    with pytest.raises(TypeError, match="a schedule is a str, not int"):
        parse(5)  # type: ignore[arg-type]


def test_a_weekday_by_its_full_name_may_be_the_last_of_its_month() -> None:
    assert parse("0 9 * * fridayL") == parse("0 9 * * 5L")


N = "9" * 5000


@pytest.mark.parametrize(
    "text",
    [
        f"every {N} days", f"every 1.{'0' * 9000}1 hours", f"daily & {N}st", f"daily & {N}st mon", f"daily & dec {N}",
        f"0 0 L-{N} * *", f"0 0 {N}W * *", f"0 0 * * {N}L", f"0 0 * * fri#{N}", f"*/{N} * * * *", f"{N} * * * *",
        f"daily starting in {N} days", f"daily starting {N}st", f"daily starting {N}", f"daily starting may {N}",
    ],
)  # fmt: skip
def test_a_number_of_thousands_of_digits_is_refused(text: str) -> None:
    assert fault(text).name == "out-of-range"


def test_a_schedule_says_except_fifty_times_at_most() -> None:
    assert isinstance(parse("daily" + " except sun" * MAX_DEPTH), Schedule)
    assert fault("daily" + " except sun" * (MAX_DEPTH + 1)).name == "too-deep"


def test_canonical_text_may_be_longer_than_what_it_came_from() -> None:
    text = "daily" + "|daily" * 1600
    canonical = print_schedule(parse(text))
    assert len(canonical) > MAX_LENGTH
    assert parse(canonical, limited=False) == parse(text)


def test_a_text_of_the_greatest_length_parses() -> None:
    text = " | ".join(["daily at 09:00"] * 588)
    assert len(text) <= MAX_LENGTH
    assert isinstance(parse(text), Schedule)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("d\udce9ily", "the byte 0xE9, which is no UTF-8, has no meaning in a schedule"),
        ("d\udc80ily", "the byte 0x80, which is no UTF-8, has no meaning in a schedule"),
        ("d\ud800ily", "the character 'U+D800' has no meaning in a schedule"),
    ],
)
def test_a_byte_that_is_no_text_is_told_as_a_byte(text: str, message: str) -> None:
    assert fault(text).message == message
