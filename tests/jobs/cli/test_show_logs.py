"""`everly show logs`: names before lines, what is chosen, what is missing, and following in processes of their own."""

import errno
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from jsonschema import Draft202012Validator

from everly.jobs.ledger import Ending, Reason
from everly.jobs.runs.log_index import STDERR, STDOUT, TERMINAL
from tests.jobs.cli.runs import ROOT, Result, clean_environment, run
from tests.jobs.homes import OK, Home, home
from tests.jobs.runs.shims import Shims, python

__all__ = ["home"]

VALIDATOR = Draft202012Validator(json.loads((ROOT / "docs/schemas/show-logs.json").read_text(encoding="utf-8")))


def show(home: Home, *arguments: str, verb: str = "show") -> Result:
    return run(verb, "logs", "--no-follow", *arguments, settings={"EVERLY_HOME": str(home.places.root)})


def written(home: Home, name: str, *outputs: tuple[bytes, int], ends: bool = True) -> None:
    """A run of a job, with a second between its outputs."""
    if home.ledger.job(name) is None:
        home.job(name)
    run = home.begin(name)
    for data, stream in outputs:
        home.write(run, data, stream)
        home.now += 1000
    if ends:
        home.ledger.end_run(run.id, OK, home.now)


def test_the_output_of_one_job_is_shown_without_its_name(home: Home) -> None:
    written(home, "web", (b"one\n", STDOUT), (b"two\n", STDERR))
    assert show(home, "web") == Result(0, "one\ntwo\n", "")
    assert show(home, "web", verb="attach") == Result(0, "one\ntwo\n", "")


def test_the_output_of_several_has_their_names_before_it_as_wide_as_the_longest(home: Home) -> None:
    written(home, "web", (b"one\n", STDOUT))
    written(home, "worker", (b"two\nhalf", STDOUT), ends=False)
    both = "web    | one\nworker | two\nworker | half\n"
    for arguments in ([], ["web", "worker"], ["w*"]):
        assert show(home, *arguments) == Result(0, both, "")
    coloured = show(home, "--color", "always").out.splitlines()
    assert coloured[0] == "\x1b[36mweb    |\x1b[0m one"
    assert coloured[1] == "\x1b[33mworker |\x1b[0m two"


def test_lines_times_runs_and_streams_choose(home: Home) -> None:
    written(home, "web", (b"1\n2\n", STDOUT), (b"3\n", STDERR))
    written(home, "web", (b"4\n", STDOUT), (b"5\n", STDERR))
    assert show(home, "web", "-n", "2").out == "4\n5\n"
    assert show(home, "web", "-n", "0").out == ""
    assert show(home, "web", "--since", "3s").out == "3\n4\n5\n"
    assert show(home, "web", "--since", "2027-01-15 08:00:03").out == "5\n"
    assert show(home, "--run", "1").out == "1\n2\n3\n"
    assert show(home, "web", "--stdout").out == "1\n2\n4\n"
    assert show(home, "web", "--stderr").out == "3\n5\n"
    assert show(home, "web", "--stdout", "--stderr").out == "1\n2\n3\n4\n5\n"
    assert show(home, "-e", "systemd").out == ""
    assert show(home, "--timestamps", "-n", "1").out == "web | 2027-01-15T08:00:03.000+00:00 5\n"


def test_while_following_the_last_ten_lines_come_first(home: Home) -> None:
    written(home, "web", (b"".join(b"%d\n" % number for number in range(30)), STDOUT))
    assert len(show(home, "web").out.splitlines()) == 30
    with followed(home, "web") as follower:
        assert [next(follower) for _ in range(10)] == [f"{number}\n" for number in range(20, 30)]


def test_control_sequences_are_shown_only_as_written_where_that_is_asked_for(home: Home) -> None:
    data = b"\x1b[31mred\x1b[0m \x1b[2Jbell\x07 \xff\n"
    written(home, "web", (data, STDOUT))
    assert show(home, "web").out == "red bell␇ \ufffd\n"
    assert show(home, "web", "--color", "always").out == "\x1b[31mred\x1b[0m bell␇ \ufffd\x1b[0m\n"
    command = [sys.executable, "-m", "everly", "show", "logs", "web", "--no-follow", "--raw"]
    assert subprocess.run(command, env=environment(home), capture_output=True, check=True).stdout == data
    command.remove("web")
    several = subprocess.run(command, env=environment(home), capture_output=True, check=True)
    assert several.stdout == b"web | " + data


