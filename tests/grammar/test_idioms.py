"""What people say and other tools write: which place, and what is offered; a repair means what the text said."""

from __future__ import annotations

import time

import pytest

from everly.grammar.parser import parse
from everly.grammar.tree import Schedule
from tests.grammar.faults import fault, faults

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
    ("on the half hour", "on the half hour", ["30 * * * *"]),
    ("at the hour", "at the hour", ["0 * * * *"]),
    ("hourly on the quarter hour", "hourly on the quarter hour", ["*/15 * * * *", "15 * * * *"]),
    ("hourly on the hour mon-fri", "hourly on the hour", ["0 * * * * & mon-fri"]),
    ("every hour at 15 jan", "every hour at 15", ["15 * * * * & jan"]),
    ("15 past every hour on weekdays", "15 past every hour", ["15 * * * * & weekdays"]),
    ("hourly at 15 in UTC", "hourly at 15", ["15 * * * * in UTC"]),
    ("*:0/15 mon-fri", "*:0/15", ["*/15 * * * * & mon-fri"]),
    # times in other forms
    ("daily at 12 midnight", "12 midnight", ["daily at 00:00"]),
    ("daily at 12:00 noon", "12:00 noon", ["daily at 12:00"]),
    ("daily at 9;30", "9;30", ["daily at 09:30"]),
    ("daily at 9; 05", "9; 05", ["daily at 09:05"]),
    ("daily at 9;17", "at 9;17", ["daily at 09:00, 17:00"]),
    ("daily at 09-00", "at 09-00", ["daily at 09:00", "daily between 09:00 and 00:00"]),
    ("daily at 9-30", "at 9-30", ["daily at 09:30"]),
    ("mon at 9-45", "at 9-45", ["mon at 09:45"]),
    ("daily & 25-12", "25-12", ["daily & dec 25"]),
    ("P1DT12H", "P1DT12H", ["every 36 hours"]),
    ("every 1 day 12 hours", "every 1 day 12 hours", ["every 36 hours"]),
    # ends
    ("daily end june 1", "end", ["daily until june 1"]),
    ("daily ends 2030-01-01", "ends", ["daily until 2030-01-01"]),
    ("monthly end", "monthly end", ["every last day"]),
    ("every quarter end at 9am", "every quarter end", ["every last day of mar,jun,sep,dec at 9am"]),
    ("every year end", "every year end", ["every dec 31"]),
    ("every week end", "every week end", ["every weekend", "every sun"]),
    ("start of the month at 9am", "start of the month", ["1st at 9am"]),
    # exceptions
    ("every 30 minutes but only on weekends", "but only on", ["every 30 minutes & weekends"]),
    ("daily but only mondays", "but only", ["daily & monday"]),
    ("daily but not on sundays", "but not", ["daily except sunday"]),
    # words that are equally near to several
    ("daily & mai", "mai", ["daily & mar", "daily & may"]),
    ("daily & jum", "jum", ["daily & jun", "daily & jul"]),
    ("daily & tun", "tun", ["daily & tue", "daily & jun", "daily & sun"]),
    ("every 2 dayz", "dayz", ["every 2 days"]),
    ("every 5 mons", "mons", ["every 5 minutes", "every 5 months"]),
    # once
    ("tomorrow at 9am", "tomorrow", ["daily starting tomorrow at 9am until tomorrow at 9am"]),
    ("today 17:00", "today", ["daily starting today 17:00 until today 17:00"]),
    ("tomorrow", "tomorrow", ["daily starting tomorrow", "daily starting tomorrow until tomorrow"]),
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
    # bounds, and joints of lists
    (
        "daily from 2024-06-01 to 2024-07-01",
        "from 2024-06-01 to 2024-07-01",
        ["daily starting 2024-06-01 until 2024-07-01"],
    ),
    ("daily after 2024-06-01", "after 2024-06-01", ["daily starting 2024-06-01", "daily starting 2024-06-02"]),
    ("daily before 2024-06-01", "before 2024-06-01", ["daily until 2024-06-01", "daily until 2024-05-31"]),
    ("hourly before 9am", "before 9am", ["hourly between 00:00 and 9am"]),
    ("hourly after noon", "after noon", ["hourly between noon and 24:00"]),
    ("daily from mon to fri", "from mon to fri", ["daily & mon - fri"]),
    ("hourly between jan and mar", "between jan and mar", ["hourly & jan - mar"]),
    ("hourly from jan 1 through mar 31", "from jan 1 through mar 31", ["hourly & jan 1 - mar 31"]),
    ("daily since 2024-06-01", "since", ["daily starting 2024-06-01"]),
    ("each monday", "each", ["every monday"]),
    ("mon, wed, and fri at 9am", "and", ["mon, wed, fri at 9am"]),
    ("daily at 9:00, or 17:00", "or", ["daily at 9:00, 17:00"]),
    ("daily at 9am, in UTC", ",", ["daily at 9am in UTC"]),
    ("mon/wed/fri at 9am", "/", ["mon, wed, fri at 9am"]),
    ("daily, weekly", ",", ["daily | weekly"]),
    ("daily, mon-fri", ",", ["daily & mon-fri"]),
    ("daily, mon at 9am", ",", ["daily | mon at 9am"]),
    ("daily, except sun", ",", ["daily except sun"]),
    ("daily + mon", "+", ["daily & mon"]),
    ("daily plus 0 14 * * *", "plus", ["daily | 0 14 * * *"]),
    ("daily - sunday", "-", ["daily except sunday"]),
    ("daily minus sunday", "minus", ["daily except sunday"]),
    ("daily & 23rd,last,last day", "23rd,last,last day", ["daily & 23rd, last day"]),
    ("1st, last, 15th at 9am", "1st, last, 15th", ["1st, 15th, last day at 9am"]),
    ("daily & 2nd-last day, last day", ",", ["daily & 2nd-last, last day"]),
    ("1st day, 10th day, 15th day at 9am", ",", ["1st, 10th, 15th day at 9am"]),
    # moments
    ("daily starting 5 minutes", "5 minutes", ["daily starting in 5 minutes"]),
    ("daily starting 5 minutes from now & mon", "&", ["daily & mon starting in 5 minutes"]),
    ("daily starting 90 seconds later", "90 seconds later", ["daily starting in 90 seconds"]),
    ("daily until 10 days", "10 days", ["daily until in 10 days"]),
    ("daily starting 1.5 hours", "1.5 hours", ["daily starting in 1.5 hours"]),
    ("daily starting from 2024-06-01", "from", ["daily starting 2024-06-01"]),
    # numbers, lines and signs in another place
    ("5 every minutes", "5 every minutes", ["every 5 minutes"]),
    ("every minutes 5", "every minutes 5", ["every 5 minutes"]),
    ("every 2 mondays", "every 2 mondays", ["every 2 weeks on monday"]),
    ("daily mon-fri at 9am", "daily mon-fri", ["mon-fri at 9am"]),
    ("0 9 * * mon..fri", "mon..fri", ["0 9 * * mon-fri"]),
    ("0 9 * * *\n0 17 * * *", "*", ["0 9 * * * | 0 17 * * *"]),
    ("daily at 9am // backup", "/", ["daily at 9am"]),
    ("daily at 9am -- backup", "-", ["daily at 9am"]),
    ("daily at 9,30", "9,30", ["daily at 09:30"]),
    ("daily at 9:00; 17:00", ";", ["daily at 9:00, 17:00"]),
    ("daily; weekly; monthly", ";", ["daily| weekly| monthly"]),
    ("every \uff15 minutes", "\uff15", ["every 5 minutes"]),
    ("daily at \uff19\uff1a\uff10\uff10", "\uff19", ["daily at 9:00"]),
    ("daily\u200b at\u202f9am", "\u200b", ["daily at 9am"]),
    ("daily at midday", "midday", ["daily at noon"]),
    ("every 5 and 10 minutes", "every 5 and 10 minutes", ["every 5 minutes | every 10 minutes"]),
    ("every an hour", "every an", ["every hour"]),
    ("every single day at 9am", "every single", ["every day at 9am"]),
    ("every day of the week", "every day of the week", ["daily"]),
    ("9 daily", "9 daily", ["daily at 09:00"]),
    ("at 9:00 and 21:00 daily", "at 9:00 and 21:00", ["daily at 9:00, 21:00"]),
    ("daily starting now for 3 days", "for 3 days", ["daily starting now until in 3 days"]),
    ("mo-fr at 9am", "mo", ["mon-fri at 9am"]),
    ("daily in 5:30", "5:30", ["daily in +05:30", "daily in -05:30"]),
    ("24.12. at 9:00", "24.12.", ["dec 24 at 9:00"]),
    # dates by numbers
    ("1/1 at 9am", "1/1", ["jan 1 at 9am"]),
    ("1/2 at 9", "1/2", ["jan 2 at 09:00", "feb 1 at 09:00"]),
    ("yearly on 12/25", "12/25", ["yearly on dec 25"]),
    ("yearly on 25/12 at 9am", "25/12", ["yearly on dec 25 at 9am"]),
    ("daily except 12/25", "12/25", ["daily except dec 25"]),
    # two readings
    ("biweekly", "biweekly", ["every 2 weeks", "weekly on mon,thu"]),
    ("bi-weekly on friday", "bi-weekly", ["every 2 weeks on friday"]),
    ("bimonthly at 9am", "bimonthly", ["every 2 months at 9am", "monthly on 1st,15th at 9am"]),
    ("*/5", "*/5", ["*/5 * * * *"]),
    # words that say nothing exact
    ("daily around 9am", "around", ["daily at 9am"]),
    ("about every 5 minutes", "about", [" every 5 minutes"]),
    ("daily at about noon", "at about", ["daily at noon"]),
    ("daily at 9 local time", "9 local time", ["daily at 09:00"]),
    ("daily at 9am in my local timezone", "9am in my local timezone", ["daily at 9am"]),
    ("daily in Paris, France", "Paris, France", ["daily in Paris"]),
    ("every friday the 13th at 9", "every friday the 13th", ["(friday & 13th) at 09:00"]),
    ("1, 15 at 9am", "1, 15", ["1st, 15th at 9am"]),
    ("monday through friday, 9am", "9am", ["monday through friday at 9am"]),
    # order
    ("at 9am daily", "at 9am", ["daily at 9am"]),
    ("9am every monday", "9am", ["every monday at 9am"]),
    ("9:00, 17:00 on weekdays & jan", "9:00, 17:00", ["weekdays at 9:00, 17:00 & jan"]),
    ("starting 2024-06-01, every 2 days", "starting", ["every 2 days starting 2024-06-01"]),
    ("in UTC daily at 9", "in", ["daily at 09:00 in UTC"]),
    ("weekly at monday", "at monday", ["weekly on monday"]),
    ("2nd tuesday monthly", "monthly", ["monthly on 2nd tuesday"]),
    # other words, and words that say nothing
    ("run every 5 minutes", "run ", ["every 5 minutes"]),
    ("please run daily at 9:00", "please run ", ["daily at 9:00"]),
    ("only mondays at 9:00", "only", ["monday at 9:00"]),
    ("Every 5 minutes.", ".", ["Every 5 minutes"]),
    ("[daily | hourly]", "[", ["(daily | hourly)"]),
    ("every_5_minutes", "every_5_minutes", ["every 5 minutes"]),
    ("everyday at 9am", "everyday", ["daily at 9am"]),
    ("half-hourly", "half-hourly", ["every 30 minutes"]),
    ("monthly on day 15", "day 15", ["monthly on 15th"]),
    ("daily @ 9am", "@", ["daily at 9am"]),
    ("daily 9", "daily 9", ["daily at 09:00"]),
    ("daily at 0900", "at 0900", ["daily at 09:00"]),
    ("daily at 9 o'clock", "9 o'clock", ["daily at 09:00"]),
    ("daily at 8:30 in the evening", "8:30 in the evening", ["daily at 20:30"]),
    ("every evening at 8", "every evening at 8", ["daily at 20:00"]),
    ("nightly at 2am", "nightly at", ["daily at 2am"]),
    ("daily tz=Europe/Berlin", "tz=Europe/Berlin", ["daily in Europe/Berlin"]),
    ("daily in timezone Europe/Berlin", "in timezone Europe/Berlin", ["daily in Europe/Berlin"]),
    ("daily at 9:00 (UTC)", "(UTC)", ["daily at 9:00 in UTC"]),
    ("5m", "5m", ["every 5 minutes", "every 5 months"]),
    ("1h", "1h", ["every 1 hour"]),
    ("@weekly on monday", "@weekly on", ["weekly on monday"]),
    ("0 9 * * 1-5 # weekdays", "#", ["0 9 * * 1-5"]),
    ("0 9 * * fri#2 # 2 times", "#", ["0 9 * * fri#2"]),
    ("daily at 9 and 17", "at 9 and 17", ["daily at 09:00, 17:00"]),
    ("daily at 9, 12 and 17:30 & mon", "at 9, 12 and 17:30", ["daily at 09:00, 12:00, 17:30 & mon"]),
    ("daily at 9am and at 5pm", "at 9am and at 5pm", ["daily at 09:00, 17:00"]),
    ("daily at 9 and 15th", "9", ["daily at 09:00 and 15th"]),
    ("every day except monday and tuesday at 9", "9", ["every day at 09:00 except monday and tuesday"]),
    ("daily & third last day", "third last", ["daily & 3rd-last day"]),
    ("2nd last friday at 9am", "2nd last", ["2nd-last friday at 9am"]),
    ("next to last day at 9am", "next to last", ["2nd-last day at 9am"]),
    ("monthly on the last but one friday", "last but one", ["monthly on the 2nd-last friday"]),
    ("daily & 2nd to last day", "2nd to last", ["daily & 2nd-last day", "daily & 2nd through last day"]),
    ("3rd To Last weekday at 9", "3rd To Last", ["3rd-last weekday at 09:00", "3rd through Last weekday at 09:00"]),
    ("every 2nd to last day", "2nd to last", ["every 2nd-last day"]),
    ("second to last fri at 9am", "second to last", ["2nd-last fri at 9am"]),
    ("first and third monday at 9am", "first and third monday", ["1st, 3rd monday at 9am"]),
    ("first 5 days of the month at 9am", "first 5 days", ["1st-5th at 9am"]),
    ("every friday evening at 8", "evening at 8", ["every friday at 20:00"]),
    ("semi-annually", "semi-annually", ["every 6 months"]),
    ("every 1,5 hours", "1,5 hours", ["every 1.5 hours"]),
    ("every 1/2 hour", "every 1/2 hour", ["every 30 minutes"]),
    ("daily through 2024-06-01", "through 2024-06-01", ["daily until 2024-06-01"]),
    ("daily at 9:00+02:00", "+02:00", ["daily at 9:00 in +02:00"]),
    ("daily at 9:00Z", "Z", ["daily at 9:00 in Z"]),
    # other tools
    ("rate(5 minutes)", "rate(5 minutes)", ["every 5 minutes"]),
    ("cron(0 9 * * ? *)", "cron(0 9 * * ? *)", ["0 9 * * *"]),
    ("cron(15 10 ? * 2-6 2026)", "cron(15 10 ? * 2-6 2026)", ["0 15 10 * * mon-fri 2026"]),
    ("cron(0 9 ? * 6#3 *)", "cron(0 9 ? * 6#3 *)", ["0 9 * * fri#3"]),
    ("at(2026-05-01T09:00:00)", "at(2026-05-01T09:00:00)", ["2026-05-01 at 09:00:00"]),
    ("H/15 * * * *", "H/15 * * * *", ["*/15 * * * *"]),
    ("Mon..Fri 09:00", "Mon..Fri 09:00", ["Mon-Fri at 09:00"]),
    ("Mon,Wed *-*-* 10:00", "Mon,Wed *-*-* 10:00", ["Mon,Wed at 10:00"]),
    ("*-*-* 09:00:00", "*-*-* 09:00:00", ["daily at 09:00:00"]),
    ("*-*-01,15 00:00", "*-*-01,15 00:00", ["1st,15th at 00:00"]),
    ("*:0/15", "*:0/15", ["*/15 * * * *"]),
    ("cron: '0 9 * * *'", "cron: '0 9 * * *'", ["0 9 * * *"]),
    ("OnCalendar=Mon..Fri 09:00", "OnCalendar=Mon..Fri 09:00", ["Mon-Fri at 09:00"]),
    ("R/PT1H30M", "R/PT1H30M", ["every 90 minutes"]),
    ("schedule.every(10).minutes.do(job)", "schedule.every(10).minutes.do(job)", ["every 10 minutes"]),
    ('every().monday.at("10:30")', 'every().monday.at("10:30")', ["every monday at 10:30"]),
]


