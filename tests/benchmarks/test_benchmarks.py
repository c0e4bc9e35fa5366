"""Whether the benchmarks run and check answers; how fast anything is, is none of a test's business."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks import hotspots
from benchmarks.__main__ import main
from benchmarks.compare import compare
from benchmarks.corpus import LINES, NEVER, Line
from benchmarks.installation import install
from benchmarks.measures import MEASURES
from benchmarks.measures.checks import cron_lines, in_words
from benchmarks.options import Options
from benchmarks.peers import APSCHEDULER, CRONITER, CRONSIM, EVERLY, RRULE, Peer
from benchmarks.results import Target, median_target, worst_target
from benchmarks.timing import Step, TooSlow, first_firings, in_turn
from everly import ScheduleError, parse_schedule

TESTED = (CRONITER, CRONSIM, RRULE, APSCHEDULER)  # what the tests install
SHORT = Options(
    rounds=1,
    firings=3,
    bulk=20,
    many=50,
    pairs=4,
    starts=2,
    output_bytes=100_000,
    scheduled=20,
    idle_seconds=0.1,
    schedules=5,
    fires=2,
    live=2,
    lines=tuple(line for line in LINES if line.name in {"cron minute", "daily & mon-fri", "10 seconds & jan"}),
    never=NEVER[:1],
    peers=TESTED,
)
NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)


def test_every_measure_runs_and_writes_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "deep" / "found.json"
    assert main(["--json", str(path)], SHORT) == 0
    found = json.loads(path.read_text(encoding="utf-8"))
    shown = capsys.readouterr().out
    assert len(found["sections"]) == len(MEASURES)
    for section in found["sections"]:
        assert section["rows"]
        assert section["name"] in shown
        assert [target for target in section["targets"] if target["reached"] not in {True, False}] == []
    assert found["versions"]["croniter"] is not None
    assert "Targets" in shown


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_every_line_fires_from_its_beginning_or_later(line: Line) -> None:
    first = EVERLY.firings(line, "UTC", 1)[0]
    assert first >= line.begin_in("UTC")


@pytest.mark.parametrize("line", NEVER, ids=lambda line: line.name)
def test_the_schedules_that_never_fire_are_refused(line: Line) -> None:
    with pytest.raises(ScheduleError):
        parse_schedule(line.text, now=line.now_in("UTC"))


def test_peers_answer_alike_wherever_they_have_words_for_a_line_in_utc() -> None:
    cells = [cell for line in LINES for cell in compare(line, "UTC", SHORT).cells]
    assert [cell for cell in cells if (cell.why or "").startswith("differs")] == []
    assert {cell.peer for cell in cells if cell.ratio} == {peer.name for peer in TESTED}
    assert len([cell for cell in cells if cell.ratio]) > 100


def test_a_peer_with_another_answer_is_not_timed() -> None:
    late = Peer("late", "everly", lambda line, zone: lambda: line.begin_in(zone) + timedelta(days=400))
    (cell,) = compare(LINES[0], "UTC", replace(SHORT, peers=(late,))).cells
    assert cell.ratio is None
    assert cell.why == "differs: 2025-06-06T00:00:00+00:00, where everly has 2024-05-02T00:00:00+00:00"


def test_a_peer_that_fails_or_is_missing_leaves_a_reason() -> None:
    def fail(_line: Line, _zone: str) -> Step:
        raise RuntimeError("no\nsuch thing")

    peers = (Peer("failing", "everly", fail), Peer("missing", "no-such-distribution", fail))
    failing, missing = compare(LINES[0], "UTC", replace(SHORT, peers=peers)).cells
    assert failing.why == "RuntimeError no such thing"
    assert missing.why == "not installed: pip install -e '.[bench]'"


def test_a_peer_that_hangs_is_stopped() -> None:
    def hang() -> datetime:
        while True:
            pass

    with pytest.raises(TooSlow, match=r"no answer within 0\.05 s"):
        first_firings(hang, 1, patience=0.05)


def test_firings_end_with_the_schedule_or_with_the_time_for_them() -> None:
    given = iter([NOON, NOON + timedelta(hours=1)])
    assert len(first_firings(given.__next__, 5)) == 2
    assert first_firings(lambda: NOON, 1_000_000_000, share=0.01)[:2] == [NOON, NOON]
    assert first_firings(lambda: None, 5) == []


def test_contestants_run_in_turn_and_the_median_counts() -> None:
    order: list[str] = []
    times = {"a": iter([5.0, 1.0, 2.0]), "b": iter([7.0, 7.0, 9.0])}

    def run(name: str) -> float:
        order.append(name)
        return next(times[name])

    assert in_turn({"a": lambda: run("a"), "b": lambda: run("b")}, 3) == {"a": 2.0, "b": 7.0}
    assert order == ["a", "b"] * 3


def test_processes_are_timed_in_an_installation_that_leaves_python_bare(tmp_path: Path) -> None:
    python, command = install(tmp_path)

    def output(*arguments: str) -> str:
        run = subprocess.run([python, *arguments], capture_output=True, text=True, check=True, cwd=tmp_path, env={})
        return run.stdout

    bare = output("-c", "import sys; print(*sys.modules)").split()
    assert "site" in bare
    assert [name for name in bare if "editable" in name or name in {"everly", "importlib.util", "re", "typing"}] == []
    found = output("-c", "import everly.frozen, everly.grammar as g; print(everly.__file__, g.__file__)").split()
    assert [Path(each).is_relative_to(tmp_path) for each in found] == [True, True]
    assert output(command, "show", "schedule", "daily", "2").startswith("Next 2 timestamps")


@pytest.mark.parametrize("written", [cron_lines, in_words])
def test_schedules_to_check_are_schedules_and_no_two_alike(written: Callable[[int], list[str]]) -> None:
    texts = written(1000)
    assert len(set(texts)) == 1000
    for text in texts:
        assert parse_schedule(text, now=NOON) is not None


def test_targets_say_whether_they_are_reached_and_by_what_factor_not() -> None:
    ratios = {"one": 10.0, "two": 30.0, "three": 50.0}
    assert median_target("m", 40, ratios).missing == pytest.approx(40 / 30)
    worst = worst_target("w", 5, ratios)
    assert (worst.reached, worst.worst, worst.found) == (True, "one", 10.0)
    slowest = worst_target("s", 25, ratios, most=True)
    assert (slowest.reached, slowest.worst, slowest.missing) == (False, "three", 2.0)
    assert Target("none", 1, None).reached is None


def test_a_line_can_be_profiled_by_name_and_as_text(capsys: pytest.CaptureFixture[str]) -> None:
    assert hotspots.main(["fri#3", "--times", "5"]) == 0
    assert "function calls" in capsys.readouterr().out
    assert hotspots.main(["hourly & jan", "--times", "2", "--parse", "--functions", "3"]) == 0
    assert "restriction <3>" in capsys.readouterr().out
