"""The output of jobs through their runs: what is there, and what comes."""

import errno
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest.mock import patch

from everly.jobs.ledger import Ending, LedgerReader, Reason
from everly.jobs.runs.log_index import STDERR
from everly.jobs.runs.looking_on import is_looked_at
from everly.jobs.views.log_follow import Follower, Start
from everly.jobs.views.log_lines import Line, Lost
from tests.jobs.homes import OK, Home, home

__all__ = ["home"]

FAILED = Ending(Reason.CODE, code=1)


@contextmanager
def following(home: Home, names: Sequence[str] | None = None, **start: int) -> Iterator[Follower]:
    def meant(reader: LedgerReader) -> Sequence[str] | None:
        return None if names is None else [name for name in names if name in reader.names()]

    follower = Follower(home.places, meant, Start(**start))
    yield follower
    follower.close()


def told(found: Iterator[object]) -> list[str]:
    return [f"{each.origin.job}{each.origin.run}:{each.data.decode()}" for each in found if isinstance(each, Line)]


def ended_run(home: Home, name: str, data: bytes) -> None:
    run = home.begin(name)
    home.write(run, data)
    home.ledger.end_run(run.id, FAILED, home.now)
    home.now += 1000


def test_the_history_of_several_jobs_is_in_the_order_of_time(home: Home) -> None:
    home.job("a")
    home.job("b")
    first, second = home.begin("a"), home.begin("b")
    for number in range(3):
        home.write(first, b"%d\n" % number)
        home.now += 100
        home.write(second, b"%d\n" % number, STDERR)
        home.now += 100
    with following(home) as follower:
        assert told(follower.history()) == ["a1:0", "b2:0", "a1:1", "b2:1", "a1:2", "b2:2"]
    with following(home, ["b"]) as follower:
        assert told(follower.history()) == ["b2:0", "b2:1", "b2:2"]


def test_the_last_lines_of_each_job_are_taken_over_its_runs(home: Home) -> None:
    home.job("a")
    home.job("b")
    for data in (b"1\n2\n", b"3\n4\n"):
        ended_run(home, "a", data)
    ended_run(home, "b", b"x\ny\n")
    for lines, wanted in ((3, ["a1:2", "a2:3", "a2:4", "b3:x", "b3:y"]), (1, ["a2:4", "b3:y"]), (0, [])):
        with following(home, lines=lines) as follower:
            assert told(follower.history()) == wanted
            assert told(follower.poll()) == []


def test_a_time_and_a_number_of_lines_both_bound_it(home: Home) -> None:
    home.job("a")
    for data in (b"1\n2\n", b"3\n4\n5\n"):
        ended_run(home, "a", data)
    with following(home, since=home.now - 1500) as follower:
        assert told(follower.history()) == ["a2:3", "a2:4", "a2:5"]
    with following(home, since=home.now - 1500, lines=2) as follower:
        assert told(follower.history()) == ["a2:4", "a2:5"]
    with following(home, since=home.now - 1500, lines=4) as follower:
        assert told(follower.history()) == ["a2:3", "a2:4", "a2:5"]


def test_what_comes_is_followed_over_runs_steps_and_new_jobs(home: Home) -> None:
    home.job("a", ("one",), ("two",))
    with following(home) as follower:
        assert told(follower.history()) == []
        run = home.begin("a")
        home.write(run, b"1\nhalf")
        assert told(follower.poll()) == ["a1:1"]
        home.ledger.end_attempt(run.id, OK, home.now)
        home.ledger.launch(run.id, home.now)
        home.write(run, b"2\n", step=2)
        assert told(follower.poll()) == ["a1:half", "a1:2"]
        home.ledger.begin(run.id, home.now)
        home.ledger.end_run(run.id, OK, home.now)
        home.job("b")
        ended_run(home, "b", b"short and without an end")
        ended_run(home, "a", b"again\n")
        assert told(follower.poll()) == ["b2:short and without an end", "a3:again"]
        assert told(follower.poll()) == []
        assert not follower.is_over


def test_a_run_that_waits_long_is_followed_when_it_begins(home: Home) -> None:
    """Also if a later one of another job has begun and ended meanwhile."""
    home.job("a")
    home.job("b")
    due = home.ledger.add_run("a", home.now)
    with following(home) as follower:
        assert told(follower.history()) == []
        ended_run(home, "b", b"x\n")
        assert told(follower.poll()) == ["b2:x"]
        home.ledger.claim(due.id)
        home.ledger.launch(due.id, home.now)
        assert told(follower.poll()) == []
        home.write(due, b"y\n")
        assert told(follower.poll()) == ["a1:y"]


