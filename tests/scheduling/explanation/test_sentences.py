"""What schedules read like, each as of noon on the first of May 2024, a Wednesday; after ` @ ` stands the zone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.explanation.sentence import explain

NOW = datetime(2024, 5, 1, 12, tzinfo=UTC)

SENTENCES = (
    ("daily", "At 12:00 every day."),
    ("daily at 09:00", "At 09:00 every day."),
    ("0 0 * * *", "At 00:00 every day."),
    ("every 24 hours starting 00:00", "At 00:00 every day, since 1 May 2024."),
    ("daily starting tomorrow", "At 00:00 every day."),
    ("hourly", "Every hour."),
    ("hourly starting 00:00", "Every hour, since 1 May 2024."),
    ("every 90 minutes", "Every 90 minutes from 00:00 to 22:30 every day."),
    ("every 90 minutes starting 00:00", "Every 90 minutes from 00:00 to 22:30 every day, since 1 May 2024."),
    ("every 7 hours", "Every 7 hours, counted from 12:00 on 1 May 2024."),
    ("every 36 hours", "Every 36 hours, counted from 12:00 on 1 May 2024."),
    ("every 12347 seconds", "Every 12,347 seconds, counted from 12:00 on 1 May 2024."),
    ("0 0 1,15 * mon", "At 00:00 on the 1st and 15th of the month or on Mondays."),
    ("*/7 * * * *", "Every 7 minutes from minute 0 to 56 of every hour."),
    ("*/15 9-17 * * mon-fri", "Every 15 minutes from 09:00 to 17:45, from Monday to Friday."),
    ("mon-fri at 09:00, 17:30", "At 09:00 and 17:30 from Monday to Friday."),
    (
        "0 9 * * mon-fri | last day at 17:00",
        "At 09:00 from Monday to Friday, and at 17:00 on the last day of the month.",
    ),
    (
        "every 2 weeks on mon,wed at 09:00 starting 2026-01-05",
        "At 09:00 on Mondays and Wednesdays of every second week, counted from that of 5 January 2026.",
    ),
    ("every 2 weeks at noon starting 2026-01-05", "At 12:00 on every second Monday, counted from 5 January 2026."),
    ("every 3 days", "At 12:00 on every third day, counted from 1 May 2024."),
    ("every 5 months on the 15th at 08:00", "At 08:00 on the 15th of every fifth month, counted from May 2024."),
    ("monthly starting 2024-01-31", "At 00:00 on the last day of the month, since 31 January 2024."),
    ("monthly on the last fri at noon", "At 12:00 on the last Friday of the month."),
    ("yearly on jul 4 at noon", "At 12:00 on 4 July."),
    ("every 4 years on feb 29 at 00:00", "At 00:00 on 29 February."),
    ("yearly starting 2024-02-29", "At 00:00 on the last day of February, since 29 February 2024."),
    ("daily & 2024", "At 12:00 every day until the end of 2024."),
    ("daily & 2025", "At 12:00 every day in 2025."),
    ("daily & 2024-2030", "At 12:00 every day until the end of 2030."),
    ("daily at 09:00 until 2024-12-31", "At 09:00 every day until the end of 2024."),
    ("daily at 09:00 until 2024-12-30", "At 09:00 every day, until 30 December 2024."),
    ("daily at 09:00 except dec 25", "At 09:00 every day except 25 December."),
    ("daily at 09:00 except sat,sun", "At 09:00 from Monday to Friday."),
    ("daily at 09:00 except 2024-12-24 - 2025-01-02", "At 09:00 every day except 24 December 2024 to 2 January 2025."),
    (
        "every 6 hours & mon-fri & jun-aug & 2024 starting 2024-06-03",
        "At 00:00, 06:00, 12:00 and 18:00 from Monday to Friday, from 3 June to 30 August 2024.",
    ),
    ("0 0 29 2 *", "At 00:00 on 29 February."),
    ("0 0 * * fri & 13th", "At 00:00 on Fridays that fall on the 13th of the month."),
    ("(0 0 25-31 * *) & fri", "At 00:00 on Fridays that fall on the 25th to 31st of the month."),
    ("every 7 hours & mon-fri", "Every 7 hours, counted from 12:00 on 1 May 2024, but only from Monday to Friday."),
    (
        "every 7 hours & 09:00-17:00",
        "Every 7 hours, counted from 12:00 on 1 May 2024, but only between 09:00 and 17:00.",
    ),
    ("every 7 hours | mon at 09:00", "Every 7 hours, counted from 12:00 on 1 May 2024; and at 09:00 on Mondays."),
    ("every 7 minutes and every 3 days", "At 12:00 on every third Wednesday, counted from 1 May 2024."),
    ("every 2 hours except every 6 hours", "At 02:00, 04:00, 08:00, 10:00, 14:00, 16:00, 20:00 and 22:00 every day."),
    (
        "every 7 minutes except every 3 days",
        "Every 7 minutes, counted from 12:07 on 1 May 2024, but not every 21 days, counted from 12:00 on 22 May 2024.",
    ),
    ("secondly & 2030", "Every second in 2030."),
    ("every 10 seconds & jan", "Every 10 seconds in January."),
    ("secondly & 09:00-17:00", "Every second from 09:00 to 17:00 every day."),
    (
        "daily at 02:30 @ America/New_York",
        "At 02:30 every day in America/New_York (a time that the clock skips happens right after).",
    ),
    (
        "daily at 01:30 @ America/New_York",
        "At 01:30 every day in America/New_York (a time that the clock repeats happens the first time only).",
    ),
    ("0 * * * * @ Europe/Berlin", "Every hour in Europe/Berlin."),
    (
        "0 0-23 * * * @ Europe/Berlin",
        "Every hour in Europe/Berlin (a time that the clock repeats happens the first time only).",
    ),
    ("hourly @ Europe/Berlin", "Every hour in Europe/Berlin."),
    ("every 24 hours @ Europe/Berlin", "Every 24 hours, counted from 14:00 on 1 May 2024 in Europe/Berlin."),
    ("*/15 * * * * @ Europe/Berlin", "Every 15 minutes in Europe/Berlin."),
    ("daily at 09:00 & mon-fri @ Europe/Berlin", "At 09:00 from Monday to Friday in Europe/Berlin."),
    (
        "30 1,2 * * * @ Europe/Berlin",
        (
            "At 01:30 and 02:30 every day in Europe/Berlin (a time that the clock skips happens right after, one "
            "that it repeats happens the first time only)."
        ),
    ),
    ("(daily at 09:00 in Asia/Tokyo)", "At 09:00 every day in Asia/Tokyo."),
    (
        "(daily at 09:00 in America/New_York) | (daily at 09:00 in Europe/Berlin)",
        "At 09:00 every day in America/New_York, and at 09:00 every day in Europe/Berlin.",
    ),
    (
        "every 15 minutes & (09:00-17:00 in Europe/Berlin) & (09:00-17:00 in America/New_York)",
        (
            "Every 15 minutes in UTC, but only between 09:00 and 12:00 in America/New_York, and between 14:00 and "
            "17:00 in Europe/Berlin."
        ),
    ),
    ("daily at 09:00 in +02:00", "At 09:00 every day in UTC+02:00."),
    ("dec 25 at 09:00 & 2024", "Once, at 09:00 on 25 December 2024."),
    ("daily & 1st,15th & 2025", "At 12:00 on the 1st and 15th of the month in 2025."),
    ("daily at 09:00 | 0 14 * * sun", "At 09:00 every day, and at 14:00 on Sundays."),
    ("hourly & !weekends", "Every hour from Monday to Friday."),
    ("daily and weekly", "At 12:00 on Wednesdays."),
    ("every 6 hours and mon-fri", "At 00:00, 06:00, 12:00 and 18:00 from Monday to Friday."),
    ("every 3 days & mon-fri", "At 12:00 on every third day, counted from 1 May 2024, but only from Monday to Friday."),
    ("0 12 1W * *", "At 12:00 on the first weekday of the month."),
    ("every weekday at 9am", "At 09:00 from Monday to Friday."),
    ("every last fri at 17:00", "At 17:00 on the last Friday of the month."),
    ("daily at 09:00 starting 2024-01-01", "At 09:00 every day, since 1 January 2024."),
    ("daily starting 2024-01-01", "At 00:00 every day, since 1 January 2024."),
    ("0 22-23,0-6 * * *", "Every hour from 00:00 to 06:00 and at 22:00 and 23:00 every day."),
    ("0 0 1 */3 *", "At 00:00 on the 1st of January, April, July and October."),
    (
        "every 3 months starting 2024-01-15",
        "At 00:00 on the 15th of January, April, July and October, since 15 January 2024.",
    ),
    ("every 5 months starting 2024-01-31", "At 00:00 on the last day of every fifth month, counted from January 2024."),
    ("*/10 * * * mon-fri | 0 * * * sat", "Every 10 minutes from Monday to Friday, and every hour on Saturdays."),
    ("daily at 09:00 until 2024-05-03", "Only at 09:00 on 2 and 3 May 2024."),
    (
        "every 2 hours & (mon-fri | 1st) & !dec",
        "Every 2 hours from 00:00 to 22:00 on the 1st of the month or from Monday to Friday, from January to November.",
    ),
    (
        "every 7 hours except mon-fri & 09:00-17:00",
        "Every 7 hours, counted from 19:00 on 1 May 2024, except from Monday to Friday between 09:00 and 16:00.",
    ),
    ("every 7 hours except mon at 09:00", "Every 7 hours, counted from 12:00 on 1 May 2024."),
    (
        "every 7 minutes except every 21 minutes",
        (
            "Every 7 minutes, counted from 12:07 on 1 May 2024, but not every 21 minutes, counted from 12:21 on 1 "
            "May 2024."
        ),
    ),
    ("every 13 minutes except dec 25", "Every 13 minutes, counted from 12:00 on 1 May 2024, except on 25 December."),
    ("every 7 hours & !dec", "Every 7 hours, counted from 12:00 on 1 May 2024, except in December."),
    (
        "every 7 hours | every 5 hours",
        "Every 5 hours, counted from 12:00 on 1 May 2024; and every 7 hours, counted from 12:00 on 1 May 2024.",
    ),
    (
        "daily at 09:00 | every 7 hours | mon at 17:00",
        "Every 7 hours, counted from 12:00 on 1 May 2024; at 09:00 every day; and at 17:00 on Mondays.",
    ),
    ("daily at 09:00 | daily at 17:00 until 2025-01-01", "At 09:00 and 17:00 every day, until 1 January 2025."),
    (
        "(daily at 09:00 starting 2025-01-01) | (daily at 17:00 until 2025-01-01)",
        "At 09:00 every day, from 1 January 2025 on; and at 17:00 every day, from 1 May 2024 to 1 January 2025.",
    ),
    (
        "every 7 hours & mon-fri @ Europe/Berlin",
        "Every 7 hours, counted from 14:00 on 1 May 2024, but only from Monday to Friday in Europe/Berlin.",
    ),
    ("every 2 hours @ Europe/Berlin", "Every 2 hours, counted from 14:00 on 1 May 2024 in Europe/Berlin."),
    (
        "0 * * * * | daily at 02:30 @ Europe/Berlin",
        (
            "Every hour in Europe/Berlin (a time that the clock repeats happens twice); and at 02:30 every day in "
            "Europe/Berlin (a time that the clock skips happens right after, one that it repeats happens the first "
            "time only)."
        ),
    ),
    ("hourly & every 5 days", "At 12:00 on every fifth day, counted from 1 May 2024."),
    ("0 0 1-7,15-21 * mon", "At 00:00 on the 1st to 7th and 15th to 21st of the month or on Mondays."),
    ("0 0 13 * 5", "At 00:00 on the 13th of the month or on Fridays."),
    ("5-59/10 8-18 * * 1-5", "Every 10 minutes from 08:05 to 18:55, from Monday to Friday."),
    ("0 0,12 1 */2 *", "At 00:00 and 12:00 on the 1st of January, March, May, July, September and November."),
    ("0 4 8-14 * *", "At 04:00 on the 8th to 14th of the month."),
    ("0 0 * * 6L", "At 00:00 on the last Saturday of the month."),
    ("15 10 ? * 6#3", "At 10:15 on the third Saturday of the month."),
    ("0 0 12 1/5 * ?", "At 12:00 on the 1st, 6th, 11th and so on to the 31st of the month."),
    ("23 0-20/2 * * *", "Every 2 hours from 00:23 to 20:23 every day."),
    ("0 0 1 1,7 *", "At 00:00 on the 1st of January and July."),
    ("*/5 * * * sun#1", "Every 5 minutes on the first Sunday of the month."),
    ("0 0 0 1 1 ? 2024/2", "At 00:00 on 1 January of every second year, counted from 2026."),
    ("0 0 0 1 1 * */4", "At 00:00 on 1 January of every fourth year, counted from 2026."),
    ("every 3 years starting 2024-05-01", "At 00:00 on 1 May of every third year, counted from 2024."),
    ("every 3 years on jul 4 at noon", "At 12:00 on 4 July of every third year, counted from 2024."),
    ("every 7 weeks on mon at noon", "At 12:00 on every seventh Monday, counted from 17 June 2024."),
    ("every 18 months starting 2024-01-15", "At 00:00 on the 15th of every 18th month, counted from January 2024."),
    ("weekends at noon & jul", "At 12:00 on Saturdays and Sundays in July."),
    ("daily at 09:00 & !(dec 24 - jan 2)", "At 09:00 every day except 24 December to 2 January."),
    ("daily at 09:00 & (2024-06-01 - 2024-08-31)", "At 09:00 every day, from 1 June to 31 August 2024."),
    ("mon-fri at 09:00 & 2024,2026", "At 09:00 from Monday to Friday in 2024 and 2026."),
    ("daily at 12:00 & !2025", "At 12:00 every day except in 2025."),
    ("0 9 * * 1-5 except last day", "At 09:00 from Monday to Friday except the last day of the month."),
    ("every 2nd mon at 9am | every 4th mon at 9am", "At 09:00 on the second and fourth Monday of the month."),
    ("minutely & 22:00-06:00", "Every minute from 00:00 to 06:00 and from 22:00 to 23:59 every day."),
    ("secondly & 12:00-12:01", "Every second from 12:00 to 12:01 every day."),
    ("*/45 * * * *", "At minutes 0 and 45 of every hour."),
    ("*/25 9-10 * * *", "Every 25 minutes from 09:00 to 09:50 and from 10:00 to 10:50 every day."),
    ("1,2,3,5,8,13,21,34,55 * * * *", "At minutes 1 to 3, 5, 8, 13, 21, 34 and 55 of every hour."),
    ("1,2,4 1,5,7,8 3 * *", "At minutes 1, 2 and 4 of the hours 1, 5, 7 and 8, on the 3rd of the month."),
    (
        "every 15 minutes between 22:00 and 02:00",
        "Every 15 minutes from 00:00 to 02:00 and from 22:00 to 23:45 every day.",
    ),
    ("daily at 23:59:59", "At 23:59:59 every day."),
    (
        "mon,wed at 06:15 | fri at 07:00 | sat at 09:00 | sun at 10:00",
        "At 06:15 on Mondays and Wednesdays, at 07:00 on Fridays, at 09:00 on Saturdays, and at 10:00 on Sundays.",
    ),
    (
        "mon at 06:00 | tue at 07:00 | wed at 08:00 | thu at 09:00 | fri at 10:00",
        (
            "At 06:00 on Mondays, at 07:00 on Tuesdays, at 08:00 on Wednesdays, at 09:00 on Thursdays, and at 10:00 "
            "on Fridays."
        ),
    ),
    (
        "daily at 09:00 starting 2025-01-01 until 2025-03-31 in Europe/Berlin",
        "At 09:00 every day in Europe/Berlin, from 1 January to 31 March 2025.",
    ),
    ("daily & jan,feb,mar,jul", "At 12:00 every day from January to March and in July."),
    ("0 0 29-31 * *", "At 00:00 on the 29th to 31st of the month."),
    ("0 0 * jan-mar,oct fri-mon", "At 00:00 from Friday to Monday, from January to March and in October."),
    (
        "every 90 minutes between 09:00 and 17:00 starting 09:00",
        "Every 90 minutes from 09:00 to 16:30 every day, since 1 May 2024.",
    ),
    ("daily at 02:30 in Australia/Lord_Howe", "At 02:30 every day in Australia/Lord_Howe."),
    ("every 2 weeks", "At 12:00 on every second Wednesday, counted from 1 May 2024."),
    ("every other day at noon", "At 12:00 on every second day, counted from 1 May 2024."),
    ("quarterly", "At 12:00 on the 1st of February, May, August and November."),
    ("fortnightly on fri at noon", "At 12:00 on every second Friday, counted from 3 May 2024."),
    (
        "every 4 weeks on mon,fri at 09:00 & jan-jun",
        (
            "At 09:00 on Mondays and Fridays of every fourth week, counted from that of 3 May 2024, but only from "
            "January to June."
        ),
    ),
    (
        "(30 9-17 13 * mon) except dec 25",
        "Every hour from 09:30 to 17:30 on the 13th of the month or on Mondays, except 25 December.",
    ),
    (
        "(*/2 0-6/3 1,15 2 fri-mon) & !13th",
        (
            "Every 2 minutes of every third hour from 00:00 to 06:59 on the 1st and 15th of the month or from Friday "
            "to Monday, in February, except the 13th of the month."
        ),
    ),
    (
        "(*/25 */5 L-2 * mon-thu,sat) & fri",
        (
            "At minutes 0, 25 and 50 of every fifth hour from 00:00 to 20:59, on Fridays that fall on the third-last "
            "day of the month."
        ),
    ),
    ("daily at 12:00 except dec 25", "At 12:00 every day except 25 December."),
    ("daily at 12:00 except dec 25 | jan 1", "At 12:00 every day except 1 January and 25 December."),
    ("daily at 12:00 except 1st mon", "At 12:00 every day except the first Monday of the month."),
    ("daily at 12:00 except last day | 13th", "At 12:00 every day except the 13th and the last day of the month."),
    ("mon at 12:00 except dec", "At 12:00 on Mondays from January to November."),
    ("0 9 29 2 *", "At 09:00 on 29 February."),
    ("monthly", "At 12:00 on the 1st of the month."),
    ("monthly starting 30th", "At 00:00 on the 30th of the month or on the last day of February."),
    ("weekly", "At 12:00 on Wednesdays."),
    ("weekly on mon at 09:00", "At 09:00 on Mondays."),
    ("yearly", "At 12:00 on 1 May."),
    ("secondly", "Every second."),
    ("minutely", "Every minute."),
    ("every 10 seconds", "Every 10 seconds."),
    ("every 15 minutes", "Every 15 minutes."),
    ("every 15 minutes starting 00:05", "At minutes 5, 20, 35 and 50 of every hour, since 1 May 2024."),
    (
        "every 5 minutes between 09:00 and 17:00 starting 00:00",
        "Every 5 minutes from 09:00 to 17:00 every day, since 1 May 2024.",
    ),
    (
        "every 2 days at 06:00,18:00 starting 2024-05-02",
        "At 06:00 and 18:00 on every second day, counted from 2 May 2024.",
    ),
    (
        "every 2 weeks on weekdays at 08:00 starting 2024-05-06",
        "At 08:00 from Monday to Friday of every second week, counted from that of 6 May 2024.",
    ),
    (
        "every 2 months on the 1st at 00:00 starting 2024-01-01",
        "At 00:00 on the 1st of January, March, May, July, September and November, since 1 January 2024.",
    ),
    ("*/17 * * * *", "At minutes 0, 17, 34 and 51 of every hour."),
    ("0 */17 * * *", "At 00:00 and 17:00 every day."),
    ("@hourly", "Every hour."),
    ("@daily", "At 00:00 every day."),
    ("@weekly", "At 00:00 on Sundays."),
    ("@monthly", "At 00:00 on the 1st of the month."),
    ("@yearly", "At 00:00 on 1 January."),
    ("0 9 * * sun,7", "At 09:00 on Sundays."),
    ("30 4 1 * *", "At 04:30 on the 1st of the month."),
    ("0 0 1 jan *", "At 00:00 on 1 January."),
    ("* * * * * *", "Every second."),
    ("*/10 * * * * *", "Every 10 seconds."),
    ("*/7 * * * * *", "Every 7 seconds from second 0 to 56 of every minute."),
    ("30 0 9 * * *", "At 09:00:30 every day."),
    ("0 12 * * 1#1", "At 12:00 on the first Monday of the month."),
    ("0 12 * * 1L", "At 12:00 on the last Monday of the month."),
    ("0 12 L * *", "At 12:00 on the last day of the month."),
    ("0 12 L feb *", "At 12:00 on the last day of February."),
    ("0 0 31 * *", "At 00:00 on the 31st of the month."),
    ("0 0 30 2,4 *", "At 00:00 on 30 April."),
    ("0 0 */5 * *", "At 00:00 on the 1st, 6th, 11th and so on to the 31st of the month."),
    ("0 9-17/2 * * *", "Every 2 hours from 09:00 to 17:00 every day."),
    ("15,45 9-17 * * *", "Every 30 minutes from 09:15 to 17:45 every day."),
    ("0 9 1-5 * 1-5", "At 09:00 on the 1st to 5th of the month or from Monday to Friday."),
    ("0 9 */2 * mon", "At 09:00 on Mondays that fall on the 1st, 3rd, 5th and so on to the 31st of the month."),
    ("daily at 12:00 except 13th", "At 12:00 every day except the 13th of the month."),
    ("daily at 12:00 & !jul-aug", "At 12:00 every day from September to June."),
    (
        "hourly & 22:00-06:00 starting 00:00",
        "Every hour from 00:00 to 06:00 and at 22:00 and 23:00 every day, since 1 May 2024.",
    ),
    ("mon-fri at 09:00 & 2024-06-03 - 2024-06-14", "At 09:00 from Monday to Friday, from 3 to 14 June 2024."),
    ("2024-12-25 at 09:00", "Once, at 09:00 on 25 December 2024."),
    ("daily at 09:00 starting 2024-05-10 15:00", "At 09:00 every day, starting on 11 May 2024."),
    ("hourly starting 2024-05-10 15:00", "Every hour, starting at 15:00 on 10 May 2024."),
    ("hourly until 2024-05-10 15:00", "Every hour, until 15:00 on 10 May 2024."),
    (
        "every 100 minutes & mon-fri until 2024-12-12",
        "Every 100 minutes, counted from 12:00 on 1 May 2024, but only from Monday to Friday, until 12 December 2024.",
    ),
    (
        "every 100 minutes & 01:00-15:00 until 2024-05-14",
        "Every 100 minutes, counted from 12:00 on 1 May 2024, but only between 01:00 and 15:00, until 14 May 2024.",
    ),
    (
        "every 7 hours starting 2024-01-01 until 2024-12-31",
        "Every 7 hours, counted from 00:00 on 1 January 2024, until the end of 2024.",
    ),
    ("daily at 09:00 in Asia/Kolkata", "At 09:00 every day in Asia/Kolkata."),
    (
        "daily at 02:15 in Australia/Lord_Howe",
        "At 02:15 every day in Australia/Lord_Howe (a time that the clock skips happens right after).",
    ),
    ("every 45 minutes", "Every 45 minutes from 00:00 to 23:15 every day."),
    (
        "every 25 minutes & mon-fri",
        "Every 25 minutes, counted from 12:00 on 1 May 2024, but only from Monday to Friday.",
    ),
    ("every 1.5 hours starting 00:00", "Every 90 minutes from 00:00 to 22:30 every day, since 1 May 2024."),
    ("fri at 17:00 & last fri", "At 17:00 on the last Friday of the month."),
    ("last weekday at 17:00", "At 17:00 on the last weekday of the month."),
    ("1st weekday at 08:00", "At 08:00 on the first weekday of the month."),
    ("2nd-last day at 08:00", "At 08:00 on the second-last day of the month."),
    (
        "1st,15th at 09:00 | last day at 18:00",
        "At 09:00 on the 1st and 15th of the month, and at 18:00 on the last day of the month.",
    ),
    ("dec 24-26 at 10:00", "At 10:00 from 24 to 26 December."),
    ("dec 24 - jan 2 at 10:00", "At 10:00 from 24 December to 2 January."),
    ("jan 1,may 1,dec 25 at 10:00", "At 10:00 on 1 January, 1 May and 25 December."),
    ("(mon & jun at 10:00) | (tue & jul at 10:00)", "At 10:00 on Mondays in June or on Tuesdays in July."),
    ("daily at 10:00 & !(2024-07-01 - 2024-07-14)", "At 10:00 every day except 1 to 14 July 2024."),
    (
        "weekdays at 09:00 except 1st mon except last fri except dec 24-jan 2 except 4th thu of nov",
        (
            "At 09:00 from Monday to Friday except the first Monday and the last Friday of the month, the fourth "
            "Thursday of November, and 24 December to 2 January."
        ),
    ),
    (
        "mon-fri at 09:00 except dec 25 except jan 1 except 1st mon except last day",
        (
            "At 09:00 from Monday to Friday except the last day of the month, the first Monday of the month, 1 "
            "January and 25 December."
        ),
    ),
    (
        "daily at 09:00 except sat,sun except dec 25,jan 1,jul 4 except 4th thu of nov except last mon of may",
        (
            "At 09:00 from Monday to Friday except the last Monday of May, the fourth Thursday of November, 1 "
            "January, 4 July and 25 December."
        ),
    ),
    ("daily at 09:00 except mon & jan", "At 09:00 every day except Mondays in January."),
    (
        "(!2nd,8th of apr-jun,dec) at 05:00",
        "At 05:00 every day except the 2nd and 8th of the month from April to June and in December.",
    ),
    ("1st,15th at 08:00 except jan 1", "At 08:00 on the 1st and 15th of the month except 1 January."),
    ("mon at 09:00 | 2024-12-25 at 09:00", "At 09:00 on Mondays or on 25 December 2024."),
    (
        "every 2 weeks at 09:00 except dec 25",
        "At 09:00 on every second Wednesday, counted from 15 May 2024, except 25 December.",
    ),
    ("every 3 days except sun", "At 12:00 on every third day, counted from 1 May 2024, except Sundays."),
    (
        "1st at 09:00 | every 2 weeks at 09:00",
        "At 09:00 on every second Wednesday, counted from 15 May 2024; and at 09:00 on the 1st of the month.",
    ),
    ("every 73 years on (!jan 2)", "At 12:00 every day except 2 January, in every 73rd year, counted from 2024."),
    (
        "every 37 months on jan,sep",
        "At 12:00 every day in January and September, in every 148th month, counted from September 2036.",
    ),
    (
        "every 2 weeks on (jan | 30th) at 00:00",
        (
            "At 00:00 on the 30th of the month or every day in January, in every second week, counted from that of "
            "30 May 2024."
        ),
    ),
    ("every 2 years at 00:00 & !2030", "At 00:00 on 1 May of every second year, counted from 2026, except in 2030."),
    (
        "(2018,2026 | feb,dec | last day) at 00:00",
        "At 00:00 on the last day of the month or every day in February and December, or every day in 2026.",
    ),
    (
        "daily at 09:00 & !(2024-12-24 - 2025-01-02) & !2026-05-01",
        "At 09:00 every day except 24 December 2024 to 2 January 2025 and 1 May 2026.",
    ),
    ("every 3 days until 2024-08-01", "At 12:00 on every third day, counted from 1 May 2024, until 30 July 2024."),
    ("every 6 months on the last fri at noon", "At 12:00 on the last Friday of May and November."),
    (
        "* */9 */9,4,10,31 */2 mon,sun#1",
        (
            "Every minute of every ninth hour from 00:00 to 18:59 on Mondays that fall on the 1st, 4th, 10th, 19th, "
            "28th or 31st of the month or on Sundays that fall on the 1st or 4th of the month, in January, March, "
            "May, July, September and November."
        ),
    ),
    ("* * 1 * SUN#2", "Every minute on the 1st or the second Sunday of the month."),
    ("* * 7W * FRI#2", "Every minute on the second Friday or the weekday nearest to the 7th of the month."),
    ("* * LW * 2#2", "Every minute on the second Tuesday or the last weekday of the month."),
    ("1 1 7,14,21,L * *", "At 01:01 on the 7th, 14th, 21st and the last day of the month."),
    ("0 0 L 10 *", "At 00:00 on 31 October."),
    (
        "40-50 15-20 5-10 11,12 5,6,7",
        (
            "Every minute from minute 40 to 50 of every hour from 15:00 to 20:59 on the 5th to 10th of the month or "
            "from Friday to Sunday, in November and December."
        ),
    ),
    ("30 * * may-aug mon-fri", "Every hour at minute 30 from Monday to Friday, from May to August."),
    ("0 9 1 * mon & 2025", "At 09:00 on the 1st of the month or on Mondays, in 2025."),
    ("0 17 * * 1-5 & feb-aug,oct", "At 17:00 from Monday to Friday, from February to August and in October."),
    ("(15 10 * * mon-sat) & 1st,12th", "At 10:15 on the 1st and 12th of the month except Sundays."),
    ("*/5 */2 * * *", "Every 5 minutes of every second hour from 00:00 to 22:59 every day."),
    ("0,15,30,45 0,4,8,12,16,20 * * *", "Every 15 minutes of every fourth hour from 00:00 to 20:59 every day."),
    ("14,24 8,9,10,11,12,14,16,18 * * *", "At minutes 14 and 24 of the hours 8 to 12, 14, 16 and 18, every day."),
    ("* */4,16,18-20 * * *", "Every minute of the hours 0, 4, 8, 12, 16 and 18 to 20, every day."),
    ("* 3 * * jan * *", "Every second of minute 3 of every hour in January."),
    ("* 36-52 */10 * * *", "Every second of minutes 36 to 52 of every tenth hour from 00:00 to 20:59 every day."),
    (
        "9-31/11 7,29,33,57 1-23/11 * * *",
        "At seconds 9, 20 and 31 of minutes 7, 29, 33 and 57 of every 11th hour from 01:00 to 23:59, every day.",
    ),
    ("5 * * */2 * *", "Every minute at second 5 on the 1st, 3rd, 5th and so on to the 31st of the month."),
    ("44/15 * * * *", "At minutes 44 and 59 of every hour."),
    ("1/15 * * * *", "At minutes 1, 16, 31 and 46 of every hour."),
    ("2-59/3 * * * *", "Every 3 minutes from minute 2 to 59 of every hour."),
    ("0,2,58 * * * 0,5", "At minutes 0, 2 and 58 of every hour, on Fridays and Sundays."),
    ("*/7 * * * * | daily at 20:04", "Every 7 minutes from minute 0 to 56 of every hour and at 20:04 every day."),
    ("0,1,6,11 * * * * * & !12:00-12:00", "At seconds 0, 1, 6 and 11 of every minute except at 12:00 every day."),
    (
        "every 16 minutes | every 18 minutes",
        "Every 16 minutes from 00:00 to 23:44 and every 18 minutes from 00:18 to 23:42 every day.",
    ),
    (
        "*/5 8-17 * * 1-5 | */30 * * * *",
        "Every 30 minutes; and every 5 minutes from 08:05 to 17:55, from Monday to Friday.",
    ),
    ("0 17 * * * @ Etc/GMT-11", "At 17:00 every day in Etc/GMT-11."),
    ("daily at 09:00 in -05:30", "At 09:00 every day in UTC-05:30."),
    (
        "mon at 09:00 | tue at 10:00 until 2025-03-01 @ Europe/Berlin",
        "In Europe/Berlin, until 25 February 2025: at 09:00 on Mondays, and at 10:00 on Tuesdays.",
    ),
    ("daily at 09:00 & 2025 | mon at 17:00 & 2025", "In 2025: at 09:00 every day, and at 17:00 on Mondays."),
    ("every 2 hours and sat and 2024 starting 2024-12-28 20:00", "Only at 20:00 and 22:00 on 28 December 2024."),
    ("every 90 minutes starting 09:00 until 17:00", "Every 90 minutes from 09:00 to 16:30 on 1 May 2024."),
    (
        "every 3 hours & 09:00-17:00 starting 2024-10-27 @ Europe/Berlin",
        "Every 3 hours, counted from 11:00 on 27 October 2024, but only between 09:00 and 17:00 in Europe/Berlin.",
    ),
    (
        "every 24 hours starting 2024-10-27 01:30Z until 2024-10-28 @ Europe/Berlin",
        "Only at 01:30 on 27 and 28 October 2024.",
    ),
    (
        "every 24 hours starting 2024-10-27 00:30Z until 2024-10-28 @ Europe/Berlin",
        "Only at 00:30 on 27 and 28 October 2024.",
    ),
    (
        "every 7 hours & mon-fri | sat at 09:30",
        "Every 7 hours, counted from 12:00 on 1 May 2024, but only from Monday to Friday; and at 09:30 on Saturdays.",
    ),
    (
        "every 7 hours & mon-fri | every 5 hours & weekends",
        (
            "Every 7 hours, counted from 12:00 on 1 May 2024, but only from Monday to Friday; and every 5 hours, "
            "counted from 00:00 on 4 May 2024, but only on Saturdays and Sundays."
        ),
    ),
    (
        "every 7 hours except mon-fri & 10:00-15:00",
        (
            "Every 7 hours, counted from 19:00 on 1 May 2024, except from Monday to Wednesday and on Fridays between "
            "11:00 and 15:00."
        ),
    ),
    (
        "every 13 minutes & 09:00-17:00 & mon-fri",
        "Every 13 minutes, counted from 12:00 on 1 May 2024, but only from Monday to Friday between 09:00 and 17:00.",
    ),
    (
        "every 12347 seconds & mon | every 12347 seconds & wed",
        "Every 12,347 seconds, counted from 12:00 on 1 May 2024, but only on Mondays and Wednesdays.",
    ),
    (
        "every 13 minutes except every 26 hours",
        "Every 13 minutes, counted from 12:13 on 1 May 2024, but not every 26 hours, counted from 14:00 on 2 May 2024.",
    ),
    (
        "every 7 minutes except every 21 minutes except every 35 minutes",
        (
            "Every 7 minutes, counted from 12:07 on 1 May 2024, but not every 21 minutes, counted from 12:21 on 1 "
            "May 2024, and not every 35 minutes, counted from 12:35 on 1 May 2024."
        ),
    ),
    (
        "every 25 minutes | every 17 minutes | every 12 hours",
        (
            "At 00:00 and 12:00 every day; every 17 minutes, counted from 12:00 on 1 May 2024; and every 25 minutes, "
            "counted from 12:00 on 1 May 2024."
        ),
    ),
    ("every 35 hours & 1st", "Every 35 hours, counted from 12:00 on 1 May 2024, but only on the 1st of the month."),
    ("every 15 hours & dec 25", "Every 15 hours, counted from 00:00 on 25 December 2024, but only on 25 December."),
    (
        "every 6 hours & mon-fri in Europe/Berlin",
        "Every 6 hours, counted from 14:00 on 1 May 2024, but only from Monday to Friday in Europe/Berlin.",
    ),
    (
        "every 2 hours & weekends in America/New_York",
        "Every 2 hours, counted from 00:00 on 4 May 2024, but only on Saturdays and Sundays in America/New_York.",
    ),
    (
        "every 2 hours & mon-fri | every 6 hours & weekends @ Europe/Berlin",
        (
            "Every 2 hours, counted from 14:00 on 1 May 2024, but only from Monday to Friday in Europe/Berlin; and "
            "every 6 hours, counted from 14:00 on 1 May 2024 in Europe/Berlin."
        ),
    ),
    (
        "every 2 hours | mon at 09:30 @ Europe/Berlin",
        "Every 2 hours, counted from 14:00 on 1 May 2024 in Europe/Berlin; and at 09:30 on Mondays in Europe/Berlin.",
    ),
    (
        "(mon-fri at 09:00 in America/New_York) | (mon-fri at 09:00 in Europe/London)",
        "At 09:00 from Monday to Friday in America/New_York, and at 09:00 from Monday to Friday in Europe/London.",
    ),
    (
        "(0 9-17 * * 1-5 in America/New_York) & (09:00-17:00 in Europe/London)",
        (
            "Every hour in UTC, but only from Monday to Friday between 09:00 and 13:00 in America/New_York, and from "
            "Monday to Friday between 13:00 and 17:00 in Europe/London."
        ),
    ),
    (
        "30 2 * * * | 0 3 * * * except 1st @ Europe/Berlin",
        (
            "At 02:30 and 03:00 every day except the 1st of the month in Europe/Berlin (a time that the clock "
            "repeats happens the first time only)."
        ),
    ),
    (
        "0 9 1 * mon except dec 25 except jan 1",
        "At 09:00 on the 1st of the month or on Mondays, except 1 January and 25 December.",
    ),
    ("dec 20-jan 5 at 09:00 except sat,sun", "At 09:00 from Monday to Friday, from 20 December to 5 January."),
    ("mon-fri at 09:00 & dec 20-jan 5", "At 09:00 from Monday to Friday, from 20 December to 5 January."),
    ("mon at 09:00 & feb 2-mar 2", "At 09:00 on Mondays from 2 February to 2 March."),
    ("mon at 09:00 & (dec 25 | jan 1)", "At 09:00 on Mondays that fall on 1 January or 25 December."),
    (
        "mon,tue at 09:00 & (dec 20-30 | jul 1-10)",
        "At 09:00 on Mondays and Tuesdays, but only from 1 to 10 July and from 20 to 30 December.",
    ),
    (
        "every 2 days | weekly on mon @ Pacific/Apia",
        (
            "At 01:00 on every second day, counted from 2 May 2024 in Pacific/Apia; and at 01:00 on Mondays in "
            "Pacific/Apia."
        ),
    ),
    (
        "every 2533 seconds except 15-58 11-21 LW * * @ Australia/Lord_Howe",
        (
            "Every 2,533 seconds, counted from 22:30 on 1 May 2024, except every minute from minute 15 to 58 of "
            "every hour from 11:00 to 21:59 on the last weekday of the month in Australia/Lord_Howe."
        ),
    ),
    (
        "every 90 minutes except every 7 hours",
        "Every 90 minutes, counted from 13:30 on 1 May 2024, but not every 21 hours, counted from 09:00 on 2 May 2024.",
    ),
    (
        "every 25 minutes & 09:00-17:00 & mon-fri | every 4 hours",
        (
            "Every 4 hours from 00:00 to 20:00 every day; and every 25 minutes, counted from 12:00 on 1 May 2024, "
            "but only from Monday to Friday between 09:00 and 17:00."
        ),
    ),
    (
        "every 13 minutes & 09:00-17:00 | every 7 hours & mon",
        (
            "Every 13 minutes, counted from 12:00 on 1 May 2024, but only between 09:00 and 17:00; and at 04:00, "
            "11:00 and 18:00 on Mondays."
        ),
    ),
    (
        "every 12347 seconds & mon-fri starting 2024-10-27 @ Europe/Berlin",
        (
            "Every 12,347 seconds, counted from 02:26:16 on 28 October 2024, but only from Monday to Friday in "
            "Europe/Berlin."
        ),
    ),
    ("0 0 * * 0-fri", "At 00:00 from Sunday to Friday."),
    (
        "1-3 1-3 1-3 1-3 *",
        "At minutes 1 to 3 of every hour from 01:00 to 03:59 on the 1st to 3rd of the month from January to March.",
    ),
    ("15-30/4,55 * * * *", "At minutes 15, 19, 23, 27 and 55 of every hour."),
)


def compiled(written: str) -> Compiled:
    text, _, zone = written.partition(" @ ")
    return compile_schedule(text, now=NOW, timezone=zone or "UTC")


@pytest.mark.parametrize(("written", "sentence"), SENTENCES, ids=[written for written, _ in SENTENCES])
def test_a_schedule_reads_like_this(written: str, sentence: str) -> None:
    assert explain(compiled(written)).sentence == sentence


def test_the_explanation_holds_what_is_shown_beside_the_sentence() -> None:
    found = explain(compiled("mon AT 9am in Europe/Berlin"))
    assert (found.canonical, found.zone, found.next) == ("mon at 09:00 in Europe/Berlin", "Europe/Berlin", 1714978800)


def test_there_is_no_next_firing_after_the_last() -> None:
    found = explain(compiled("daily at 09:00 & 2023 starting 2023-01-01"))
    assert (found.sentence, found.next) == ("At 09:00 every day in 2023.", None)


def test_what_no_sentence_tells_is_said_to_be_so_with_the_first_times() -> None:
    several = "(every 7 minutes except every 3 days) | (every 11 hours & 1st-13th) | every 12347 seconds & !feb"
    sentence = explain(compiled(f"({several}) & ((09:00-17:00 in Europe/Berlin) | mon)")).sentence
    assert sentence.startswith("At times that one sentence cannot tell, first at ")


def test_a_step_that_keeps_to_other_days_once_the_clock_changes_is_not_said_to_keep_to_the_first() -> None:
    sentence = explain(compiled("every 7 minutes and every 3 days @ America/New_York")).sentence
    assert sentence.startswith("At times that one sentence cannot tell, first at 08:00 on 1 and 22 May 2024")


def test_where_the_clock_of_a_zone_has_left_the_calendar_that_of_utc_is_told() -> None:
    at = datetime(9999, 12, 31, 22, tzinfo=UTC)
    sentence = explain(compile_schedule("minutely", now=at, timezone="Asia/Tokyo")).sentence
    assert sentence == "Every minute from 22:00 to 23:59 on 31 December 9999 in UTC."


@pytest.mark.parametrize("zone", ["Pacific/Apia", "America/New_York", "UTC"])
def test_the_end_of_the_calendar_is_no_end_of_a_schedule(zone: str) -> None:
    written = "mon-fri at 03:00 except every 11 hours starting 2024-02-04 00:00"
    assert "9999" not in explain(compile_schedule(written, now=NOW, timezone=zone)).sentence


def test_a_step_past_its_field_is_never_an_interval() -> None:
    """`*/45` restarts with each hour, and `every 45 minutes` does not."""
    texts = [explain(compiled(text)).sentence for text in ("*/45 * * * *", "every 45 minutes")]
    assert texts == ["At minutes 0 and 45 of every hour.", "Every 45 minutes from 00:00 to 23:15 every day."]


def test_either_day_field_reads_or_and_both_read_as_one() -> None:
    texts = [explain(compiled(text)).sentence for text in ("0 0 13 * fri", "0 0 * * fri & 13th")]
    assert texts == [
        "At 00:00 on the 13th of the month or on Fridays.",
        "At 00:00 on Fridays that fall on the 13th of the month.",
    ]
