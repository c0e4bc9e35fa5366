"""A runner without processes: the real core, verbs and ledger, with a clock and attempts that tests move."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from everly.frozen import frozen
from everly.jobs.ledger import LedgerError, Run
from everly.jobs.places import Places, prepare
from everly.jobs.protocol import Answer
from everly.jobs.runner.core import Core
from everly.jobs.runner.verbs import Verbs
from everly.jobs.runs import platform
from everly.jobs.runs.adoption import Found
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.launch import Launch
from everly.jobs.settings import Settings, to_options
from tests.jobs.checker import (
    KilledError,
    Watched,
    Window,
    check_executed_once,
    check_fire_times,
    check_never_a_success,
    check_rows,
    is_forgotten,
)

NOW = 1_800_000_000_000  # 2027-01-15 08:00:00 UTC
SECOND = NOW // 1000

RECORD: dict[str, Any] = {
    "status": 0,
    "code": 0,
    "signal": None,
    "core": False,
    "reason": None,
    "failed": None,
    "time": NOW,
    "bytes": 0,
    "dropped": 0,
    "left": [],
    "left_count": 0,
}


class Time:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.wall, self.since = NOW, 0.0

    def now(self) -> int:
        return self.wall

    def steady(self) -> float:
        return self.since

    def advance(self, seconds: float) -> None:
        self.wall += int(seconds * 1000)
        self.since += seconds


class Process:
    """An attempt as the machine has it: asked for, running, ended, lost or never begun."""

    def __init__(self, launch: Launch) -> None:
        self.launch, self.state = launch, "asked"
        self.began: int | None = None
        self.record: dict[str, Any] | None = None
        self.stops = 0
        self.still = False


class World:
    """All attempts. They live on when a runner is killed."""

    def __init__(self, time: Time) -> None:
        self.time = time
        self.processes: dict[str, Process] = {}
        self.executed: Counter[str] = Counter()
        self.lost: set[tuple[int, int, int]] = set()
        self.told: Callable[[str], None] = lambda _: None
        self.starts = self.obeys = True
        """Whether what is launched begins at once, and whether what is to stop does."""
        self.thaws = True
        """Whether what is resumed goes on at once."""

    def step(self) -> bool:
        """Let each attempt do what it does by itself; whether one did something."""
        moved = False
        for directory, process in list(self.processes.items()):
            if process.state == "asked" and self.starts:
                self.begin(directory)
                moved = True
            elif process.state == "running" and process.stops and self.obeys:
                self.end(directory, reason="stopped", code=None, signal=15)
                moved = True
        return moved

    def begin(self, directory: str) -> None:
        process = self.processes[directory]
        assert process.state == "asked"
        process.state, process.began = "running", self.time.now()
        Path(directory).mkdir(mode=0o700, exist_ok=True)
        self.executed[directory] += 1
        self.told(directory)

    def end(self, directory: str, **record: Any) -> None:
        process = self.processes[directory]
        assert process.state == "running"
        process.state, process.record = "ended", {**RECORD, "time": self.time.now(), **record}
        self.told(directory)

    def lose(self, directory: str) -> None:
        process = self.processes[directory]
        process.state = "lost"
        run, step, number = Path(directory).name.partition("-")[2].split(".")
        self.lost.add((int(run), int(step), int(number)))
        self.told(directory)

    def never(self, directory: str) -> None:
        self.processes[directory].state = "never"
        self.told(directory)


class Executor:
    """What one runner has of the world."""

    def __init__(self, world: World, told: Callable[[str], None]) -> None:
        self.world, self.watched = world, set[str]()
        world.told = lambda directory: told(directory) if directory in self.watched else None
        self.told = told

    def launch(self, launch: Launch) -> None:
        assert launch.directory not in self.world.processes, "an attempt was launched twice"
        self.world.processes[launch.directory] = Process(launch)
        self.watched.add(launch.directory)

    def adopt(self, directory: str, *, launching: bool) -> None:
        self.watched.add(directory)
        process = self.world.processes.get(directory)
        if process is not None and process.state == "absent":
            process.state = "never"
        if process is None:  # the runner before was killed before it could ask
            self.world.processes[directory] = process = Process(Launch(directory=directory, argv=("x",), cwd="/"))
            process.state = "never"
        if process.state not in {"asked", "running"} or (launching and process.state == "running"):
            self.told(directory)

    def look(self, directory: str) -> Found:
        assert directory in self.watched
        process, where = self.world.processes[directory], RunDirectory(directory)
        started = None if process.began is None else {"time": process.began, "boot": platform.boot_id()}
        match process.state:
            case "asked" | "running":
                return Found(where, "running", started)
            case "ended":
                return Found(where, "ended", started, process.record)
            case "lost":
                return Found(where, "lost", started)
            case "absent":
                return Found(where, "absent")
            case _:
                return Found(where, "never")

    def stop(self, directory: str) -> None:
        assert directory in self.watched
        self.world.processes[directory].stops += 1

    def see_stopped(self, directory: str) -> None:
        assert directory in self.watched
        process = self.world.processes[directory]
        process.stops = max(process.stops, 1)

    def pause(self, directory: str) -> None:
        self.world.processes[directory].still = True

    def resume(self, directory: str) -> None:
        self.world.processes[directory].still = not self.world.thaws

    def is_still(self, directory: str) -> bool:
        return self.world.processes[directory].still

    def is_frozen(self, directory: str) -> bool:  # noqa: ARG002 - nobody freezes any here
        return False

    def forget(self, directory: str) -> None:
        self.watched.discard(directory)


@frozen
class Asked:
    """A request under way."""

    verb: str
    task: asyncio.Task[list[Answer]]

    @property
    def results(self) -> list[Answer]:
        return self.task.result()

    @property
    def texts(self) -> list[str]:
        return [result.text for result in self.results]


class Scene:
    """A runner in a folder. `settle` lets it turn until it waits."""

    def __init__(self, root: Path) -> None:
        self.places = Places(root / "home")
        prepare(self.places)
        self.time = Time()
        self.world = World(self.time)
        self.windows: list[Window] = []
        self.pruned: set[tuple[int, int]] = set()
        self.asked: list[Asked] = []
        self.loop = asyncio.new_event_loop()
        self.errors: list[LedgerError] = []
        self.up()

    def up(self) -> None:
        """Start a runner."""
        self.ledger = Watched(self.places.ledger, self.windows, self.pruned)
        self.core = Core(self.ledger, self.places, self.time)
        self.core.executor = Executor(self.world, self.core.told)
        self.core.poke = self._poke
        self.verbs = Verbs(self.core)
        self.core.housekeeping.sweep()
        self.core.adopt()

    def _poke(self) -> None:
        self.is_poked = True

    def down(self) -> None:
        """Kill the runner; what runs goes on, and who asked something is left without an answer."""
        self.ledger.is_left = False
        for each in self.asked:
            each.task.cancel()
        self._pump()
        self.asked = []
        self.world.told = lambda _: None
        self.ledger.close()

    def close(self) -> None:
        self.down()
        self.loop.close()

    def restart(self, *, after: float = 0.0) -> None:
        """Kill the runner, and start another one after some seconds."""
        self.down()
        self.time.advance(after)
        self.up()
        self.settle()

    def _pump(self) -> None:
        for _ in range(4):
            self.loop.run_until_complete(asyncio.sleep(0))
        if self.ledger.is_left:
            raise KilledError

    def ask(self, verb: str, *jobs: str, **asked: Any) -> Asked:
        """Ask for something, which is not settled yet."""
        request = {"names": list(jobs), **asked} if jobs else asked
        task = self.loop.create_task(getattr(self.verbs, verb)(request, lambda *_: None))
        self.asked.append(made := Asked(verb, task))
        self._pump()
        return made

    def do(self, verb: str, *names: str, **asked: Any) -> list[str]:
        """What comes of a request, in words."""
        made = self.ask(verb, *names, **asked)
        self.settle()
        assert made.task.done(), f"{verb} does not end"
        return made.texts

    def turn(self) -> float:
        """One turn, as `Turns` has it."""
        try:
            return self.core.tick()
        except LedgerError as error:
            self.errors.append(error)
            return 0.0

    def settle(self) -> None:
        """Let everything happen that happens at this moment."""
        for _ in range(400):
            self.is_poked = False
            delay = self.turn()
            self._pump()
            if not self.world.step() and delay > 0 and not self.is_poked:
                return
        raise AssertionError("the runner turns without an end")

    def pass_by(self, seconds: float, *, step: float = 1.0) -> None:
        """Let time pass, with a turn each step."""
        until = self.time.since + seconds
        while self.time.since < until - 1e-9:
            self.time.advance(min(step, until - self.time.since))
            self.settle()

    def make(self, name: str, text: str | None = None, *, steps: int = 1, **rules: Any) -> list[str]:
        return self.do("create", **job(name, text, steps=steps, **rules))

    def running(self, name: str | None = None) -> list[str]:
        """The directories of what runs, the oldest first."""
        return [
            directory
            for directory, process in self.world.processes.items()
            if process.state == "running" and name in {None, process.launch.env.get("EVERLY_JOB")}
        ]

    def finish(self, name: str, code: int | None = 0, **record: Any) -> None:
        """Let the oldest running attempt of a job end."""
        self.world.end(self.running(name)[0], **{"code": code, **record})
        self.settle()

    def runs(self, name: str) -> list[Run]:
        """The runs of a job, the oldest first."""
        return list(reversed(self.ledger.runs([name])))

    def story(self, name: str) -> list[str]:
        """What became of each run of a job: the second of its fire time from the beginning, and its end or state."""
        return [f"{'-' if run.fire is None else run.fire - SECOND} {_end(run)}" for run in self.runs(name)]

    def check(self) -> None:
        """All promises that can be seen here."""
        check_rows(self.places.ledger)
        check_fire_times(self.ledger, self.windows, self.pruned)
        check_executed_once(self.world.executed)
        check_never_a_success(self.ledger, self.world.lost)
        self.check_nothing_forgotten()

    def check_nothing_forgotten(self) -> None:
        """Each run that has not ended is watched, or waits for a time or for another run of its job."""
        core = self.core
        for each in self.ledger.unfinished():
            waits = {*core._again, *core._restarts}
            if each.run.state == "due":
                schedule = self.ledger.schedule(each.name)
                held = schedule is not None and schedule.paused
                later = held or each.run.job in core._later or self.ledger.active(each.run.job) > 0
                assert each.run.id in waits or later or each.run.job in core._jobs, f"{each} is forgotten"
            else:
                assert not is_forgotten(each.run, each.attempt is not None, waits), f"{each} is forgotten"
                if each.attempt is not None:
                    assert core.directories[each.run.id] in core.executor.watched  # type: ignore[attr-defined]


def _end(run: Run) -> str:
    ending = run.ending
    if ending is None:
        return str(run.state)
    number = ending.code if ending.code is not None else ending.signal
    return str(ending.reason) if number is None else f"{ending.reason} {number}"


def job(name: str | None, text: str | None = None, *, steps: int = 1, **rules: Any) -> dict[str, Any]:
    """A request for a job."""
    return {
        "name": name,
        "steps": [["true"]] * steps,
        "cwd": "/",
        "env": [],
        "options": to_options(Settings(**rules)),
        "schedule": None if text is None else {"text": text, "zone": "UTC"},
    }


__all__ = ["NOW", "RECORD", "SECOND", "KilledError", "Scene", "job"]