def test_what_is_missing_is_told_on_the_standard_error(home: Home) -> None:
    home.job("web")
    run = home.begin("web")
    for number in range(10):
        home.write(run, b"%d\n" % number, limit=4, keep=2)
    result = show(home, "web")
    assert result.out == "6\n7\n8\n9\n"
    assert result.err == "note: 12 bytes of the output of 'web' (run 1), no longer kept\n"


def test_what_was_lost_is_told_where_it_would_have_stood(home: Home) -> None:
    home.job("web")
    run = home.begin("web")
    home.write(run, b"one\n")
    with patch("everly.jobs.runs.log_writer.hit", side_effect=OSError(errno.ENOSPC, "full")):
        home.write(run, b"x")
    home.write(run, b"two\n")
    command = [sys.executable, "-m", "everly", "show", "logs", "web", "--no-follow"]
    shown = subprocess.run(command, env=environment(home), stdout=-1, stderr=subprocess.STDOUT, check=True, text=True)
    lost = "note: 1 byte of the output of 'web' (run 1), lost: the disk did not take what was written"
    assert shown.stdout.splitlines() == ["one", lost, "two"]


def documents(home: Home, *arguments: str) -> list[dict[str, Any]]:
    result = show(home, "--json", *arguments)
    assert (result.code, result.err) == (0, "")
    read = [json.loads(line) for line in result.out.splitlines()]
    for each in read:
        VALIDATOR.validate(each)
    return read


def test_each_line_is_a_document_that_says_where_it_came_from_and_when(home: Home) -> None:
    written(home, "web", (b"one\n\n", STDOUT), (b"two\n", STDERR), (b"half", TERMINAL), ends=False)
    head = {"version": 1, "job": "web", "run": 1, "step": 1, "try": 1, "kind": "line"}
    assert documents(home) == [
        {**head, "time": "2027-01-15T08:00:00.000+00:00", "stream": "stdout", "text": "one"},
        {**head, "time": "2027-01-15T08:00:00.000+00:00", "stream": "stdout", "text": ""},
        {**head, "time": "2027-01-15T08:00:01.000+00:00", "stream": "stderr", "text": "two"},
        {**head, "time": "2027-01-15T08:00:02.000+00:00", "stream": "terminal", "text": "half"},
    ]
    assert [each["text"] for each in documents(home, "web", "--stderr")] == ["two", "half"]
    assert show(home, "--json", verb="attach").out == show(home, "--json").out


def test_a_document_says_which_step_and_try_wrote_it(home: Home) -> None:
    home.job("chain", ("make",), ("make", "test"))
    began = home.begin("chain")
    home.ledger.end_attempt(began.id, OK, home.now)
    for number in (1, 2):
        home.ledger.launch(began.id, home.now)
        home.ledger.begin(began.id, home.now)
        home.write(began, b"here\n", step=2, number=number)
        home.ledger.end_attempt(began.id, Ending(Reason.CODE, code=1), home.now)
    assert [(each["step"], each["try"]) for each in documents(home)] == [(2, 1), (2, 2)]


def test_a_document_is_one_line_of_ascii_whatever_was_written(home: Home) -> None:
    written(home, "web", ("\x1b[31mred\x1b[0m\tü\u2028\x85".encode() + b"\xff\n", STDOUT))
    shown = show(home, "--json", "--color", "always")
    assert shown.out.isascii()
    assert shown.out.count("\n") == 1
    assert [each["text"] for each in documents(home)] == ["\x1b[31mred\x1b[0m\tü\u2028\x85\ufffd"]


