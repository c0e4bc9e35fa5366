"""The page of policies: the stories of its tables are what happens, and it tells of every rule that a job has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from everly.jobs.settings import CatchUp, Overlap
from tests.jobs.runner.scenes import Scene

PAGE = (Path(__file__).parents[3] / "docs" / "policies.md").read_text("utf-8")
WORDS = {"code 0": "ran", "overlap": "skipped", "due": "waits", "missed": "missed", "running": "running"}


def table(option: str) -> list[tuple[str, list[str]]]:
    """The rows of the table of an option, each with its value."""
    _, _, rest = PAGE.partition(f"| `{option}` |")
    rows = rest.split("\n\n")[0].splitlines()[2:]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    return [(re.sub(r"`([a-z-]+)`.*", r"\1", first), others) for first, *others in cells]


def story(scene: Scene) -> list[str]:
    return [WORDS[each.partition(" ")[2]] for each in scene.story("tidy")]


@pytest.mark.parametrize(("overlap", "told"), table("--overlap"))
def test_a_fire_time_while_it_still_runs(scene: Scene, overlap: str, told: list[str]) -> None:
    scene.make("tidy", "every 10 seconds", overlap=Overlap(overlap))
    scene.pass_by(25)
    scene.finish("tidy")
    scene.pass_by(5)
    assert story(scene) == told


@pytest.mark.parametrize(("catch_up", "told"), table("--catch-up"))
def test_missed_fire_times(scene: Scene, catch_up: str, told: list[str]) -> None:
    scene.make("tidy", "every 10 seconds", catch_up=CatchUp(catch_up))
    scene.finish("tidy")
    scene.restart(after=36)
    scene.pass_by(5)
    assert story(scene) == told


def test_the_tables_are_whole() -> None:
    assert [value for value, _ in table("--overlap")] == [each.value for each in Overlap if each != "replace"]
    assert [value for value, _ in table("--catch-up")] == [each.value for each in CatchUp]
