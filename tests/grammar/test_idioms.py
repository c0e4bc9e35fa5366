"""What people say and other tools write: which place, and what is offered; a repair means what the text said."""

from __future__ import annotations

import pytest

from everly.grammar.diagnostics import Diagnostic, ScheduleError
from everly.grammar.parser import parse


def fault(text: str) -> Diagnostic:
    """The only diagnostic about a text."""
    with pytest.raises(ScheduleError) as caught:
        parse(text)
    (diagnostic,) = caught.value.diagnostics
    return diagnostic


REPAIRED = [
    # text, what the span covers, every text that is offered
    # lengths of time
    ("every 1 hour 30 minutes", "every 1 hour 30 minutes", ["every 90 minutes"]),
    ("every 2 weeks and 3 days", "every 2 weeks and 3 days", ["every 17 days"]),
    ("every 1h30m & mon", "every 1h30m", ["every 90 minutes & mon"]),
    ("every 1 h 30 m", "every 1 h 30 m", ["every 90 minutes"]),
    ("every 1 day, 12 hours and 30 min", "every 1 day, 12 hours and 30 min", ["every 2190 minutes"]),
    ("every 1 year and 6 months", "every 1 year and 6 months", ["every 18 months"]),
    ("every 1y6m", "every 1y6m", ["every 18 months"]),
    ("every 60 minutes 60 seconds", "every 60 minutes 60 seconds", ["every 61 minutes"]),
    ("1h30m", "1h30m", ["every 90 minutes"]),
    ("daily starting in 1 hour 30 minutes", "in 1 hour 30 minutes", ["daily starting in 90 minutes"]),
    ("every hour and a half", "every hour and a half", ["every 90 minutes"]),
    ("every 2 and a half days", "every 2 and a half days", ["every 60 hours"]),
    ("every 2nd week", "every 2nd week", ["every 2 weeks"]),
    ("every second week", "every second week", ["every 2 weeks"]),
    ("every third day at 9am", "every third day", ["every 3 days at 9am"]),
    ("every 3rd month on 1st", "every 3rd month", ["every 3 months on 1st"]),
    ("every five minutes", "five", ["every 5 minutes"]),
    ("every forty-five minutes", "forty-five", ["every 45 minutes"]),
    ("daily at nine", "nine", ["daily at 09:00"]),
    # how often
    ("once a week", "once a week", ["weekly"]),
    ("once every day at 9:00", "once every day", ["daily at 9:00"]),
    ("once every monday", "once every", ["every monday"]),
    ("daily once", "daily once", ["daily"]),
    ("4 times an hour", "4 times an hour", ["every 15 minutes"]),
    # hours
    ("hourly & 9-17", "9-17", ["hourly & 09:00-17:00"]),
    ("hourly & 1-7", "1-7", ["hourly & 01:00-07:00"]),
    ("every 15 minutes 9am-5pm", "9am", ["every 15 minutes and 9am-5pm"]),
    ("every 15 minutes 9-5pm", "9-5pm", ["every 15 minutes and 09:00-17:00"]),
    ("every 15 minutes mon-fri 9-17", "mon", ["every 15 minutes and mon-fri and 09:00-17:00"]),
    ("hourly & 9-5", "9-5", ["hourly & 09:00-17:00", "hourly & 21:00-05:00"]),
    (
        "hourly between 9 and 5",
        "between 9 and 5",
        ["hourly between 09:00 and 17:00", "hourly between 21:00 and 05:00"],
    ),
    ("hourly between 9 and 17", "between 9 and 17", ["hourly between 09:00 and 17:00"]),
    ("hourly between 22 and 6", "between 22 and 6", ["hourly between 22:00 and 06:00"]),
    ("hourly between 9am and 5", "between 9am and 5", ["hourly between 09:00 and 17:00"]),
    ("hourly between 9pm and 5", "between 9pm and 5", ["hourly between 21:00 and 05:00"]),
    ("hourly between 9 and 5pm", "between 9 and 5pm", ["hourly between 09:00 and 17:00"]),
    ("hourly between 1 and 5:30pm", "between 1 and 5:30pm", ["hourly between 13:00 and 17:30"]),
    ("hourly between 9 and noon", "between 9 and noon", ["hourly between 09:00 and 12:00"]),
    (
        "hourly between 12 and 5",
        "between 12 and 5",
        ["hourly between 12:00 and 17:00", "hourly between 00:00 and 05:00"],
    ),
    ("hourly between 9am-5pm", "between 9am-5pm", ["hourly between 09:00 and 17:00"]),
    ("hourly from 9 to 17", "from 9 to 17", ["hourly between 09:00 and 17:00"]),
    ("every hour at 9-17", "at 9-17", ["every hour between 09:00 and 17:00"]),
    # minutes of the hour
    ("hourly at 15", "hourly at 15", ["15 * * * *"]),
    ("every hour at :15 and :45", "every hour at :15 and :45", ["15,45 * * * *"]),
    ("every hour at minute 15 & mon", "every hour at minute 15", ["15 * * * * & mon"]),
    ("15 past every hour", "15 past every hour", ["15 * * * *"]),
    ("half past the hour", "half past the hour", ["30 * * * *"]),
    ("10 minutes before every hour", "10 minutes before every hour", ["50 * * * *"]),
    ("every hour on the half hour", "every hour on the half hour", ["30 * * * *"]),
    ("hourly on the hour", "hourly on the hour", ["0 * * * *"]),
    # times behind an exception
    ("every mon-sat except wed at 9", "9", ["every mon-sat at 09:00 except wed"]),
    ("mon-fri except wed at 9", "9", ["mon-fri at 09:00 except wed"]),
    ("mon-fri except wed at 9am", "mon-fri except wed at 9am", ["mon-fri at 9am except wed"]),
    ("daily & mon-sat except wed at 9", "9", ["daily at 09:00 & mon-sat except wed"]),
    ("daily at 8:00 except wed at 9", "9", ["daily at 8:00 except wed at 09:00"]),
    # `in` before what is no zone
    ("daily in january", "january", ["daily & january"]),
    ("daily in jan and feb", "jan and feb", ["daily & jan, feb"]),
    ("daily in jan, feb, and mar", "jan, feb, and mar", ["daily & jan, feb, mar"]),
    ("daily in jan - mar", "jan - mar", ["daily & jan - mar"]),
    ("hourly in 2024", "2024", ["hourly & 2024"]),
    ("hourly in the weekends", "weekends", ["hourly & weekends"]),
    ("daily in 5 minutes", "in 5 minutes", ["daily starting in 5 minutes"]),
]