def test_what_is_missing_has_a_document_where_it_would_have_stood(home: Home) -> None:
    home.job("web")
    began = home.begin("web")
    for number in range(10):
        home.write(began, b"%d\n" % number, limit=4, keep=2)
    with patch("everly.jobs.runs.log_writer.hit", side_effect=OSError(errno.ENOSPC, "full")):
        home.write(began, b"xyz")
    home.write(began, b"10\n")
    told = [(each["kind"], each.get("text", (each.get("bytes"), each.get("reason")))) for each in documents(home)]
    assert told == [
        ("loss", (told[0][1][0], "rotated")),
        *(("line", str(number)) for number in range(told[0][1][0] // 2, 10)),
        ("loss", (3, "dropped")),
        ("line", "10"),
    ]
    assert "time" not in documents(home)[0]


@pytest.mark.parametrize(
    ("without", "wrong"),
    [("text", {}), ("time", {}), ("stream", {"stream": "stdin"}), ("kind", {"kind": "loss"}), ("version", {})],
)
def test_the_schema_takes_no_other_documents(home: Home, without: str, wrong: dict[str, str]) -> None:
    written(home, "web", (b"one\n", STDOUT))
    (document,) = documents(home)
    assert not VALIDATOR.is_valid({name: value for name, value in document.items() if name != without} | wrong)


def test_lines_for_programs_have_columns_and_no_colour(home: Home) -> None:
    written(home, "web", (b"one\ttwo\n", STDOUT), (b"\x1b[31mred\x1b[0m\x07\n", STDERR))
    written(home, "worker", (b"half", TERMINAL), ends=False)
    shown = show(home, "--nopretty", "--color", "always")
    assert shown == Result(
        0,
        "web\t1\t2027-01-15T08:00:00.000+00:00\tstdout\tone\ttwo\n"
        "web\t1\t2027-01-15T08:00:01.000+00:00\tstderr\tred␇\n"
        "worker\t2\t2027-01-15T08:00:02.000+00:00\tterminal\thalf\n",
        "",
    )
    assert show(home, "web", "--nopretty").out == "".join(shown.out.splitlines(keepends=True)[:2])


def test_what_is_missing_among_lines_for_programs_is_told(home: Home) -> None:
    home.job("web")
    began = home.begin("web")
    for number in range(10):
        home.write(began, b"%d\n" % number, limit=4, keep=2)
    result = show(home, "web", "--nopretty")
    assert [line.split("\t")[4] for line in result.out.splitlines()] == ["6", "7", "8", "9"]
    assert result.err == "note: 12 bytes of the output of 'web' (run 1), no longer kept\n"


@pytest.mark.parametrize("pair", [("--raw", "--nopretty"), ("--raw", "--json"), ("--nopretty", "--json")])
def test_forms_that_exclude_each_other_are_refused(home: Home, pair: tuple[str, str]) -> None:
    for first, second in (pair, pair[::-1]):
        refused = show(home, first, second)
        assert (refused.code, refused.out) == (2, "")
        assert f"{pair[0]} and {pair[1]} exclude each other" in refused.err


@pytest.mark.parametrize("form", ["--json", "--nopretty"])
def test_lines_for_programs_come_as_they_are_written(home: Home, form: str) -> None:
    written(home, "web", (b"old\n", STDOUT))
    with followed(home, form) as follower:
        assert "old" in next(follower)
        for word in ("new", "newer"):
            written(home, "web", (word.encode() + b"\n", STDOUT))
            line = next(follower)
            assert (json.loads(line)["text"] if form == "--json" else line.rstrip("\n").split("\t")[4]) == word


def test_runs_without_output_say_why(home: Home) -> None:
    home.job("web")
    home.run("web")
    added = home.ledger.add_run("web", home.now)
    home.ledger.end_run(added.id, Ending(Reason.STOPPED), home.now)
    assert show(home, "--run", "1") == Result(0, "", "note: the output of run 1 is no longer kept\n")
    assert show(home, "--run", "2") == Result(0, "", "note: the run 2 never began, so it has no output\n")


def test_names_and_runs_that_are_none_end_it_with_1(home: Home) -> None:
    assert show(home).err.startswith("note: there are no jobs; ")
    assert show(home, "web") == Result(1, "", "error: there is no job 'web'\nhelp: 'everly show jobs' lists them\n")
    assert show(home, "--run", "1").code == 1
    written(home, "web", (b"one\n", STDOUT))
    home.job("other")
    assert show(home, "wep").err == "error: there is no job 'wep'\nhelp: did you mean 'web'?\n"
    assert show(home, "--run", "7").err == "error: there is no run 7\nhelp: 'everly show runs' lists them\n"
    wrong = show(home, "other", "--run", "1")
    assert (wrong.code, wrong.err) == (
        1,
        "error: the run 1 is one of 'web'\nhelp: 'everly show logs --run 1' shows it\n",
    )
    assert show(home, "--since", "soon").code == 2


def environment(home: Home) -> dict[str, str]:
    return clean_environment(EVERLY_HOME=str(home.places.root), PYTHONUNBUFFERED="")


class Follower(Iterator[str]):
    """A process that follows; a line of it is waited for as long as `PATIENCE`, after which it is killed."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def __next__(self) -> str:
        assert self.process.stdout is not None
        watch = threading.Timer(20, self.process.kill)
        watch.start()
        try:
            line = self.process.stdout.readline()
        finally:
            watch.cancel()
        assert line, "nothing came"
        return line


@contextmanager
def followed(home: Home, *arguments: str) -> Iterator[Follower]:
    command = [sys.executable, "-m", "everly", "show", "logs", *arguments]
    with subprocess.Popen(
        command, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Follower(process)
        finally:
            process.kill()


def test_following_goes_on_over_runs_and_new_jobs_and_ctrl_c_ends_it_in_silence(home: Home) -> None:
    written(home, "web", (b"old\n", STDOUT))
    with followed(home) as follower:
        assert next(follower) == "web | old\n"
        written(home, "web", (b"new\n", STDOUT))
        assert next(follower) == "web | new\n"
        written(home, "worker", (b"first\n", STDOUT), ends=False)
        assert next(follower) == "worker | first\n"
        written(home, "web", (b"wider\n", STDOUT))
        assert next(follower) == "web    | wider\n"
        follower.process.send_signal(signal.SIGINT)
        assert follower.process.wait(20) == 130
        assert follower.process.stderr is not None
        assert follower.process.stderr.read() == ""


def test_following_begins_before_there_is_any_job(home: Home) -> None:
    with followed(home) as follower:
        assert follower.process.stderr is not None
        assert follower.process.stderr.readline().startswith("note: there are no jobs; ")
        assert follower.process.stderr.readline().endswith("is shown from now on; Ctrl-C ends this\n")
        written(home, "web", (b"first\n", STDOUT))
        assert next(follower) == "web | first\n"


def test_following_a_run_ends_when_it_does(home: Home) -> None:
    written(home, "web", (b"one\n", STDOUT), ends=False)
    with followed(home, "--run", "1") as follower:
        assert next(follower) == "one\n"
        home.write(home.ledger.run(1), b"two")
        home.ledger.end_run(1, OK, home.now)
        assert next(follower) == "two\n"
        assert follower.process.wait(20) == 0


def test_following_ends_when_no_job_of_that_name_is_left(home: Home) -> None:
    written(home, "web", (b"one\n", STDOUT))
    with followed(home, "web") as follower:
        assert next(follower) == "one\n"
        home.ledger.delete_job("web", home.now)
        assert follower.process.wait(20) == 0


def test_a_reader_that_goes_away_ends_it_with_141_though_nothing_is_written(home: Home) -> None:
    written(home, "web", (b"one\n", STDOUT))
    with followed(home, "web") as follower:
        assert next(follower) == "one\n"
        assert follower.process.stdout is not None
        follower.process.stdout.close()
        assert follower.process.wait(20) == 141
        assert follower.process.stderr is not None
        assert follower.process.stderr.read() == ""


def test_the_output_of_real_runs_is_followed_whole_and_no_line_is_torn(home: Home) -> None:
    """Two at a time, each writing in pieces to both of its streams."""
    script = (
        "import os, sys\nname = sys.argv[1]\nfor n in range(300):\n"
        "    os.write(1 + n % 2, f'{name} {n}'.encode()); os.write(1 + n % 2, b' end\\n')"
    )
    shims = Shims(home.places.runs)
    try:
        written(home, "ready", (b"ready\n", STDOUT))
        with followed(home) as follower:
            assert next(follower) == "ready | ready\n"
            runs = {}
            for name in ("first", "second"):
                home.job(name)
                runs[name] = home.begin(name)
                folder = home.places.attempt(home.ledger.identity(), runs[name].id, 1, 1)
                shims.start(shims.launch(*python(script), name, name=folder.name))
            lines = [next(follower) for _ in range(600)]
            told = [line.partition(" | ")[2].split() for line in lines]
            for name in runs:
                for parity in (0, 1):
                    mine = [number for job, number, _ in told if job == name and int(number) % 2 == parity]
                    assert mine == [str(number) for number in range(parity, 300, 2)]
            assert {line.partition(" | ")[0].strip() for line in lines} == set(runs)
            assert all(line.split(" | ")[0].strip() == line.split(" | ")[1].split()[0] for line in lines)
            assert all(end == "end" for _, _, end in told)
    finally:
        shims.close()
