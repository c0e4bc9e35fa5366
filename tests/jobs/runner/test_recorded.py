"""How an attempt ended by its directory: every shape of record that is written, and any other."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.ledger import Ending, Reason, State
from everly.jobs.ledger.states import NEVER_BEGAN
from everly.jobs.runner.recorded import ending_of
from everly.jobs.runs import platform
from everly.jobs.runs.adoption import Found
from everly.jobs.runs.child import failure
from everly.jobs.runs.directory import RunDirectory
from everly.jobs.runs.endings import reaped
from tests.jobs.runner.scenes import RECORD

WHERE = RunDirectory("/run")
STARTED = {"time": 1, "boot": platform.boot_id()}


def found(state: Any, ended: dict[str, Any] | None = None, **more: Any) -> Found:
    return Found(WHERE, state, more.pop("started", STARTED), ended, **more)


@given(
    status=st.none() | st.integers(0, 255).map(lambda code: code << 8) | st.integers(1, 64),
    reason=st.sampled_from([None, "stopped", "timeout", "shim-lost"]),
    dropped=st.sampled_from([None, 0, 7]),
    left=st.lists(st.integers(2, 9), max_size=2),
)
def test_every_end_that_a_shim_writes(
    status: int | None, reason: str | None, dropped: int | None, left: list[int]
) -> None:
    record = {**RECORD, **reaped(status), "reason": reason, "dropped": dropped, "left": left, "left_count": len(left)}
    ending = ending_of(found("ended", record))
    assert (ending.code, ending.signal) == (record["code"], record["signal"])
    assert ending.succeeded == (status == 0 and reason in {None, "shim-lost"})
    by_itself = Reason.UNKNOWN if status is None else Reason.CODE if record["code"] is not None else Reason.SIGNAL
    assert ending.reason == {"stopped": Reason.STOPPED, "timeout": Reason.TIMEOUT}.get(str(reason), by_itself)
    note = ending.note or ""
    assert (by_itself is Reason.UNKNOWN and ending.reason is by_itself) or ("7 bytes" in note) == (dropped == 7)
    assert ("these processes did not die" in note) == (bool(left) and reason in {"stopped", "timeout"})


@pytest.mark.parametrize(
    ("stage", "error", "note"),
    [
        ("command", FileNotFoundError(2, "No such file or directory"), "its command cannot be executed: "),
        ("directory", PermissionError(13, "Permission denied"), "its folder cannot be entered: "),
        (
            "environment",
            ValueError("line 3 is no NAME=VALUE"),
            "its environment cannot be read: line 3 is no NAME=VALUE",
        ),
        ("terminal", OSError(6, "No such device"), "it got no terminal: "),
        ("session", OSError(1, "Operation not permitted"), "it got no session: "),
        ("shim", OSError(11, "Resource temporarily unavailable"), "what was to watch it could not begin: "),
    ],
)
def test_a_command_that_was_not_executed(stage: str, error: Exception, note: str) -> None:
    record = {**RECORD, **reaped(127 << 8), "failed": failure(stage, error).as_fields()}
    ending = ending_of(found("ended", record), began=True)
    assert ending.reason is Reason.UNSTARTED
    assert (ending.note or "").startswith(note)
    assert len(ending.note or "") > len(note) - 1


def test_what_never_began_may_be_tried_again_and_says_why() -> None:
    assert ending_of(found("never")) == Ending(Reason.UNSTARTED, note=NEVER_BEGAN)
    assert ending_of(found("absent")).state is State.LOST, "a shim may still come"
    assert ending_of(found("never", problem="no terminals")).note == f"{NEVER_BEGAN}: no terminals"


@pytest.mark.parametrize("state", ["never", "absent", "removed"])
def test_what_began_is_not_done_again_if_its_directory_is_gone(state: Any) -> None:
    assert ending_of(found(state), began=True).state is State.LOST


def test_what_is_lost_says_so() -> None:
    assert ending_of(found("lost")).reason is Reason.UNKNOWN
    assert ending_of(found("lost", started={"time": 1, "boot": "another"})).reason is Reason.REBOOT
    assert ending_of(found("damaged", problem="it is torn")) == Ending(Reason.UNKNOWN, note="it is torn")


@given(
    st.dictionaries(
        st.sampled_from([*RECORD]), st.none() | st.integers(-1, 300) | st.text(max_size=3) | st.lists(st.integers())
    )
)
def test_of_any_other_record_nothing_is_believed_but_a_code_alone(record: dict[str, Any]) -> None:
    ending = ending_of(found("ended", record))
    assert not ending.succeeded or (record["code"] == 0 and not record["failed"])