def test_a_run_whose_job_goes_when_it_is_done_is_held_until_all_of_it_was_read(home: Home) -> None:
    home.job("goes", ("one",), ("two",), rm=True)
    home.job("stays")
    with following(home) as follower:
        goes, stays = home.begin("goes"), home.begin("stays")
        assert told(follower.history()) == []
        paths = {run: str(home.directory(run)) for run in (goes, stays)}
        home.write(goes, b"1\n")
        assert told(follower.poll()) == ["goes1:1"]
        assert {run.job: is_looked_at(path) for run, path in paths.items()} == {goes.job: True, stays.job: False}
        home.ledger.end_attempt(goes.id, OK, home.now)
        home.ledger.launch(goes.id, home.now)
        home.write(goes, b"2\n", step=2)
        home.ledger.begin(goes.id, home.now)
        home.ledger.end_run(goes.id, OK, home.now)
        assert is_looked_at(paths[goes])
        assert told(follower.poll()) == ["goes1:2"]
        assert not is_looked_at(paths[goes])


def test_what_is_held_is_let_go_with_who_follows_it(home: Home) -> None:
    home.job("goes", rm=True)
    run = home.begin("goes")
    path = str(home.directory(run))
    with following(home) as follower:
        assert told(follower.history()) == []
        assert is_looked_at(path)
    assert not is_looked_at(path)


def test_only_those_that_are_named_are_followed_until_they_are_gone(home: Home) -> None:
    home.job("a")
    home.job("b")
    with following(home, ["a"]) as follower:
        assert told(follower.history()) == []
        ended_run(home, "b", b"x\n")
        ended_run(home, "a", b"y\n")
        assert told(follower.poll()) == ["a2:y"]
        assert not follower.is_over
        home.ledger.delete_job("a", home.now)
        assert told(follower.poll()) == []
        assert follower.is_over


def test_a_job_that_is_deleted_before_the_next_look_is_read_to_its_end(home: Home) -> None:
    home.job("a")
    run = home.begin("a")
    home.write(run, b"x\npart")
    with following(home, ["a"]) as follower:
        assert told(follower.history()) == ["a1:x"]
        home.ledger.end_run(run.id, OK, home.now)
        home.ledger.delete_job("a", home.now)
        assert told(follower.poll()) == ["a1:part"]
        assert follower.is_over


def test_losses_at_the_end_of_runs_that_are_not_shown_are_not_told(home: Home) -> None:
    home.job("a")
    run = home.begin("a")
    home.write(run, b"x\n")
    with patch("everly.jobs.runs.log_writer.hit", side_effect=OSError(errno.ENOSPC, "full")):
        home.write(run, b"12345")
    home.writers[home.directory(run)].close(home.now)
    home.ledger.end_run(run.id, OK, home.now)
    ended_run(home, "a", b"y\n")
    for lines, gaps in ((1, 0), (2, 1)):
        with following(home, lines=lines) as follower:
            assert sum(isinstance(each, Lost) for each in follower.history()) == gaps


def test_one_run_is_followed_to_its_end(home: Home) -> None:
    home.job("a")
    ended_run(home, "a", b"x\n")
    run = home.begin("a")
    with following(home, run=run.id) as follower:
        home.write(run, b"y\n")
        assert told(follower.history()) == ["a2:y"]
        assert not follower.is_over
        home.write(run, b"z")
        home.ledger.end_run(run.id, OK, home.now)
        assert told(follower.poll()) == ["a2:z"]
        assert follower.is_over


def test_a_ledger_and_folders_that_come_later_are_found(home: Home) -> None:
    home.ledger.close()
    for left in home.places.root.glob("ledger.db*"):
        left.unlink()
    home.places.runs.rmdir()
    with following(home) as follower:
        assert told(follower.history()) == []
        assert told(follower.poll()) == []
        home.__init__(home.places.root)  # type: ignore[misc]
        home.job("a")
        ended_run(home, "a", b"x\n")
        assert told(follower.poll()) == ["a1:x"]


def test_what_stands_at_the_end_without_one_is_not_left_out(home: Home) -> None:
    home.job("a")
    home.write(home.begin("a"), b"x\npart")
    with following(home) as follower:
        assert told(follower.history()) == ["a1:x"]
        assert told(follower.rest()) == ["a1:part"]


def test_runs_whose_output_is_no_longer_kept_are_passed_over(home: Home) -> None:
    home.job("a")
    home.run("a")
    ended_run(home, "a", b"x\n")
    with following(home, lines=5) as follower:
        assert told(follower.history()) == ["a2:x"]