@pytest.mark.parametrize("text", [offered for case in REPAIRED for offered in case[2]])
def test_what_is_offered_is_a_schedule(text: str) -> None:
    assert isinstance(parse(text), Schedule)


@pytest.mark.parametrize("unit", ["!", "1 ", "mon, ", "9am ", "every 1 day ", "daily & mon ", "in ", "\t", "1,", "h "])
def test_a_long_text_is_explained_at_once(unit: str) -> None:
    begin = time.process_time()
    long = unit * (9900 // len(unit))
    assert all(found.message for text in (f"daily foo {long}", f"{long}foo") for found in faults(text))
    assert time.process_time() - begin < 5


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
        ("P0D", "P0D", "an interval counts from 1"),
        ("R5/PT5M", "R5/PT5M", "write the interval, and end it at a moment with 'until'"),
        ("tomorrow & mon", "tomorrow", "a moment stands after 'starting' or 'until'"),
        ("daily x 5", "x 5", "end it at a moment with 'until'"),
        ("hourly max ten times", "max ten times", "end it at a moment with 'until'"),
        ("every 1 month and 2 days", "every 1 month and 2 days", "write one number and one unit"),
        ("every 3m 10m", "every 3m 10m", "write one number and one unit"),
        ("3 times a day", "3 times a day", "name the times, such as 'daily at 09:00, 17:00', or write 'every 8 hours'"),
        ("twice a week", "twice a week", "name the days"),
        ("daily in summer", "summer", "name the months"),
        ("daily in the morning", "in the morning", "name the times"),
        ("twice daily", "twice daily", "name the times"),
        ("@Weekly2", "@Weekly2", "nicknames are @hourly"),
        ("H H * * *", "H H * * *", "write a number of your own"),
        ("*-12-25 09:00", "*-12-25 09:00", "name days and times"),
        ("FREQ=DAILY;BYHOUR=9", "FREQ=DAILY;BYHOUR=9", "say it in words"),
        ("daily at 9am PST in America/Los_Angeles", "PST", "a schedule has one zone"),
        ("every msec", "msec", "intervals are whole seconds"),
        ("daily for 3 days starting tomorrow", "for", "a length counts from now"),
        ("every 500 milliseconds", "500 milliseconds", "intervals are whole seconds"),
        ("every night at 2", "night", "name the times"),
        ("daily except bank holidays", "bank", "list the dates"),
        ("cada dia", "cada", "write a firing such as"),
        ("daily since yesterday", "since", "write 'starting'"),
        ("every 5-10 minutes", "every 5-10 minutes", "a schedule fires at exact times"),
        ("every 5", "", "write what '5' counts"),
        ("daily starting in 5", "", "write what '5' counts"),
        ("starting 5 minutes", "starting", "say first how often"),
        ("daily until the end of the year", "end", "write the last day"),
        ("daily starting last monday", "last", "write the date"),
        ("daily starting at X", "X", "write a date and a time"),
        ("daily at sunrise", "sunrise", "a schedule knows no place on earth"),
    ],
)
def test_what_has_no_one_reading_gets_words_only(text: str, place: str, help: str) -> None:
    found = fault(text)
    assert found.span.of(text) == place
    assert (found.help or "").startswith(help)
    assert found.fixes == ()


def test_each_reading_is_followed_over_the_next_slip_in_turn() -> None:
    text = "2nd to last day"
    assert [(fix.title, fix.apply(text)) for fix in fault(text).fixes] == [
        ("to count from the end, daily", "daily & 2nd-last day"),
        ("for a range, daily", "daily & 2nd through last day"),
        ("to count from the end, at a time", "2nd-last day at 09:00"),
    ]
