"""No file, whatever it holds, breaks a reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.linting.document import Document
from everly.linting.reading import Reading, Source, UnreadableError
from everly.linting.settings import DEFAULTS
from everly.linting.sources import SOURCES

_WORDS = (
    "schedule cron parse_schedule( Job( schedule= CRON_TZ= OnCalendar= kind: CronJob spec timeZone daily @reboot on",
    "everly: ignore[x] : - , # | > ' \" \"\"\" ''' \\ = . % [ ] { } ( ) [[ ]] {{ {% --- // /* */ 5",
    "f' r' \\x \\u00 &a *a << !x x é 😀",
)
_BLANKS = [" ", "  ", "\n", "\r\n", "\r", "\t", "\\\n", "\x00", "\ufeff", "�", "\x85", "\u2028"]
_FRAGMENTS = st.sampled_from((*" ".join(_WORDS).split(), "0 5 * * *", *_BLANKS))
_TEXTS = st.one_of(
    st.binary(max_size=60).map(lambda raw: raw.decode("utf-8", "surrogateescape")),
    st.lists(_FRAGMENTS, max_size=30).map("".join),
    st.lists(_FRAGMENTS, max_size=30).map(lambda parts: "schedule: " + "".join(parts)),
    st.lists(_FRAGMENTS, max_size=30).map(lambda parts: "schedule = " + "".join(parts)),
    st.lists(_FRAGMENTS, max_size=30).map(lambda parts: '{"schedule": ' + "".join(parts)),
    st.lists(_FRAGMENTS, max_size=30).map(lambda parts: "parse_schedule(" + "".join(parts)),
)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
@given(text=_TEXTS)
def test_any_text_is_read_or_refused(source: Source, text: str) -> None:
    result = _read(source, text)
    if isinstance(result, UnreadableError):
        assert 0 <= result.span.start <= result.span.end <= len(text)
        assert result.message
    else:
        _check_places(result, text)


def _read(source: Source, text: str) -> Reading | UnreadableError:
    try:
        return source.read(Document("a", text), DEFAULTS)
    except UnreadableError as error:
        return error


def _check_places(reading: Reading, text: str) -> None:
    for schedule in reading.schedules:
        assert len(schedule.places) == len(schedule.text) + 1
        assert schedule.places[0] >= 0
        assert schedule.places[-1] <= len(text)
    spans = [each.span for each in reading.unchecked]
    spans += [each.span for each in reading.comments]
    spans += [each.span for each in reading.found]
    assert all(0 <= span.start <= span.end <= len(text) for span in spans)
    assert [each.places[0] for each in reading.schedules] == sorted(each.places[0] for each in reading.schedules)
    for comment in reading.comments:
        assert comment.text in comment.span.of(text)
