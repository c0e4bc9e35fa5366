"""Reading examples, and what everly answers to their claims."""

from datetime import UTC, datetime

import pytest

from tests.spec.answers import answers
from tests.spec.examples import DEFAULT_NOW, Claim, read_example
from tests.spec.markdown import UnreadableError, read_fences


def answers_to(source: str, *claims: str, settings: str = "") -> list[str]:
    (fence,) = read_fences("\n".join((f"```everly {settings}", source, ".", *claims, "```")))
    return answers(read_example(fence))


def test_an_example_has_a_source_settings_and_claims() -> None:
    text = (
        "# 1\n\n```everly now=2024-05-02T10:00:00+02:00 tz=Asia/Tokyo\ndaily\n& mon\n.\nends\nprints daily & mon\n```"
    )
    (fence,) = read_fences(text)
    example = read_example(fence)
    assert example.source == "daily\n& mon"
    assert example.now == datetime(2024, 5, 2, 8, tzinfo=UTC)
    assert example.zone == "Asia/Tokyo"
    assert example.claims == (Claim("ends", ""), Claim("prints", "daily & mon"))
    assert example.claims_line == 7


def test_settings_have_defaults_and_a_source_can_be_repeated() -> None:
    (fence,) = read_fences("```everly repeat=3\nab\n.\nends\n```")
    example = read_example(fence)
    assert (example.source, example.now, example.zone) == ("ababab", DEFAULT_NOW, "UTC")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("```everly\ndaily\n```", "line 1: an example without a line with a dot"),
        ("```everly nwo=2024\ndaily\n.\nends\n```", "line 1: an unknown setting 'nwo'"),
        ("```everly\ndaily\n.\nends\nfire 2024\n```", "line 5: an unknown claim 'fire 2024'"),
        ("```everly\ndaily\n.\n\nends\n```", "line 4: an unknown claim ''"),
    ],
)
def test_an_example_that_cannot_be_read_is_an_error(text: str, message: str) -> None:
    (fence,) = read_fences(text)
    with pytest.raises(UnreadableError, match=message):
        read_example(fence)


@pytest.mark.parametrize(
    ("source", "claims"),
    [
        ("daily & 2024-05-02", ["fires 2024-05-02 00:00", "ends", "count 1", "last 2024-05-02 00:00"]),
        ("every 30 seconds", ["fires Wed 2024-05-01 00:00", "fires 2024-05-01 00:00:30"]),
        ("daily in Europe/Berlin", ["fires 2024-05-01 02:00+02:00", "fires 2024-05-02 02:00"]),
        ("Daily AND mon", ["prints daily & mon", "same-as every mon"]),
        ("hourly", ["differs-from every 2 hours at 2024-05-01 01:00"]),
        ("mon-fri", ["error window-alone 0-7", "fix hourly & mon-fri", "fix daily & mon-fri"]),
        ("mon-fri", ["error window-alone"]),
        ("monthly starting 2024-01-31", ["warning short-month 0-7", "fires 2024-01-31 00:00"]),
    ],
)
def test_true_claims_are_answered_by_themselves(source: str, claims: list[str]) -> None:
    assert answers_to(source, *claims) == claims


@pytest.mark.parametrize(
    ("source", "claim", "answer"),
    [
        ("daily", "fires 2024-05-01 00:01", "fires 2024-05-01 00:00"),
        ("daily", "fires Tue 2024-05-01 00:00", "fires Wed 2024-05-01 00:00"),
        ("daily", "fires 2024-05-01 00:00+01:00", "fires 2024-05-01 00:00+00:00"),
        ("daily", "ends", "fires 2024-05-01 00:00"),
        ("daily & 2025", "count 364", "count 365"),
        ("daily & 2025", "last 2025-12-30 00:00", "last 2025-12-31 00:00"),
        ("daily", "prints every day", "prints daily"),
        ("daily", "same-as weekly", "differs-from weekly at 2024-05-02 00:00"),
        ("daily", "differs-from weekly at 2024-05-03 00:00", "differs-from weekly at 2024-05-02 00:00"),
        ("daily", "differs-from every day at 2024-05-03 00:00", "same-as every day"),
        ("mon-fri", "error window-alone 0-6", "error window-alone 0-7"),
        ("mon-fri", "error window-in-union", "error window-alone"),
        ("mon-fri", "fires 2024-05-01 00:00", "error window-alone 0-7"),
    ],
)
def test_a_false_claim_is_answered_by_what_holds(source: str, claim: str, answer: str) -> None:
    assert answers_to(source, claim) == [answer]


def test_a_fix_that_is_not_offered_is_answered_by_one_that_is() -> None:
    assert answers_to("mon-fri", "error window-alone", "fix daily") == ["error window-alone", "fix daily & mon-fri"]


def test_the_end_is_told_where_firings_were_claimed() -> None:
    assert answers_to("daily & 2024-05-02", "fires 2024-05-02 00:00", "fires 2024-05-03 00:00")[-1] == "ends"


def test_an_error_that_does_not_happen_has_no_answer() -> None:
    assert answers_to("daily", "error window-alone 0-5", "fires 2024-05-01 00:00") == ["fires 2024-05-01 00:00"]


def test_a_warning_that_no_claim_mentions_is_told() -> None:
    said = answers_to("monthly starting 2024-01-31", "fires 2024-01-31 00:00")
    assert said == ["fires 2024-01-31 00:00", "warning short-month 0-7"]


def test_the_second_pass_of_a_repeated_hour_always_has_its_offset() -> None:
    said = answers_to("hourly starting 2024-11-03 01:00 in America/New_York", "fires ", "fires ")
    assert said == ["fires 2024-11-03 01:00", "fires 2024-11-03 01:00-05:00"]


def test_an_example_without_claims_is_answered_all_the_same() -> None:
    assert answers_to("daily") == ["fires 2024-05-01 00:00", "fires 2024-05-02 00:00", "fires 2024-05-03 00:00"]
    assert answers_to("mon-fri") == ["error window-alone 0-7"]
