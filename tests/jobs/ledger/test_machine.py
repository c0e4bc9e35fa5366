"""Any sequence of changes, beside a model of dictionaries that has its own idea of what is legal."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from everly.jobs.ledger import Ending, Fire, Ledger, Reason, RefusedError, Work
from tests.jobs.ledger.invariants import check

NAMES = st.sampled_from(["a", "b"])
WORKS = st.integers(1, 3).map(lambda steps: Work((("true",),) * steps, "/"))
ENDINGS = st.sampled_from(
    [
        *(Ending(Reason.CODE, 0), Ending(Reason.CODE, 0), Ending(Reason.CODE, 3), Ending(Reason.SIGNAL, signal=9)),
        *(Ending(each) for each in Reason if each not in {Reason.CODE, Reason.SIGNAL}),
    ]
)
STATE_OF = {
    **dict.fromkeys(["code", "signal", "timeout", "stopped", "unstarted"], "finished"),
    **dict.fromkeys(["overlap", "missed", "paused"], "skipped"),
    **dict.fromkeys(["unknown", "reboot"], "lost"),
}
ACTIVE = {"claimed", "launching", "running", "paused"}
BEGAN = {"code", "signal", "timeout", "stopped", "unstarted", "unknown", "reboot"}
MAY_END = {
    "due": {"overlap", "missed", "paused", "stopped"},
    "claimed": {"stopped", "unstarted"},
    "launching": {"stopped", "unstarted", "timeout", "unknown", "reboot"},
    "running": BEGAN,
    "paused": BEGAN,
}
CHANGES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "create": {"name": NAMES, "work": WORKS},
    "edit": {"name": NAMES, "work": WORKS},
    "delete": {"name": st.just("b")},  # the other one grows old
    "schedule": {"name": NAMES, "first": st.integers(0, 20)},
    "fire": {
        "name": NAMES,
        "before": st.integers(0, 3),
        "more": st.integers(0, 4),
        "skip": st.none() | st.just(Reason.MISSED),
    },
    "start": {"name": NAMES},
    "prune": {"name": NAMES, "keep": st.integers(0, 2)},
    "reopen": {},
}
ONWARD = {
    "due": ("claim", "pause"),
    "claimed": ("launch",),
    "launching": ("execute",),
    "running": ("end_attempt", "end", "pause"),
    "paused": ("pause", "end_attempt"),
}


class Machine(RuleBasedStateMachine):
    """Jobs are `name: {steps, revision, next, fires}`, runs `number: {job, steps, fire, state, ending, attempts}`."""

    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        """Any change. One rule: of several, hypothesis leaves most out in each example, and few runs get far."""
        name = data.draw(st.sampled_from([*["change_runs"] * 6, *CHANGES]))
        values = {key: data.draw(strategy) for key, strategy in CHANGES.get(name, {}).items()}
        if name != "change_runs":
            getattr(self, name)(**values)
        elif self.runs:
            self.change_runs(data)

    @initialize()
    def begin(self) -> None:
        self.folder = Path(mkdtemp())
        self.ledger = Ledger(self.folder / "ledger.db")
        self.jobs: dict[str, dict[str, Any]] = {}
        self.runs: dict[int, dict[str, Any]] = {}
        self.now = 0
        self.last_run = 0
        for name, steps in (("a", 2), ("b", 1)):
            self.create(name, Work((("true",),) * steps, "/"))
            self.schedule(name, 0)
            self.fire(name, 0, 1, None)

    def teardown(self) -> None:
        self.ledger.close()
        check(self.folder / "ledger.db")
        shutil.rmtree(self.folder)

    def expect(self, legal: bool, change: Callable[[], object]) -> object:
        """What is legal is done, and anything else refused."""
        self.now += 1
        if legal:
            return change()
        with pytest.raises(RefusedError):
            change()
        return None

    def add(self, number: int, job: str, fire: int | None, state: str, ending: Ending | None = None) -> None:
        assert number > self.last_run
        self.last_run = number
        steps, revision = self.jobs[job]["steps"], self.jobs[job]["revision"]
        known: dict[str, Any] = {"job": job, "fire": fire, "state": state, "ending": ending, "attempts": []}
        self.runs[number] = known | {"steps": steps, "revision": revision}

    def of(self, name: str, states: set[str] | None = None) -> list[int]:
        return [
            number
            for number, run in self.runs.items()
            if run["job"] == name and (states is None or run["state"] in states)
        ]

    def create(self, name: str, work: Work) -> None:
        legal = name not in self.jobs
        self.expect(legal, lambda: self.ledger.create_job(name, work, self.now))
        if legal:
            self.jobs[name] = {"steps": len(work.steps), "revision": 1, "next": None, "armed": False, "fires": set()}

    def edit(self, name: str, work: Work) -> None:
        self.expect(name in self.jobs, lambda: self.ledger.edit_job(name, work, self.now))
        if name in self.jobs and self.jobs[name]["steps"] != len(work.steps):
            self.jobs[name]["steps"] = len(work.steps)
            self.jobs[name]["revision"] += 1
            for number in self.of(name, {"due", "paused"}):
                if self.runs[number]["fire"] is None and not self.runs[number]["attempts"]:
                    self.runs[number] |= {"steps": len(work.steps), "revision": self.jobs[name]["revision"]}

    def delete(self, name: str) -> None:
        legal = name in self.jobs and not self.of(name, ACTIVE)
        gone = self.expect(legal, lambda: self.ledger.delete_job(name, self.now))
        if legal:
            assert gone == tuple(self.of(name))
            del self.jobs[name]
            self.runs = {number: run for number, run in self.runs.items() if run["job"] != name}

    def schedule(self, name: str, first: int) -> None:
        told: dict[str, Any] = {"text": "secondly", "zone": "UTC", "anchor": 0, "next_fire": first}
        self.expect(name in self.jobs, lambda: self.ledger.set_schedule(name, self.now, **told))
        if name in self.jobs:
            self.jobs[name] |= {"next": first, "armed": True}

    def fire(self, name: str, before: int, more: int, skip: Reason | None) -> None:
        """Some fire times, of which the first may have been recorded before."""
        schedule = self.ledger.schedule(name)
        if schedule is None:
            assert not self.jobs.get(name, {}).get("armed")
            return
        job = self.jobs[name]
        times = range(job["next"] - before, job["next"] + more)
        fires = [Fire(at, skip) for at in times]
        made = self.ledger.record_due(schedule, fires, times.stop, times.stop * 1000)
        numbers = iter(sorted(run.id for run in self.ledger.runs([name]) if run.id not in self.runs))
        for at in times:
            if at >= job["next"] and at not in job["fires"]:
                ending = None if skip is None else Ending(skip)
                self.add(next(numbers), name, at, "due" if skip is None else "skipped", ending)
                job["fires"].add(at)
        assert next(numbers, None) is None
        assert all(self.runs[run.id]["state"] == "due" for run in made)
        job["next"] = max(job["next"], times.stop)

    def start(self, name: str) -> None:
        run = self.expect(name in self.jobs, lambda: self.ledger.add_run(name, self.now).id)
        if name in self.jobs:
            assert isinstance(run, int)
            self.add(run, name, None, "due")

    def change_runs(self, data: st.DataObject) -> None:
        """A few changes of one run, as a rule most of them on its way."""
        unended = [number for number, run in self.runs.items() if run["state"] in MAY_END]
        number = data.draw(st.sampled_from(unended or sorted(self.runs)) | st.sampled_from(sorted(self.runs)))
        run = self.runs[number]
        others = [self.claim, self.release, self.launch, self.execute, self.pause, self.end_attempt, self.end]
        for _ in range(data.draw(st.integers(1, 6))):
            onward = ONWARD.get(run["state"], ("end", "launch"))
            if run["attempts"] and run["attempts"][-1][3] is not None:
                onward = ("launch", "end")
            change = data.draw(st.sampled_from([*(getattr(self, name) for name in onward * 4), *others]))
            change(data, number, run)
            self.the_ledger_says_what_the_model_says()

    def claim(self, data: st.DataObject, number: int, run: dict[str, Any]) -> None:
        limit = data.draw(st.none() | st.integers(0, 3))
        room = limit is None or len(self.of(run["job"], ACTIVE)) < limit
        took = self.expect(run["state"] == "due", lambda: self.ledger.claim(number, limit))
        if run["state"] == "due":
            assert took == room
            run["state"] = "claimed" if room else "due"

    def release(self, _data: st.DataObject, number: int, run: dict[str, Any]) -> None:
        legal = run["state"] == "claimed"
        self.expect(legal, lambda: self.ledger.release(number))
        run["state"] = "due" if legal else run["state"]

    def launch(self, _data: st.DataObject, number: int, run: dict[str, Any]) -> None:
        last = run["attempts"][-1] if run["attempts"] else None
        succeeded = last is not None and last[3] is not None and last[3].succeeded
        legal = run["state"] in {"claimed", "launching", "running"} and (last is None or last[3] is not None)
        legal = legal and not (last is not None and succeeded and last[0] == run["steps"])
        self.expect(legal, lambda: self.ledger.launch(number, self.now))
        if legal:
            step, tried = (1, 0) if last is None else (last[0] + 1, 0) if succeeded else (last[0], last[1])
            run["attempts"].append([step, tried + 1, "launching", None])
            run["state"] = "launching"

    def execute(self, _data: st.DataObject, number: int, run: dict[str, Any]) -> None:
        legal = run["state"] == "launching" and run["attempts"][-1][3] is None
        self.expect(legal, lambda: self.ledger.begin(number, self.now))
        if legal:
            run["state"] = run["attempts"][-1][2] = "running"

    def pause(self, data: st.DataObject, number: int, run: dict[str, Any]) -> None:
        pause = data.draw(st.booleans())
        old, new = ({"running", "due"}, "paused") if pause else ({"paused"}, "running" if run["attempts"] else "due")
        change = self.ledger.pause if pause else self.ledger.resume
        legal = run["state"] in old
        self.expect(legal, lambda: change(number, self.now))
        run["state"] = new if legal else run["state"]

    def end_attempt(self, data: st.DataObject, number: int, run: dict[str, Any]) -> None:
        ending = data.draw(ENDINGS)
        last = run["attempts"][-1] if run["attempts"] else None
        legal = last is not None and last[3] is None and ending.reason in MAY_END[last[2]]
        self.expect(legal, lambda: self.ledger.end_attempt(number, ending, self.now))
        if last is not None and legal:
            last[2:] = [STATE_OF[ending.reason], ending]

    def end(self, data: st.DataObject, number: int, run: dict[str, Any]) -> None:
        ending = data.draw(ENDINGS)
        last = run["attempts"][-1] if run["attempts"] else None
        held = run["state"] == "paused" and last is None
        legal = ending.reason in MAY_END.get("due" if held else run["state"], set())
        if last is not None and ending.reason in {"code", "signal"}:
            legal = legal and last[3] in {None, ending} and not (ending.succeeded and last[0] < run["steps"])
        self.expect(legal, lambda: self.ledger.end_run(number, ending, self.now))
        if legal:
            run |= {"state": STATE_OF[ending.reason], "ending": ending}
            if last is not None and last[3] is None:
                last[2:] = [STATE_OF[ending.reason], ending]

    def prune(self, name: str, keep: int) -> None:
        kinds = (sorted(self.of(name, states)) for states in ({"finished", "lost"}, {"skipped"}))
        over = sorted(number for kind in kinds for number in kind[: max(0, len(kind) - keep)])
        gone = self.expect(name in self.jobs, lambda: self.ledger.prune(name, keep=keep))
        if name in self.jobs:
            assert gone == tuple(over)
            for number in over:
                self.jobs[name]["fires"].discard(self.runs.pop(number)["fire"])

    def reopen(self) -> None:
        self.ledger.close()
        self.ledger = Ledger(self.folder / "ledger.db")

    @invariant()
    def the_ledger_says_what_the_model_says(self) -> None:
        if not hasattr(self, "ledger"):
            return
        runs = {run.id: run for run in self.ledger.runs()}
        assert {
            number: (str(run.state), run.fire, run.ending, run.revision, self.attempts(number))
            for number, run in runs.items()
        } == {
            number: (run["state"], run["fire"], run["ending"], run["revision"], run["attempts"])
            for number, run in self.runs.items()
        }
        assert [each.run.id for each in self.ledger.unfinished()] == [
            number for number, run in sorted(self.runs.items()) if run["state"] in {"due", *ACTIVE}
        ]
        self.jobs_are_those_of_the_model()

    def attempts(self, number: int) -> list[list[object]]:
        return [[each.step, each.number, each.state, each.ending] for each in self.ledger.attempts(number)]

    def jobs_are_those_of_the_model(self) -> None:
        for summary in self.ledger.jobs():
            name = summary.job.name
            job = self.jobs[name]
            assert (len(summary.job.work.steps), summary.job.revision) == (job["steps"], job["revision"])
            assert (summary.schedule.next_fire if summary.schedule else None) == job["next"]
            assert summary.active == len(self.of(name, ACTIVE))
            current, last = self.of(name, ACTIVE), self.of(name, {"finished", "lost"})
            assert (summary.current.id if summary.current else None) == max(current, default=None)
            assert (summary.last.id if summary.last else None) == max(last, default=None)
        assert len(self.ledger.jobs()) == len(self.jobs)


Machine.TestCase.settings = settings(max_examples=20, stateful_step_count=30)
TestMachine = Machine.TestCase
