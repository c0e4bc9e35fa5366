"""No file, whatever it holds, breaks a reader."""

import pytest
from hypothesis import given

from everly.linting.document import Document
from everly.linting.reading import Reading, Source, UnreadableError
from everly.linting.settings import DEFAULTS
from everly.linting.sources import SOURCES
from tests.strategies.files import files


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
@given(text=files())
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
