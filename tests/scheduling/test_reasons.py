from __future__ import annotations

from datetime import UTC, datetime
from time import process_time

import pytest

from everly.grammar.diagnostics import Diagnostic, ScheduleError
from everly.grammar.fault import replacement
from everly.grammar.span import Span
from everly.scheduling import exclusions, reasons
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.engine.algebra import intersection
from everly.scheduling.engine.nodes import InstantSet
from everly.scheduling.lower import Scope

_NOW = datetime(2024, 5, 1, 12, 31, 52, tzinfo=UTC)


def _refused(text: str, zone: str = "UTC") -> tuple[Diagnostic, ...]:
    with pytest.raises(ScheduleError) as caught:
        compile_schedule(text, now=_NOW, timezone=zone)
    return caught.value.diagnostics


def _reason(text: str) -> tuple[str, str, list[str]]:
    """The message, the place, and the related places."""
    (found,) = _refused(text)
    assert found.name == "never-fires"
    return found.message, found.span.of(text), [label.span.of(text) for label in found.related]


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ("0 0 30 2 *", "February never has a day 30", "30"),
        ("0 0 30,31 feb *", "February never has a day 30", "30,31"),
        ("0 0 31 4 *", "April never has a day 31", "31"),
        ("0 0 31 4,6 *", "none of these months has a day 31: the longest of them has 30 days", "31"),
        ("0 0 30 feb */2", "February never has a day 30", "30"),
        ("0 0 L-30 feb *", "February never has a day 31", "L-30"),
        ("0 0 31W jun *", "June never has a day 31", "31W"),
        ("0 0 0 29 2 * 2023", "none of the years '2023' has such a day", "2023"),
        ("0 0 */31 * mon#5", "no day is both '*/31' of the month and 'mon#5' of the week", "*/31 * mon#5"),
    ],
)
def test_cron_line_without_days_says_which_field_is_at_fault(text: str, message: str, place: str) -> None:
    assert _reason(text)[:2] == (message, place)


@pytest.mark.parametrize(
    ("text", "message", "pair"),
    [
        ("sat & daily & mon-fri", "'sat' and 'mon-fri' exclude each other", ["mon-fri", "sat"]),
        (
            "hourly & 09:00-10:00 & 13:00-14:00",
            "'09:00-10:00' and '13:00-14:00' exclude each other",
            ["13:00-14:00", "09:00-10:00"],
        ),
        ("(daily & mon) & (daily & tue)", "'mon' and 'tue' exclude each other", ["tue", "mon"]),
        ("(mon & tue) at 09:00", "'mon' and 'tue' exclude each other", ["tue", "mon"]),
        ("monthly on (mon & tue)", "'mon' and 'tue' exclude each other", ["tue", "mon"]),
        ("weekly & mon starting 2024-05-01", "'weekly' and 'mon' exclude each other", ["mon", "weekly"]),
        ("daily & feb & 31st", "February never has a day 31", ["31st", "feb"]),
        ("daily & 30th,31st & feb", "February never has a day 30", ["feb", "30th,31st"]),
        ("daily & 2023 & 2025", "'2023' and '2025' exclude each other", ["2025", "2023"]),
        ("hourly & 30 * * * *", "'hourly' and '30 * * * *' exclude each other", ["30 * * * *", "hourly"]),
    ],
)
def test_two_operands_that_exclude_each_other_are_both_shown(text: str, message: str, pair: list[str]) -> None:
    found, place, related = _reason(text)
    assert (found, [place, *related]) == (message, pair)


def test_operands_that_only_together_leave_nothing_are_all_shown() -> None:
    message, place, related = _reason("hourly & mon & 1st & feb & 2023 & 00:00-12:00")
    assert message == "no instant belongs to all of 'mon', '1st', 'feb', '2023'"
    assert [place, *related] == ["mon", "1st", "feb", "2023"]


