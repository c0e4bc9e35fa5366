"""Any sequence of requests, ends of attempts, kills, full disks and clocks that are set: the promises are kept."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from everly.jobs.ledger import LedgerError
from everly.jobs.runner.verbs import AskedError
from everly.jobs.settings import CatchUp, OnLost, Overlap, Restart, Settings
from tests.jobs.runner.scenes import Asked, KilledError, Scene, job

NAMES = st.sampled_from(["a", "b"])
SCHEDULES = st.sampled_from([None, None, "every 10 seconds", "every minute", "every 7 seconds"])
RULES = st.fixed_dictionaries(
    {},
    optional={
        "overlap": st.sampled_from(Overlap),
        "catch_up": st.sampled_from(CatchUp),
        "jitter": st.sampled_from([0.0, 20.0]),
        "retries": st.integers(0, 2),
        "backoff": st.sampled_from([0.5, 5.0]),
        "on_lost": st.sampled_from(OnLost),
        "rm": st.booleans(),
        "keep_runs": st.sampled_from([1, 1000]),
        "keep_logs": st.sampled_from([1, 50]),
    },
)
OF_FIRE_TIMES = {"overlap", "catch_up", "jitter"}
RECORDS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"code": 0},
        {"code": 0},
        {"code": 3},
        {"code": None, "signal": 9},
        {"code": None, "signal": 15, "reason": "timeout"},
        {"code": 7, "reason": "shim-lost", "dropped": None, "left_count": None},
        {"code": None, "reason": "shim-lost"},
        {"code": None, "failed": {"stage": "command", "errno": 2, "problem": "No such file or directory"}},
    ]
)
ASK = ["start", "stop", "restart", "pause", "resume", "delete"]
SECONDS = st.sampled_from([0.3, 3.0, 10.0, 10.0, 61.0, 700.0])
ACTIONS = ["create", "edit", "ask", "ask", "advance", "advance", "set_back", "end", "end", "lose", "never", "kill"]
MORE = ["kill_at", "fail_at", "willing"]


def permitted(rules: dict[str, Any]) -> dict[str, Any]:
    """The rules without a backoff where nothing is repeated: such are refused."""
    return rules if Settings(**rules).repeats else {name: rule for name, rule in rules.items() if name != "backoff"}


class Machine(RuleBasedStateMachine):
    """The model knows which jobs were told to stop, and which were taken away."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp())
        self.scene = Scene(self.folder)
        self.stopped: dict[str, bool] = {}
        self.under_way: list[tuple[Asked, tuple[str, ...]]] = []
        self.overtaken: defaultdict[str, set[Any]] = defaultdict(set)

    def teardown(self) -> None:
        """All can be stopped and taken away, and then nothing is left, neither on the disk nor in memory."""
        try:
            self.all_is_taken_away(self.scene)
        finally:  # also where a promise was broken: hypothesis tries hundreds of variants of that, each with open files
            self.scene.close()
            shutil.rmtree(self.folder)

    def all_is_taken_away(self, scene: Scene) -> None:
        scene.world.starts = scene.world.obeys = True
        scene.ledger.fails_at = scene.ledger.killed_at = None
        self.step(lambda: None)
        names = [summary.job.name for summary in scene.ledger.jobs()]
        assert not names or set(scene.do("delete", *names)) == {"deleted"}
        scene.pass_by(100, step=50)
        assert all(each.task.done() for each in scene.asked), "a request hangs"
        assert not scene.ledger.jobs()
        assert not scene.ledger.runs()
        assert list(scene.places.runs.iterdir()) == []
        core = scene.core
        assert not any([core.directories, core.stopping, core._runs, core._changed, core._again, core._jobs])
        assert not core._restarts

    @rule(data=st.data())
    def act(self, data: st.DataObject) -> None:
        """Any action. One rule: of several, hypothesis leaves most out in each example."""
        action = getattr(self, data.draw(st.sampled_from([*ACTIONS, *MORE])))
        self.step(lambda: action(data))

    def step(self, action: Callable[[], None]) -> None:
        """Do something, and see the promises kept; a runner that is killed meanwhile is followed by another."""
        try:
            action()
            self.scene.settle()
        except KilledError:
            self.kill_now()
        for each, _ in self.under_way:
            if each.task.done():
                self.answered(each)
        self.under_way = [pair for pair in self.under_way if not pair[0].task.done()]
        self.scene.check()
        self.what_is_stopped_stays_so()

    def kill_now(self) -> None:
        self.under_way = []
        self.scene.restart()

    def what_is_stopped_stays_so(self) -> None:
        busy = {name for _, names in self.under_way for name in names}
        for name, stopped in self.stopped.items():
            if not stopped or name in busy or self.scene.ledger.job(name) is None:
                continue
            schedule = self.scene.ledger.schedule(name)
            assert schedule is None or schedule.next_fire is None, f"'{name}' is armed again"
            assert all(run.ending is not None for run in self.scene.runs(name)), f"'{name}' runs again"

    def answered(self, asked: Asked) -> None:
        error = asked.task.exception()
        assert error is None or isinstance(error, LedgerError | AskedError), repr(error)
        results = [] if error is not None else asked.results
        for result in results:
            if asked.verb == "stop" and result.ok and asked.task not in self.overtaken[result.name]:
                self.stopped[result.name] = True
            if asked.verb == "delete" and result.ok:
                self.stopped.pop(result.name, None)

    def send(self, verb: str, *names: str, **asked: Any) -> None:
        touched = names or (asked["name"],)
        if verb in {"start", "restart", "create", "edit"}:
            self.stopped.update(dict.fromkeys(touched, False))
            for name in touched:  # those that stop it may end later, and have been overtaken
                self.overtaken[name] |= {each.task for each, _ in self.under_way}
        made = self.scene.ask(verb, *names, **asked)
        self.under_way.append((made, touched))

    def create(self, data: st.DataObject) -> None:
        text = data.draw(SCHEDULES)
        rules: dict[str, Any] = data.draw(RULES)
        if text is None:
            rules = {name: rule for name, rule in rules.items() if name not in OF_FIRE_TIMES}
            rules = {**rules, "restart": data.draw(st.sampled_from(Restart))}
        rules = permitted(rules)
        self.send("create", **job(data.draw(NAMES), text, steps=data.draw(st.integers(1, 2)), **rules))

    def edit(self, data: st.DataObject) -> None:
        text, rules = data.draw(SCHEDULES), permitted(data.draw(RULES))
        whole = job(data.draw(NAMES), text, steps=data.draw(st.integers(1, 2)), **rules)
        parts = data.draw(st.sets(st.sampled_from(["steps", "options", "schedule"])))
        self.send("edit", name=whole["name"], **{key: whole[key] for key in parts})

    def ask(self, data: st.DataObject) -> None:
        names = data.draw(st.lists(NAMES, min_size=1, unique=True))
        verb = data.draw(st.sampled_from(ASK))
        more = {"now": data.draw(st.booleans())} if verb == "start" else {}
        self.send(verb, *names, **more)

    def advance(self, data: st.DataObject) -> None:
        self.scene.time.advance(data.draw(SECONDS))

    def set_back(self, data: st.DataObject) -> None:
        self.scene.time.wall -= int(data.draw(SECONDS) * 1000)

    def pick(self, data: st.DataObject, state: str) -> str | None:
        found = [name for name, process in self.scene.world.processes.items() if process.state == state]
        return found[data.draw(st.integers(0, len(found) - 1))] if found else None

    def end(self, data: st.DataObject) -> None:
        directory = self.pick(data, "running")
        if directory is not None:
            self.scene.world.end(directory, **data.draw(RECORDS))

    def lose(self, data: st.DataObject) -> None:
        directory = self.pick(data, "running")
        if directory is not None:
            self.scene.world.lose(directory)

    def never(self, data: st.DataObject) -> None:
        directory = self.pick(data, "asked")
        if directory is not None:
            self.scene.world.never(directory)

    def kill(self, data: st.DataObject) -> None:
        self.under_way = []
        self.scene.restart(after=data.draw(SECONDS))

    def kill_at(self, data: st.DataObject) -> None:
        self.scene.ledger.killed_at = data.draw(st.integers(0, 6))

    def fail_at(self, data: st.DataObject) -> None:
        self.scene.ledger.fails_at = data.draw(st.integers(0, 12))

    def willing(self, data: st.DataObject) -> None:
        """Whether what is asked for begins at once, and what is to stop does."""
        self.scene.world.starts, self.scene.world.obeys = data.draw(st.booleans()), data.draw(st.booleans())


Machine.TestCase.settings = settings(max_examples=25, stateful_step_count=30, deadline=None)
TestMachine = Machine.TestCase
