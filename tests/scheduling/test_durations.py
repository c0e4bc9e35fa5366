import pytest

from everly.scheduling.durations import duration


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 second"),
        (120, "2 minutes"),
        (5400, "1 hour 30 minutes"),
        (86_401, "1 day 1 second"),
        (2 * 86_400, "2 days"),
    ],
)
def test_duration_in_words(seconds: int, words: str) -> None:
    assert duration(seconds) == words