def test_of_many_operands_the_one_that_leaves_nothing_is_shown() -> None:
    years = " & ".join(f"!{year}" for year in range(2024, 2050))
    message, place, related = _reason(f"daily & {years} & 2024-2049 & mon")
    assert message == "'2024-2049' shares no instant with all that stands before it"
    assert (place, related) == ("2024-2049", [f"daily & {years}"])


def test_phases_that_never_meet_are_told_with_their_distance() -> None:
    (found,) = _refused("(every 2 hours starting 00:00) & (every 90 minutes starting 00:20)")
    assert found.message.endswith(
        "never meet: they stay 10 minutes apart, for their beginnings do not differ by a multiple of 30 minutes"
    )
    assert found.help is not None
    assert found.help.count("counts from wed 2024-05-01") == 2


def test_interval_in_a_pair_says_what_it_counts_from() -> None:
    (found,) = _refused("weekly & mon starting 2024-05-01")
    assert found.help is not None
    assert found.help.startswith("'weekly' counts from wed 2024-05-01 00:00; ")


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("every monday and tuesday", "every monday, tuesday"),
        ("every monday and thursday at 9am", "every monday, thursday at 9am"),
        ("mon and wed at 9am", "mon, wed at 9am"),
        ("mon, wed and fri at 9am", "mon, wed, fri at 9am"),
        ("mon and wed and fri at 9am", "mon, wed, fri at 9am"),
        ("weekly on mon and wed", "weekly on mon, wed"),
        ("daily & jan,apr & feb", "daily & jan,apr, feb"),
        ("hourly & 09:00-10:00 & 13:00-14:00", "hourly & 09:00-10:00, 13:00-14:00"),
        ("hourly & 2024 and 2025", "hourly & 2024, 2025"),
        ("1st and 15th at 9am", "1st, 15th at 9am"),
    ],
)
def test_windows_of_a_kind_that_speech_joins_by_and_are_offered_as_a_list(text: str, mended: str) -> None:
    (found,) = _refused(text)
    assert (found.help or "").split("; ")[-1].startswith("for either of them write '")
    assert [fix.apply(text) for fix in found.fixes] == [mended]
    compile_schedule(mended, now=_NOW)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("sat & daily & mon-fri", "mon-sat"),
        ("daily & 1st mon of jan & 2nd mon of feb", "(1st mon of jan | 2nd mon of feb)"),
    ],
)
def test_two_windows_of_a_kind_are_offered_as_one(text: str, written: str) -> None:
    (found,) = _refused(text)
    assert (found.help, found.fixes) == (f"for either of them write '{written}'", ())
    compile_schedule(f"hourly & {written}", now=_NOW)


def test_windows_that_meet_only_where_the_clock_skips_are_told_so() -> None:
    message, place, related = _reason("secondly & 02:00-02:59 & 2024-03-10 in America/New_York")
    assert message == "'02:00-02:59' and '2024-03-10' meet only at times that the clock of America/New_York skips"
    assert [place, *related] == ["2024-03-10", "02:00-02:59"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("daily & mon wed", ["daily & mon, wed"]),
        ("daily & last sat,sun", ["daily & (last sat | sun)"]),
        ("daily in Los Angeles", ["daily in America/Los_Angeles"]),
        ("daily in america/new york", ["daily in america/new_york"]),
        ("daily at noon in new york", ["daily at noon in America/New_York"]),
        ("daily & 05/01/2024", ["daily & 2024-05-01"]),
        ("daily in mon", ["daily & mon"]),
        ("daily in nowhere-at-all", []),
    ],
)
def test_a_fix_of_any_stage_is_offered_only_if_it_fires(text: str, mended: list[str]) -> None:
    (found,) = _refused(text)
    assert [fix.apply(text) for fix in found.fixes] == mended
    for each in mended:
        compile_schedule(each, now=_NOW)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("daily and mon-fri at 09:00", ["mon-fri at 09:00", "daily | mon-fri at 09:00"]),
        ("daily & 0 9 * * *", ["0 9 * * *", "daily | 0 9 * * *"]),
        ("0 9 * * * & daily", ["0 9 * * *", "0 9 * * * | daily"]),
        ("hourly and 0 * * * *", ["0 * * * *", "hourly | 0 * * * *"]),
        ("minutely & mon-fri at 09:00", ["mon-fri at 09:00", "minutely | mon-fri at 09:00"]),
        ("weekly at 9am & mon", ["weekly on mon at 09:00"]),
        ("mon at 9am and tue at 10am", ["mon at 9am | tue at 10am"]),
        ("0 9 * * mon & 0 10 * * tue", ["0 9 * * mon | 0 10 * * tue"]),
        ("monthly at 9am & 15th", ["monthly on 15th at 09:00"]),
    ],
)
def test_a_pair_that_was_meant_otherwise_is_mended(text: str, mended: list[str]) -> None:
    (found,) = _refused(text)
    assert [fix.apply(text) for fix in found.fixes] == mended
    for each in mended:
        compile_schedule(each, now=_NOW)


