"""What is kept of open documents: nothing is judged while words are completed, nor twice while somebody types."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from lsprotocol.types import MarkupContent

from everly.linting import linter as judging
from everly.linting.language_server.completion import completion
from everly.linting.language_server.desk import Desk
from everly.linting.language_server.hover import hover
from everly.linting.language_server.opened import LASTING, Opened
from everly.linting.report import FileReport
from everly.scheduling.compiler import Compiled, compile_schedule

NOW = datetime(2024, 5, 1, 12, 31, 52, tzinfo=UTC)
URI = "file:///schedules.txt"

Open = Callable[[str], Opened]


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(clock: Clock) -> Desk:
    return Desk(clock)


@pytest.fixture
def opened(desk: Desk, tmp_path: Path) -> Open:
    (tmp_path / "everly.toml").touch()

    def look(text: str) -> Opened:
        found = desk.opened(URI, str(tmp_path / "schedules.txt"), None, text, "utf-16")
        assert found is not None
        return found

    return look


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The schedules that the linter compiles."""
    seen: list[str] = []

    def spy(text: str, **given: Any) -> Compiled:
        seen.append(text)
        return compile_schedule(text, **given)

    monkeypatch.setattr(judging, "compile_schedule", spy)
    return seen


def found(desk: Desk, opened: Opened) -> list[str]:
    report = desk.report(URI, opened)
    assert isinstance(report, FileReport)
    return [finding.diagnostic.name for finding in report.findings]


def test_nothing_is_judged_to_complete_to_hover_or_to_open(opened: Open, compiled: list[str]) -> None:
    text = "hourly\n" * 3 + "daily & mo"
    assert "mon" in {item.label for item in completion(opened(text), len(text))}
    assert hover(opened(text), 2, NOW) is not None
    assert compiled == []


def test_the_next_firings_are_those_after_the_moment_of_asking(opened: Open) -> None:
    shown = hover(opened("daily at 09:00"), 2, NOW + timedelta(days=3))
    assert shown is not None
    assert isinstance(shown.contents, MarkupContent)
    assert shown.contents.value.partition("- ")[2].startswith("2024-05-05 09:00:00")


def test_of_firings_that_take_too_much_to_find_those_known_are_shown_and_the_reason(opened: Open) -> None:
    parts = " | ".join(f"every {61 * number} minutes & {day}" for number, day in enumerate(("mon", "tue", "wed"), 2))
    vain = f"({parts} | every 305 minutes & thu | every 366 minutes & fri) except every 61 minutes & mon-fri"
    reason = "To find the next fire time takes too much work: say the schedule with fewer parts."
    for year, told in (("2024", f"Next in UTC:\n\n- 2024-05-03 09:00:00+00:00\n\n{reason}"), ("2096", reason)):
        shown = hover(opened(f"({vain}) | {year}-05-03 at 09:00"), 2, NOW)
        assert shown is not None
        assert isinstance(shown.contents, MarkupContent)
        assert shown.contents.value.endswith(told)
        assert ("09:00" in shown.contents.value) is (year == "2024")


def test_a_schedule_that_stays_is_judged_once_while_another_is_typed(
    desk: Desk, opened: Open, compiled: list[str]
) -> None:
    assert found(desk, opened("every 2 dayz\n")) == ["unknown-word"]
    assert found(desk, opened("every 2 dayz\nda")) == ["unknown-word", "unknown-word"]
    desk.look_again(URI)
    assert found(desk, opened("every 2 dayz\ndaily")) == ["unknown-word"]
    assert compiled == ["every 2 dayz", "da", "daily"]
    desk.forget(URI)
    assert found(desk, opened("daily")) == []
    assert compiled[3:] == ["daily"]


@pytest.mark.parametrize(("after", "again"), [(LASTING / 2, 0), (LASTING, 1), (-LASTING, 1)])
def test_time_that_passes_is_noticed(
    desk: Desk, clock: Clock, *, opened: Open, compiled: list[str], after: timedelta, again: int
) -> None:
    found(desk, opened("daily"))
    clock.now += after
    desk.look_again(URI)
    found(desk, opened("daily"))
    assert len(compiled) == 1 + again


def test_a_configuration_that_changes_is_noticed(desk: Desk, opened: Open, tmp_path: Path) -> None:
    assert found(desk, opened("hourly & daily")) == []
    (tmp_path / "everly.toml").write_text("[lint]\nselect = ['all']\n")
    desk.look_again(URI)
    assert found(desk, opened("hourly & daily")) != []
