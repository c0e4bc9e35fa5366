"""Text of files: any bytes, and signs of every format in any order, around what may hold a schedule."""

from hypothesis import strategies as st

_WORDS = (
    "schedule cron parse_schedule( Job( schedule= CRON_TZ= OnCalendar= kind: CronJob spec timeZone daily @reboot on",
    "everly: ignore[x] : - , # | > ' \" \"\"\" ''' \\ = . % [ ] { } ( ) [[ ]] {{ {% --- // /* */ 5",
    "f' r' \\x \\u00 &a *a << !x x é 😀",
)
_BLANKS = [" ", "  ", "\n", "\r\n", "\r", "\t", "\\\n", "\x00", "\ufeff", "�", "\x85", "\u2028"]
_FRAGMENTS = st.sampled_from((*" ".join(_WORDS).split(), "0 5 * * *", *_BLANKS))
_FILES = st.one_of(
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
