"""Which due runs begin, wait or are skipped, against the words of each policy."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.ledger import Run, State
from everly.jobs.runner.catching_up import LATE
from everly.jobs.runner.overlapping import decide
from everly.jobs.settings import CatchUp, Overlap, Settings


def due(kind: str, number: int) -> Run:
    """A run by hand, one at its fire time, or one that is caught up with."""
    created = number * 10_000 + (LATE + 1 if kind == "late" else 0)
    return Run(number, 1, 1, None if kind == "hand" else number * 10, State.DUE, None, created, None, None)


RUNS = st.lists(st.sampled_from(["hand", "on time", "late"]), max_size=6).map(
    lambda kinds: [due(kind, number) for number, kind in enumerate(kinds, 1)]
)


@given(runs=RUNS, active=st.integers(0, 2), overlap=st.sampled_from(Overlap), catch_up=st.sampled_from(CatchUp))
def test_policies(runs: list[Run], active: int, overlap: Overlap, catch_up: CatchUp) -> None:
    decision = decide(runs, active, Settings(overlap=overlap, catch_up=catch_up))
    begins, skipped = set(decision.begins), set(decision.skipped)
    waits = [run for run in runs if run not in begins | skipped]
    assert not begins & skipped
    assert begins | skipped <= set(runs)
    assert not any(run.fire is None for run in skipped), "who starts by hand is never refused in silence"
    if catch_up is CatchUp.ALL:
        assert not any(run.created - (run.fire or 0) * 1000 > LATE for run in skipped)
    if overlap is Overlap.ALLOW:
        assert begins == set(runs)
        return
    assert len(begins) == (1 if runs and not active else 0), "one begins wherever one may"
    free = [
        run
        for run in runs
        if run not in begins
        and run.fire is not None
        and not (catch_up is CatchUp.ALL and run.created - run.fire * 1000 > LATE)
    ]
    waits_free = [run for run in free if run in waits]
    match overlap:
        case Overlap.FORBID:
            assert waits_free == []
        case Overlap.QUEUE:
            assert waits_free == free[:1]
        case Overlap.QUEUE_ALL:
            assert waits_free == free
        case Overlap.REPLACE:
            assert waits_free == ([] if begins else free[-1:])
    assert decision.replaces == (overlap is Overlap.REPLACE and active > 0 and free != [])


@given(runs=RUNS, overlap=st.sampled_from([each for each in Overlap if each is not Overlap.ALLOW]))
def test_the_oldest_begins_but_the_newest_where_one_replaces_another(runs: list[Run], overlap: Overlap) -> None:
    begins = decide(runs, 0, Settings(overlap=overlap)).begins
    assert begins == tuple(runs[-1:] if overlap is Overlap.REPLACE else runs[:1])
