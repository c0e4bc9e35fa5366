"""Days that are left out are named as they were meant: by date, or by what comes round."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.explanation.sentence import explain
from tests.scheduling.explanation.test_truth import check_true

NOW = datetime(2026, 11, 27, 8, tzinfo=UTC)

SENTENCES = (
    (
        "every 5 months on 2nd-31st at 09:00 except fri & 13th",
        (
            "At 09:00 on the 2nd to 31st of the month except Fridays that fall on the 13th of the month, in every "
            "fifth month, counted from November 2026."
        ),
    ),
    ("0 9 * * mon-fri except 1st", "At 09:00 from Monday to Friday except the 1st of the month."),
    ("fri at 17:00 except last fri", "At 17:00 on Fridays except the last Friday of the month."),
    ("mon at 09:00 except 1st mon", "At 09:00 on Mondays except the first Monday of the month."),
    ("daily at 09:00 except 13th & fri", "At 09:00 every day except Fridays that fall on the 13th of the month."),
    ("hourly except 13th & fri", "Every hour except on Fridays that fall on the 13th of the month."),
    ("daily at 09:00 except dec 25, dec 26", "At 09:00 every day except 25 and 26 December."),
    ("mon at 09:00 & (dec 25, dec 26)", "At 09:00 on Mondays that fall on 25 or 26 December."),
    ("mon at 09:00 except jul-aug & 2027", "At 09:00 on Mondays except in July and August 2027."),
    (
        "0 9 * * * except mon & 2027-03-01 - 2027-06-30",
        "At 09:00 every day, but from 1 March to 28 June 2027 not on Mondays.",
    ),
    (
        "0 9 * * mon-fri except (every 2 weeks on fri at 09:00 starting 2026-12-04 until 2027-06-30)",
        (
            "At 09:00 from Monday to Friday, but from 4 December 2026 to 18 June 2027 not on every second Friday, "
            "counted from 4 December 2026."
        ),
    ),
    (
        "0 9 * * * except (2027-05-03 | tue & 2028)",
        "At 09:00 every day, but in 2027 not on 3 May, and in 2028 not on Tuesdays.",
    ),
    (
        "0 9 * * mon-fri except (2026-12-24 - 2027-01-02 | tue & 2028)",
        (
            "At 09:00 from Monday to Friday, but in 2026 not from 24 to 31 December, and in 2027 not on 1 January, "
            "and in 2028 not on Tuesdays."
        ),
    ),
    (
        "daily at noon & (2027-06-01 - 2027-06-14 | 2027-09-01 - 2027-09-07)",
        "At 12:00 from 1 to 14 June 2027 and from 1 to 7 September 2027.",
    ),
    ("daily at noon & jun,sep until 2027-11-01", "At 12:00 every day in June and September in 2027."),
    (
        "every 7 hours & mon-fri & 09:00-17:00 except dec 25",
        (
            "Every 7 hours, counted from 15:00 on 27 November 2026, but only from Monday to Friday between 10:00 and "
            "17:00, except on 25 December."
        ),
    ),
    (
        "every 7 hours & 09:00-17:00 except mon & 2027 | dec 25",
        (
            "Every 7 hours, counted from 15:00 on 27 November 2026, but only between 09:00 and 17:00, except on 25 "
            "December, and in 2027 not on Mondays."
        ),
    ),
    (
        "every 7 hours except (2027-07-01 - 2027-07-31)",
        "Every 7 hours, counted from 08:00 on 27 November 2026, except in July 2027.",
    ),
    (
        "every 3 days at 07:00 except (2028 | last day)",
        "At 07:00 on every third day, counted from 3 December 2026, except the last day of the month, and not in 2028.",
    ),
    (
        "every 2 weeks on mon at 09:00 except (aug | 2027-05-24)",
        "At 09:00 on every second Monday, counted from 7 December 2026, except all of August, and except 24 May 2027.",
    ),
    (
        "every 2 weeks on mon,wed at 09:00 except mon & 2027",
        (
            "At 09:00 on Mondays and Wednesdays of every second week, counted from that of 7 December 2026, but in "
            "2027 not on Mondays."
        ),
    ),
    (
        "every 2 weeks on mon,wed at 09:00 except (mon & 2027-03-01 - 2027-06-30) until 2029-03-01",
        (
            "At 09:00 on Mondays and Wednesdays of every second week, counted from that of 7 December 2026, but in "
            "2027 not on Mondays from March to June, until 28 February 2029."
        ),
    ),
    (
        "every 2 hours & mon-fri & 08:00-18:00 except (last day | fri & 13th) until 2029-03-01",
        (
            "Every 2 hours from 08:00 to 18:00, from Monday to Friday except the last day of the month, and except "
            "13 August 2027 and 13 October 2028, until 1 March 2029."
        ),
    ),
    ("0 9 * * mon-fri except 2028", "At 09:00 from Monday to Friday except in 2028."),
    ("0 9 * * mon-fri except 2028,2030", "At 09:00 from Monday to Friday except in 2028 and 2030."),
    ("0 9 * * mon-fri except 2028-2030", "At 09:00 from Monday to Friday except from 2028 to 2030."),
    ("yearly on dec 25 at 10:00 except 2030", "At 10:00 on 25 December except in 2030."),
    ("0 9 * * mon-fri except aug & 2027", "At 09:00 from Monday to Friday except in August 2027."),
    ("0 9 * * mon-fri except jul-sep & 2027", "At 09:00 from Monday to Friday except from July to September 2027."),
    (
        "0 9 * * mon-fri except 2027-12-01 - 2028-01-31",
        "At 09:00 from Monday to Friday except from December 2027 to January 2028.",
    ),
    (
        "0 9 * * mon-fri except aug & 2027-2029",
        "At 09:00 from Monday to Friday, but from 2027 to 2029 not in August.",
    ),
    ("0 9 1 * * except 2027-05-01", "At 09:00 on the 1st of the month except 1 May 2027."),
    ("0 9 * * mon-fri except 2027-04-02 | 2027-04-05", "At 09:00 from Monday to Friday except 2 and 5 April 2027."),
    ("hourly except dec 24 - jan 2", "Every hour except from 24 December to 2 January."),
    ("hourly except mon & jun", "Every hour except on Mondays in June."),
    ("hourly except mon-thu & jun", "Every hour except from Monday to Thursday in June."),
    ("hourly except 2028 | 2027-05-01", "Every hour except on 1 May 2027 and in 2028."),
    ("hourly except dec 25 | 2027-05-01", "Every hour except on 25 December, and except on 1 May 2027."),
    ("hourly except (mon & 2027 | dec 25)", "Every hour except on 25 December, and in 2027 not on Mondays."),
    (
        "0 9 * * * except (mon & 2027 | dec 25)",
        "At 09:00 every day except 25 December, and in 2027 not on Mondays.",
    ),
    (
        "0 9 * * * except (mon & 2027 | dec 25) until 2030-06-01",
        "At 09:00 every day except 25 December, and in 2027 not on Mondays, until 1 June 2030.",
    ),
    (
        "0 9 * * * except (mon & 2027 | tue & 2028)",
        "At 09:00 every day, but in 2027 not on Mondays, and in 2028 not on Tuesdays.",
    ),
    (
        "0 9 * * * except (mon & 2027,2029 | 2028)",
        "At 09:00 every day, but in 2027 and 2029 not on Mondays, and not in 2028.",
    ),
    (
        "daily & 1st-20th except every 3 days until 2027-06-01",
        (
            "At 08:00 on the 1st to 20th of the month except on every third day, counted from 3 December 2026, until "
            "19 May 2027."
        ),
    ),
    (
        "0 9 * * mon-fri except (every 4 weeks on fri at 09:00 starting 2027-01-08)",
        "At 09:00 from Monday to Friday, but from 8 January 2027 on not on every fourth Friday, counted from that day.",
    ),
    (
        "every 7 minutes & (mon-fri except 1st & 2027-2030)",
        (
            "Every 7 minutes, counted from 08:00 on 27 November 2026, but only from Monday to Friday, and from 2027 to "
            "2030 not on the 1st of the month."
        ),
    ),
    (
        "every 7 hours & mon-fri & 09:00-17:00 except 1st & 2027",
        (
            "Every 7 hours, counted from 15:00 on 27 November 2026, but only from Monday to Friday between 10:00 and "
            "17:00, and in 2027 not on the 1st of the month."
        ),
    ),
    (
        "every 7 minutes except (mon & 2027 | dec 25)",
        ("Every 7 minutes, counted from 08:00 on 27 November 2026, except on 25 December, and in 2027 not on Mondays."),
    ),
    (
        "every 7 hours except 2027-05-01 | 2028",
        "Every 7 hours, counted from 08:00 on 27 November 2026, except on 1 May 2027 and in 2028.",
    ),
    ("0 9 * * * except 2027-01-01", "At 09:00 every day except 1 January 2027."),
    ("hourly & 00:00-23:59 except 2027-01-01", "Every hour except on 1 January 2027."),
    ("daily at 09:00 except 2027-01-01 - 2028-01-07", "At 09:00 every day except 1 January 2027 to 7 January 2028."),
    ("daily at 09:00 except 2027 & daily at 09:00", "At 09:00 every day except in 2027."),
    (
        "0 9 * * mon-fri except 2026-12-25 | 2027-01-01 | 2027-12-24 | 2027-12-31",
        ("At 09:00 from Monday to Friday except 25 December 2026, 1 January 2027, and 24 and 31 December 2027."),
    ),
    (
        "0 9 * * mon-fri except 2026-12-24 until 2027-03-01",
        "At 09:00 from Monday to Friday except 24 December 2026, until 1 March 2027.",
    ),
    (
        "0 9 * * * except dec 25 | 2027-01-01",
        "At 09:00 every day except 25 December, and except 1 January 2027.",
    ),
    ("daily at 09:00 except mon & 2027", "At 09:00 every day, but in 2027 not on Mondays."),
    (
        "daily at 09:00 except mon & 2027 until 2028-05-01",
        "At 09:00 every day, but in 2027 not on Mondays, until 1 May 2028.",
    ),
    ("*/20 * * * * except sat & 2027", "Every 20 minutes, but in 2027 not on Saturdays."),
    (
        "hourly & mon-fri except (1st & 2027)",
        "Every hour from Monday to Friday, but in 2027 not on the 1st of the month.",
    ),
    (
        "every 7 minutes except 2027-01-01 | dec 25",
        ("Every 7 minutes, counted from 08:00 on 27 November 2026, except on 25 December or on 1 January 2027."),
    ),
    (
        "every 7 minutes except (2nd weekday of feb & 2027-2030)",
        (
            "Every 7 minutes, counted from 08:00 on 27 November 2026, but from 2027 to 2030 not on the second weekday "
            "of February."
        ),
    ),
    (
        "0 9 * * mon-fri except (every 2 weeks on fri at 09:00 starting 2026-01-02)",
        "At 09:00 from Monday to Friday except on every second Friday, counted from 4 December 2026.",
    ),
    (
        "0 9 * * * except (every 5 months on 1st at 09:00 starting 2026-01-05)",
        "At 09:00 every day except on the 1st of every fifth month, counted from April 2027.",
    ),
    (
        "every 5 months on 2nd-31st at 09:00",
        "At 09:00 every day except the 1st of the month, in every fifth month, counted from November 2026.",
    ),
    (
        "every 5 months on (mon & 1st-7th | fri & 20th) at 09:00",
        (
            "At 09:00 on Mondays that fall on the 1st to 7th of the month or on Fridays that fall on the 20th of the "
            "month, in every fifth month, counted from April 2027."
        ),
    ),
    (
        "every 5 months except wed starting 2024-01-01",
        (
            "At 00:00 on days from Thursday to Tuesday that fall on the 1st of every fifth month, counted from January "
            "2024."
        ),
    ),
    (
        "every 2 weeks on mon-wed,fri at 09:00 starting 2024-01-01",
        (
            "At 09:00 from Monday to Wednesday and on Fridays, in every second week, counted from that of 1 January "
            "2024."
        ),
    ),
)


@pytest.mark.parametrize(("text", "sentence"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_what_is_left_out_reads_like_this(text: str, sentence: str) -> None:
    compiled = compile_schedule(text, now=NOW)
    assert explain(compiled).sentence == sentence
    assert check_true(compiled)


BASES = ("daily at 09:00", "0 9 * * mon-fri", "*/20 9-16 * * *", "1st-20th at 09:00", "0 9 * 1,5-12 *")
DATES = st.dates(date(2026, 12, 1), date(2028, 2, 1)) | st.sampled_from(
    [date(year, *day) for year in (2027, 2028) for day in ((1, 1), (1, 2), (12, 31), (12, 25))][:-2]
)


@st.composite
def spans_of_dates(draw: st.DrawFn) -> str:
    first = draw(DATES)
    last = first + timedelta(draw(st.sampled_from((0, 0, 0, 1, 6, 40))))
    return f"{first}" if first == last else f"{first} - {last}"


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(BASES), st.lists(spans_of_dates(), min_size=1, max_size=8), st.sampled_from(("UTC", "Asia/Tokyo"))
)
def test_exceptions_by_date_are_all_named(base: str, less: list[str], zone: str) -> None:
    assert check_true(compile_schedule(f"({base}) except ({' | '.join(less)})", now=NOW, timezone=zone))


TURNS = (
    *("every 2 weeks on fri at 09:00", "every 3 days at 09:00", "every 5 months on 1st at 09:00"),
    *("every 2 years on dec 25 at 09:00", "mon & 2027", "1st & 2027-2030", "every 3 weeks on mon-wed,sat at 09:00"),
    *("every 7 months on (mon & 1st-7th | 20th) at 09:00", "dec 25", "last fri", "2027-03-05", "2028", "aug & 2027"),
    *("2027-2029", "fri & 13th", "sat,sun & jul & 2027-2029", "mon & 2027-03-01 - 2027-06-30", "dec 24 - jan 2"),
    *("dec 25, dec 26", "2027-04-02 | 2027-04-05", "every 4 weeks on fri at 09:00 starting 2027-01-08"),
)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(
        (
            "daily at 09:00",
            "0 9 * * mon-fri",
            "*/20 9-16 * * *",
            "every 2 weeks on mon,wed at 09:00",
            "every 5 months on 2nd-31st at 09:00",
            "fri at 17:00",
            "every 3 days at 07:00",
            "every 7 hours",
            "every 45 minutes & 09:00-17:00",
        )
    ),
    st.lists(st.sampled_from(TURNS), min_size=1, max_size=3, unique=True),
    st.sampled_from(("", " starting 2025-03-03", " until 2027-06-30")),
)
def test_exceptions_that_come_round_are_told_truly(base: str, less: list[str], rest: str) -> None:
    text = f"({base}) except ({' | '.join(f'({each})' for each in less)}){rest}"
    try:
        compiled = compile_schedule(text, now=NOW)
    except ScheduleError:
        return
    check_true(compiled)