@pytest.mark.parametrize(
    "text", ["daily & mon & 0 9 * * *", "daily & 0 9 * * * in Asia/Tokyo", "daily & 0 0 0 1 1 * 2020"]
)
def test_a_pair_among_more_gets_words_but_no_edits(text: str) -> None:
    (found,) = _refused(text)
    assert found.fixes == ()
    assert found.help is not None
    assert "'&' keeps only the instants that both share: drop 'daily'" in found.help


def test_elapsed_time_of_a_length_of_its_own_and_a_cron_line_get_words_but_no_edits() -> None:
    (found,) = _refused("every 2 hours and 0 * * * *")
    assert found.fixes == ()
    assert found.help is not None
    assert found.help.endswith("drop 'every 2 hours', or write '|' to fire at either")


def test_a_repair_of_what_never_fires_is_not_offered_when_that_never_fires_either(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "daily & mon-fri at 09:00"
    unread, empty, nowhere, sound = (
        replacement(Span(0, len(text)), mended)
        for mended in ("daily & feb 30", "daily & mon & tue", "daily in Europe/Berln", "daily & mon-fri")
    )
    monkeypatch.setattr(exclusions, "way_out", lambda *_: ("", (*unread, *empty, *nowhere, *sound)))
    (found,) = _refused(text)
    assert found.fixes == sound


def test_the_period_of_an_interval_is_an_ordinal() -> None:
    (found,) = _refused("every 3 months on jan 15 starting 2024-02-01")
    assert found.help == "every 3rd month counts from thu 2024-02-01 00:00"


def test_the_emptiness_of_a_pair_is_proved_no_more_often_than_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[int] = []

    def counted(sets: list[InstantSet]) -> InstantSet:
        met.append(len(sets))
        return intersection(sets)

    monkeypatch.setattr(reasons, "intersection", counted)
    _refused("every 1000000 days & feb 29")
    assert met == []
    _refused("every 1000000 days & hourly & feb 29")
    assert len(met) <= 3


def test_days_outside_the_periods_that_count_are_named() -> None:
    message, place, _ = _reason("every 2 months on feb at 09:00")
    assert (message, place) == ("no month that 'every 2 months on feb at 09:00' counts has a day of 'feb'", "feb")


@pytest.mark.parametrize(
    ("text", "removed", "base"),
    [
        ("mon at 09:00 except weekdays", "weekdays", "mon at 09:00"),
        ("hourly except secondly", "secondly", "hourly"),
        ("daily & mon except 2000-2100 except 1900-9999", "1900-9999", "daily & mon except 2000-2100"),
    ],
)
def test_exception_that_leaves_nothing_is_shown_with_what_it_takes(text: str, removed: str, base: str) -> None:
    assert _reason(text) == (f"'{removed}' takes every firing out of '{base}'", removed, [base])


@pytest.mark.parametrize("text", ["(mon | tue except mon-fri) at 09:00", "mon | tue except mon-fri"])
def test_exception_that_leaves_nothing_of_a_window_takes_its_seconds(text: str) -> None:
    assert _reason(text) == ("'mon-fri' takes every second out of 'mon | tue'", "mon-fri", ["mon | tue"])


@pytest.mark.parametrize(
    ("text", "message", "pair", "mended"),
    [
        ("sat & mon-fri", "'sat' and 'mon-fri' exclude each other", ["mon-fri", "sat"], "daily & sat, mon-fri"),
        (
            "sat & mon-fri starting tomorrow in Europe/Berlin",
            "'sat' and 'mon-fri' exclude each other",
            ["mon-fri", "sat"],
            "daily & sat, mon-fri starting tomorrow in Europe/Berlin",
        ),
        ("(mon & !mon)", "'mon' and '!mon' exclude each other", ["!mon", "mon"], None),
        ("31st & feb", "February never has a day 31", ["feb", "31st"], None),
        (
            "mon-wed & wed-fri & fri-mon",
            "no instant belongs to all of 'mon-wed', 'wed-fri', 'fri-mon'",
            ["mon-wed", "wed-fri", "fri-mon"],
            None,
        ),
        (
            "02:00-02:59 & 2024-03-10 in America/New_York",
            "'02:00-02:59' and '2024-03-10' meet only at times that the clock of America/New_York skips",
            ["2024-03-10", "02:00-02:59"],
            None,
        ),
    ],
)
def test_a_window_alone_that_is_empty_too_is_told_what_excludes_what(
    text: str, message: str, pair: list[str], mended: str | None
) -> None:
    found, place, related = _reason(text)
    assert (found, [place, *related]) == (message, pair)
    (finding,) = _refused(text)
    assert next((fix.apply(text) for fix in finding.fixes), None) == mended


@pytest.mark.parametrize(
    "text", ["sat", "2023", "2023 starting 2024-06-01", "sat & mon-fri | sun", "mon until 2023-01-01"]
)
def test_a_window_alone_that_holds_some_time_is_told_to_be_a_window(text: str) -> None:
    (found,) = _refused(text)
    assert found.name == "window-alone"


def test_a_window_alone_whose_clauses_mean_nothing_is_told_to_be_a_window() -> None:
    (found,) = _refused("sat & mon-fri starting 09:00 CST")
    assert found.name == "window-alone"


def test_complement_of_everything_holds_nothing() -> None:
    assert _reason("hourly & !mon-sun")[:2] == ("'!mon-sun' holds no time at all", "!mon-sun")


@pytest.mark.parametrize(
    ("text", "last", "place"),
    [
        ("daily & 2023", "sun 2023-12-31 12:31:52", "2023"),
        ("0 9 * * * & 2023-06-01 - 2024-04-30", "tue 2024-04-30 09:00", "2023-06-01 - 2024-04-30"),
        ("(daily until 2024-04-01) & hourly", "mon 2024-04-01 12:31:52", "(daily until 2024-04-01)"),
        ("0 0 0 1 1 * 2020", "wed 2020-01-01 00:00", "0 0 0 1 1 * 2020"),
    ],
)
def test_schedule_that_is_over_names_its_last_firing(text: str, last: str, place: str) -> None:
    message, found, _ = _reason(text)
    assert message == f"'{text}' is over: its last firing would have been {last}, before now, wed 2024-05-01 12:31:52"
    assert found == place


def test_beginning_after_the_last_firing_is_shown() -> None:
    assert _reason("2023 & daily starting 2024-01-01") == (
        "the last firing would have been sun 2023-12-31 00:00, before the beginning, mon 2024-01-01 00:00",
        "2024-01-01",
        [],
    )


def test_end_before_the_first_firing_is_shown() -> None:
    assert _reason("mon at 09:00 starting 2025-01-01 until 2025-01-04")[:2] == (
        "the first firing would be mon 2025-01-06 09:00, after the end, sat 2025-01-04 23:59:59",
        "2025-01-04",
    )
    assert _reason("0 0 1 1 * until 2024-12-31")[0].startswith("the first firing would be wed 2025-01-01 00:00, after")


@pytest.mark.parametrize(
    "text",
    [
        "daily until 2024-04-30",
        "daily starting 2024-05-02 until 2024-05-01",
        "(daily until 2024-04-30)",
        "((daily until 2024-04-30) in Europe/Berlin)",
    ],
)
def test_end_before_the_beginning_is_told_at_the_end(text: str) -> None:
    (found,) = _refused(text)
    assert found.name == "ends-before-start"
    assert found.span.of(text) == text[text.index("until ") + 6 :][:10]


def test_every_branch_of_a_union_gives_its_reason() -> None:
    messages = [found.message for found in _refused("(daily & 2023) | 0 0 30 2 * | (daily & sat & sun)")]
    assert [message.split(":")[0] for message in messages] == [
        "'(daily & 2023)' is over",
        "February never has a day 30",
        "'sat' and 'sun' exclude each other",
    ]


def test_long_part_is_cut_short_in_the_message() -> None:
    long = ",".join(f"{year}" for year in range(2024, 2090, 2))
    message, place, _ = _reason(f"daily & {long} & 2025")
    assert (message, place) == (f"'{long[:60]}...' and '2025' exclude each other", "2025")


@pytest.mark.parametrize(
    "text",
    [
        "every 7 hours & mon at 09:00 starting 2024-01-01",
        "every 86399 seconds & every 86398 seconds & 1 & 0 0 0 1 1 * 2025",
        "0 0 29 feb * & 2023,2025-2027,2029-2031 & !2028",
        "every 9 days & sat & mon",
        " & ".join(["daily", *(f"!{year}" for year in range(2024, 2100)), "2024-2099"]),
    ],
)
@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_proof_comes_at_once(text: str, zone: str) -> None:
    with pytest.raises(ScheduleError):
        compile_schedule("0 0 30 2 *", now=_NOW, timezone=zone)
    begun = process_time()
    assert _refused(text, zone)
    assert process_time() - begun < 5


def _drifting(hours: range, base: str = "hourly") -> str:
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    return " ".join([base, *(f"except (every {each} hours & {days[each // 2 % 7]})" for each in hours)])


_HARD = [
    " & ".join([f"({_drifting(range(7, 13, 2))} except (every {each} hours & jan))" for each in (11, 13, 17, 19, 23)])
    + " & (daily at 00:30)",
    f"{_drifting(range(7, 31, 2))} except (mon | tue) except (wed-sun)",
]


@pytest.mark.parametrize("text", _HARD, ids=["intersections", "nothing left"])
def test_where_the_smallest_part_takes_too_much_work_to_find_the_finding_is_about_the_whole(text: str) -> None:
    assert _reason(text) == (f"no instant is left of '{text[:60]}...'", text, [])


@pytest.mark.parametrize("operand", ["every 7 hours & mon", "daily at 09:00"])
def test_the_search_for_the_smallest_part_is_counted(operand: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each question whether a set is empty counts, so that it ends however many operands there are."""
    text = f"({operand}) & {' & '.join(f'!{year}' for year in range(2024, 2060))} & 2060 & 2061"
    asked, original = list[InstantSet](), reasons._is_empty

    def noted(instants: InstantSet, scope: Scope) -> bool:
        asked.append(instants)
        return original(instants, scope)

    monkeypatch.setattr(reasons, "_is_empty", noted)
    assert "'2060' and '2061' exclude each other" in _reason(text)[0]
    needed = len(asked)
    monkeypatch.setattr(reasons, "_MOST_WORK", reasons._A_QUESTION * (needed // 2))
    asked.clear()
    assert _reason(text)[0].startswith("no instant is left of '")
    assert len(asked) <= needed // 2 + 1
