"""Text of files: any bytes, signs of every format in any order, and lines that hold schedules."""

from hypothesis import strategies as st

_WORDS = (
    "schedule cron parse_schedule( Job( schedule= CRON_TZ= OnCalendar= kind: CronJob spec timeZone daily @reboot on",
    "everly: ignore[x] : - , # | > ' \" \"\"\" ''' \\ = . % [ ] { } ( ) [[ ]] {{ {% --- // /* */ 5",
    "f' r' \\x \\u00 &a *a << !x x é 😀",
)
_BLANKS = [" ", "  ", "\n", "\r\n", "\r", "\t", "\\\n", "\x00", "\ufeff", "�", "\x85", "\u2028"]
_FRAGMENTS = st.sampled_from((*" ".join(_WORDS).split(), "0 5 * * *", *_BLANKS))
_LINES = st.sampled_from(
    (
        *("0 5 * * * root run", "*/7 * * * *", "daily", "every 2 dayz # everly: ignore[all]", "OnCalendar=daily"),
        *(
            "schedule: daily",
            "cron: '*/7 9 * * *'",
            "schedule: >-\n  every 1 day\n  at 9am",
            "on:\n  schedule:\n  - cron: '@daily'",
        ),
        *(
            'schedule = "*/7 * * * *"',
            "schedule = 'daily at 9:00 and 17:00'",
            '{"schedule": "hourly or daily", "cron": "0 9 * *"}',
        ),
        *("parse_schedule('*/7 * * * *')", "Job(f, schedule=('every ' # why\n'2 dayz'))", "# everly: ignore[rare]"),
    )
)
_FILES = st.one_of(
    st.lists(_LINES | _FRAGMENTS, max_size=6).map("\n".join),
    st.lists(_LINES, min_size=1, max_size=3).map("\n".join),
    st.binary(max_size=60).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.lists(_FRAGMENTS, max_size=30).map("".join),
    st.lists(_FRAGMENTS, max_size=30).map(lambda parts: "schedule: " + "".join(parts)),
    st.lists(_FRAGMENTS, max_size=30).map(lambda parts: "schedule = " + "".join(parts)),
    st.lists(_FRAGMENTS, max_size=30).map(lambda parts: '{"schedule": ' + "".join(parts)),
    st.lists(_FRAGMENTS, max_size=30).map(lambda parts: "parse_schedule(" + "".join(parts)),
)


def files() -> st.SearchStrategy[str]:
    """What may stand in a file, whatever its format."""
    return _FILES
