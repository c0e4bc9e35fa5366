"""The states of runs: which follow which, and what an ending says."""

from __future__ import annotations

from itertools import product

import pytest

from everly.jobs.ledger.errors import RefusedError
from everly.jobs.ledger.states import ENDS, WAYS, Ending, Reason, State, check_end, check_move

MOVES = {
    ("due", "claimed"),
    ("due", "paused"),
    ("paused", "due"),
    ("claimed", "due"),
    ("claimed", "launching"),
    ("launching", "launching"),
    ("launching", "running"),
    ("running", "launching"),
    ("running", "paused"),
    ("paused", "running"),
}
BEGAN = {"code", "signal", "timeout", "stopped", "unstarted", "unknown", "reboot"}
ENDINGS = {
    "due": {"overlap", "missed", "paused", "stopped"},
    "claimed": {"stopped", "unstarted"},
    "launching": {"stopped", "unstarted", "timeout", "unknown", "reboot"},
    "running": BEGAN,
    "paused": BEGAN,
}
PLAIN = {Reason.CODE: Ending(Reason.CODE, 0), Reason.SIGNAL: Ending(Reason.SIGNAL, signal=9)}


@pytest.mark.parametrize(("old", "new"), [*product(State, State)])
def test_a_run_moves_only_as_listed(old: State, new: State) -> None:
    if (old, new) in MOVES:
        check_move("it", old, new)
    else:
        with pytest.raises(RefusedError, match=f"it is {old}, so it cannot become {new}"):
            check_move("it", old, new)


@pytest.mark.parametrize(("old", "reason"), [*product(State, Reason)])
def test_a_run_ends_only_as_listed(old: State, reason: Reason) -> None:
    ending = PLAIN.get(reason) or Ending(reason)
    if reason in ENDINGS.get(old, set()):
        check_end("it", old, ending)
    else:
        with pytest.raises(RefusedError, match=rf"it is {old}, so it cannot become {ending.state} \({reason}\)"):
            check_end("it", old, ending)


def test_each_reason_is_of_one_state() -> None:
    assert sorted(reason for reasons in ENDS.values() for reason in reasons) == sorted(Reason)
    assert set(WAYS) == set(State)


@pytest.mark.parametrize(
    ("reason", "code", "signal"),
    [
        (Reason.CODE, None, None),
        (Reason.CODE, None, 9),
        (Reason.CODE, 1, 9),
        (Reason.CODE, 256, None),
        (Reason.CODE, -1, None),
        (Reason.SIGNAL, 1, None),
        (Reason.SIGNAL, None, None),
        (Reason.SIGNAL, None, 0),
        (Reason.SIGNAL, None, 256),
        (Reason.SIGNAL, None, -9),
        (Reason.TIMEOUT, 0, 9),
        (Reason.STOPPED, 0, 15),
        (Reason.UNSTARTED, 127, None),
        (Reason.OVERLAP, 0, None),
        (Reason.MISSED, None, 9),
        (Reason.UNKNOWN, 0, None),
        (Reason.REBOOT, 0, None),
    ],
)
def test_an_ending_says_what_was_reaped_and_no_more(reason: Reason, code: int | None, signal: int | None) -> None:
    with pytest.raises(ValueError, match=r"does not go with|there is no code"):
        Ending(reason, code, signal)


def test_only_an_exit_with_0_is_success() -> None:
    assert Ending(Reason.CODE, 0).succeeded
    others = [Ending(Reason.CODE, 1), Ending(Reason.SIGNAL, signal=15), Ending(Reason.STOPPED, 0)]
    others += [Ending(Reason.TIMEOUT, 0), Ending(Reason.UNKNOWN), Ending(Reason.MISSED)]
    assert not any(each.succeeded for each in others)
