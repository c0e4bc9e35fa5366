"""Durations on the command line."""

from contextlib import suppress

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.cli.units import MOST, Duration, DurationError, read_duration

UNITS = {"w": 604_800, "d": 86_400, "h": 3600, "m": 60, "s": 1}


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("90", 90),
        ("0", 0),
        ("1.5s", 1.5),
        (".5", 0.5),
        ("500ms", 0.5),
        ("10m", 600),
        ("10 min", 600),
        ("2 hours", 7200),
        ("1 Hour", 3600),
        ("1h30m", 5400),
        (" 1 h 30 m ", 5400),
        ("1d12h", 129_600),
        ("2 weeks 1 day", 1_296_000),
        ("3660d", MOST),
    ],
)
def test_a_duration_is_read_in_seconds(text: str, seconds: float) -> None:
    assert read_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "'' is no duration; take a number of seconds, or units such as"),
        ("soon", "'soon' is no duration; take"),
        ("-5", "'-5' is no duration; take"),
        ("1,5s", "'1' has no unit in '1,5s'; take"),
        ("1h30", "'30' has no unit in '1h30'; take"),
        ("5 fortnights", "'fortnights' is no unit of time in '5 fortnights'; take"),
        ("30m1h", "'h' comes too late in '30m1h': larger units come first, each once"),
        ("1h1h", "'h' comes too late"),
        ("1e9", "'e' is no unit of time"),
        ("nan", "'nan' is no duration"),
        ("٣s", "'٣s' is no duration"),
        ("11 years", "'years' is no unit of time"),
        ("3661d", "'3661d' is longer than ten years"),
        ("9" * 400, "is longer than ten years"),
        ("1h!", "'1h!' is no duration"),
    ],
)
def test_what_is_no_duration_is_refused_with_the_way_out(text: str, message: str) -> None:
    with pytest.raises(DurationError) as caught:
        read_duration(text)
    assert message in str(caught.value)


@given(st.dictionaries(st.sampled_from(list(UNITS)), st.integers(0, 99), min_size=1), st.sampled_from(["", " "]))
def test_parts_add_up(parts: dict[str, int], blank: str) -> None:
    text = blank.join(f"{parts[unit]}{blank}{unit}" for unit in UNITS if unit in parts)
    assert read_duration(text) == sum(parts[unit] * UNITS[unit] for unit in parts)


@given(st.text())
def test_any_text_is_a_duration_or_refused(text: str) -> None:
    with suppress(DurationError):
        assert 0 <= read_duration(text) <= MOST


def test_an_option_of_this_type_takes_seconds_and_says_what_is_wrong() -> None:
    @click.command()
    @click.option("--timeout", type=Duration(0.001), default=3.0)
    def command(timeout: float) -> None:
        click.echo(f"{timeout!r}")

    assert CliRunner().invoke(command, ["--timeout", "1h30m"]).output == "5400.0\n"
    assert CliRunner().invoke(command).output == "3.0\n"
    assert "'0' is too short; the least is 0.001 seconds" in CliRunner().invoke(command, ["--timeout", "0"]).output
    refused = CliRunner().invoke(command, ["--timeout", "soon"])
    assert refused.exit_code == 2
    assert "Invalid value for '--timeout': 'soon' is no duration; take" in refused.output