@pytest.mark.parametrize(("text", "place", "offered"), REPAIRED)
def test_an_idiom_is_shown_with_what_is_meant(text: str, place: str, offered: list[str]) -> None:
    found = fault(text)
    assert found.span.of(text) == place
    assert [fix.apply(text) for fix in found.fixes] == offered
    assert found.help


@pytest.mark.parametrize(
    ("text", "place", "help"),
    [
        ("daily for 5 times", "for 5 times", "end it at a moment with 'until'"),
        ("daily x 5", "x 5", "end it at a moment with 'until'"),
        ("hourly max ten times", "max ten times", "end it at a moment with 'until'"),
        ("every 1 month and 2 days", "every 1 month and 2 days", "write one number and one unit"),
        ("every 3m 10m", "every 3m 10m", "write one number and one unit"),
        ("3 times a day", "3 times a day", "name the times, such as 'daily at 09:00, 17:00', or write 'every 8 hours'"),
        ("twice a week", "twice a week", "name the days"),
        ("daily in summer", "summer", "name the months"),
        ("daily in the morning", "in the morning", "name the times"),
        ("daily at sunrise", "sunrise", "a schedule knows no place on earth"),
    ],
)
def test_what_has_no_one_reading_gets_words_only(text: str, place: str, help: str) -> None:
    found = fault(text)
    assert found.span.of(text) == place
    assert (found.help or "").startswith(help)
    assert found.fixes == ()
