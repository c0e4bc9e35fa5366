"""`everly start`: what is a command and what a job, and what is refused before a job is made of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.jobs.cli.test_process import HEAVY
from tests.jobs.live import Live, live, live_home, until
from tests.jobs.terminals import code_of, terminal

__all__ = ["live", "live_home"]


def test_words_that_are_names_of_jobs_start_these(live: Live) -> None:
    live.ok("start", "job", "--name", "web", "sleep", "600")
    assert live.ok("start", "job", "web") == "web: it runs already\n"
    live.ok("stop", "job", "web")
    assert live.ok("start", "jobs", "web") == "web: started\n"
    refused = live.everly("start", "job", "--", "web")
    assert refused.err.startswith("error: there is no command 'web' in the PATH\n")


def test_options_may_stand_after_the_names_of_jobs_as_with_the_other_verbs(live: Live) -> None:
    live.ok("start", "job", "--name", "web", "-s", "daily at 03:00", "sleep", "600")
    live.ok("stop", "job", "web")
    assert live.ok("start", "jobs", "web", "-y") == "web: started\n"
    assert live.ok("start", "jobs", "web", "-e", "local") == "web: it is started already\n"
    assert live.ok("start", "jobs", "web", "--now") == "web: started\n"
    assert live.ok("start", "jobs", "--all", "--yes") == "web: it is started already\n"
    for words, error in (
        (("web", "--all"), "error: --all and names exclude each other"),
        (("web", "--frob"), "error: no such option '--frob'"),
        (("web", "--name", "other"), "error: --name would change a job that is there"),
    ):
        refused = live.everly("start", "jobs", *words)
        assert refused.code != 0
        assert error in refused.err


def test_after_names_in_a_command_options_are_its_own_and_that_is_told(live: Live) -> None:
    """`start job` takes commands too, of which the words are nobody else's."""
    live.ok("start", "job", "--name", "echo", "true")
    made = live.everly("start", "job", "--name", "other", "echo", "-y")
    assert (made.code, made.out) == (0, "other: made\n")
    assert made.err == (
        "note: '-y' after 'echo' makes a command of it; to start what is there: everly start jobs echo -y\n"
    )
    live.waits_for("other", "done")
    assert live.output("other") == b"-y\n"
    assert live.everly("start", "job", "--name", "third", "--", "echo", "-y").err == ""


@pytest.mark.parametrize(
    ("option", "hint"),
    [
        ("--frob", ""),
        ("--retry", "; did you mean '--retries'?"),
        ("--sched", "; did you mean '--schedule'?"),
        ("-x", ""),
    ],
)
def test_a_slip_in_an_option_is_told_and_no_silly_guess(live: Live, option: str, hint: str) -> None:
    refused = live.everly("start", "job", option, "true")
    assert (refused.code, refused.err.splitlines()[-1]) == (2, f"error: no such option '{option}'{hint}")


def test_a_slip_in_a_name_is_told(live: Live) -> None:
    live.ok("start", "job", "--name", "web", "sleep", "600")
    refused = live.everly("start", "jobs", "wbe")
    assert (refused.code, refused.err) == (1, "error: there is no job 'wbe'\nhelp: did you mean 'web'?\n")
    refused = live.everly("start", "job", "wbe")
    assert refused.code == 1
    assert refused.err.splitlines()[:2] == [
        "note: there is no job 'wbe', so 'wbe' is taken for a command; did you mean 'web'?",
        "error: there is no command 'wbe' in the PATH",
    ]


@pytest.mark.parametrize(
    ("words", "error", "help"),
    [
        (("--name", "Bad Name", "true"), "'Bad Name' is no name of a job", "take up to 63"),
        (("--name", "a+b", "true"), "'a+b' is no name of a job", "take up to 63"),
        (("--name", "", "true"), "'' is no name of a job", "take up to 63"),
        (("nosuchcommand",), "there is no command 'nosuchcommand' in the PATH", "name it by its path"),
        (("a | b",), "there is no command 'a | b' in the PATH", "a text for a shell needs --shell"),
        (("--env", "NOSUCH", "true"), "the environment variable 'NOSUCH' is not set here", "write NOSUCH=VALUE"),
        (("--env-file", "/nosuch", "true"), "there is no file '/nosuch'", "make it first"),
        (("--env-file", "/dev/fd/63", "true"), "there is no file '/dev/fd/63'", "make it first"),
        (("--env-file", "/dev/stdin", "true"), "'/dev/stdin' is no file that can be read again", "it is read each"),
        (("--cwd", "/nosuch", "true"), "there is no folder '/nosuch'", "make it first"),
        (("--cwd", "", "true"), "the name of a folder is empty", "name one; '.' is the one that you are in"),
        (("",), "the name of a command is empty", "name it; a variable of the shell that is not set leaves nothing in"),
        (("--shell", ""), "the name of a command is empty", "name it; a variable of the shell that is not set leaves"),
        (("true", "+"), "no command stands after the last '+'", r"a literal plus is '\+'"),
        (("-s", "daily", "--restart", "always", "true"), "a job with a schedule is not restarted", None),
        *(
            (
                (*option, "true"),
                f"{option[0]} says what becomes of the fire times of a schedule, and the job has none",
                f"add --schedule, or leave it out; 'everly edit job' takes it back by '{option[0]} {usual}'",
            )
            for option, usual in (
                (("--jitter", "5m"), "0"),
                (("--overlap", "queue"), "forbid"),
                (("--catch-up", "all"), "once"),
            )
        ),
        (
            ("--backoff", "5s", "true"),
            "--backoff is the wait before something is tried again, and nothing is",
            "add --retries (a job may have --restart or '--on-lost rerun' instead), or leave it out",
        ),
        (("-e", "systemd", "--overlap", "allow", "true"), "a unit of systemd runs once at a time", "take another"),
        (("--memory-max", "1G", "true"), "only systemd keeps a limit of memory", "add '-e systemd'"),
        (("-e", "systemd", "--memory-max", "1K", "true"), "a limit of memory is 16777216 to 1", None),
        (
            ("-e", "systemd", "--memory-max", "2000000000G", "true"),
            "a limit of memory is 16777216 to 1152921504606846976 bytes, found 2147483648000000000",
            None,
        ),
        (
            ("-s", "daily starting 2020-01-01 until 2020-02-02", "true"),
            "the schedule 'daily starting 2020-01-01 until 2020-02-02' has no fire time left",
            "let it end later, or never; 'everly show schedule --reverse' shows when it fired",
        ),
        (("-s", "daily until 2020-01-01", "true"), "", None),
    ],
)
def test_what_is_wrong_is_told_before_a_job_is_made(
    live: Live, words: tuple[str, ...], error: str, help: str | None
) -> None:
    result = live.everly("start", "job", *words)
    assert result.code in {1, 2}, "test_exit_codes says when which"
    assert result.out == ""
    assert result.err.startswith("error" + (f": {error}" if error else ""))
    assert help is None or f"help: {help}" in result.err
    assert live.names() == ()


def test_the_same_again_is_started_and_another_refused(live: Live) -> None:
    live.ok("start", "job", "--name", "web", "sleep", "600")
    assert live.ok("start", "job", "--name", "web", "sleep", "600") == "web: it runs already\n"
    refused = live.everly("start", "job", "--name", "web", "sleep", "601")
    assert refused.code == 1
    assert refused.err.splitlines() == [
        "error: web: there is a job 'web' already, which does something else",
        "help: take another --name, change it with 'everly edit job web', or delete it first",
    ]


def test_options_that_would_change_a_job_are_refused(live: Live) -> None:
    live.ok("start", "job", "--name", "web", "sleep", "600")
    for option in (("--log-size", "1M"), ("--retries", "0"), ("--jitter", "0"), ("--name", "x")):
        refused = live.everly("start", "job", *option, "web")
        assert refused.code == 1
        assert refused.err.startswith(f"error: {option[0]} would change a job that is there\n")


def test_all_of_them_are_started_once_that_is_meant(live: Live) -> None:
    for name in ("a", "b"):
        live.ok("start", "job", "--name", name, "sleep", "600")
        live.ok("stop", "job", name)
    refused = live.everly("start", "jobs", "--all")
    assert (refused.code, refused.err) == (
        1,
        "error: this would start a and b, and there is nobody to ask\nhelp: add -y\n",
    )
    assert live.everly("start", "jobs", "--all", "a").code == 2
    assert live.ok("start", "jobs", "--all", "-y") == "a: started\nb: started\n"


def test_now_runs_a_scheduled_job_at_once(live: Live) -> None:
    out = live.ok("start", "job", "--now", "--name", "nightly", "-s", "daily at 03:00", "echo", "hi")
    assert out == "nightly: made\nnightly: started\n"
    until(lambda: live.output("nightly") == b"hi\n")
    live.waits_for("nightly", "scheduled")
    assert live.ok("start", "job", "--now", "nightly") == "nightly: started\n"


def test_d_means_nothing_where_it_is_so_already(live: Live) -> None:
    assert live.ok("start", "job", "-d", "--name", "a", "sleep", "600") == "a: made\n"
    result = live.everly("start", "job", "sleep", "600", "--name", "b", "-d")
    assert (result.code, result.out) == (0, "b: made\n")


def test_on_a_terminal_it_says_what_to_do_next_and_asks(live: Live) -> None:
    with terminal(live, "start", "job", "--name", "web", "sleep", "600") as child:
        child.expect_exact("web: made\r\n")
        child.expect_exact("'everly show logs web' follows it\r\n")
        assert code_of(child) == 0
    for answer, code, left in (("n", 1, ("web",)), ("y", 0, ())):
        with terminal(live, "delete", "job", "web") as child:
            child.expect_exact("delete web with its history and output? [y/N] ")
            child.sendline(answer)
            assert code_of(child) == code
        assert live.names() == left


def test_any_bytes_and_any_length_of_arguments_reach_the_command(live: Live) -> None:
    data = [b"a\xffb", b"", b"new\nline", b"x" * 100_000, "ü+".encode(), b"$HOME `id` \"'"]
    script = "import os, sys; sys.stdout.buffer.write(b'\\0'.join(map(os.fsencode, sys.argv[1:])))"
    options = ("--name", "raw", "--env", b"ODD=\xff")
    subprocess.run(
        [sys.executable, "-m", "everly", "start", "job", *options, sys.executable, "-c", script, *data],
        env=live.environment(),
        check=True,
        capture_output=True,
        timeout=60,
    )
    live.waits_for("raw", "done")
    assert live.output("raw") == b"\0".join(data)
    assert "raw" in live.ok("show", "jobs")


def test_a_job_has_little_of_our_environment_and_none_of_our_folder(live: Live, tmp_path: Path) -> None:
    settings = {"SECRET": "s", "FOO": "1", "LC_TIME": "C"}
    live.everly("start", "job", "--name", "env", "--env", "FOO", "--cwd", str(tmp_path), "env", settings=settings)
    live.waits_for("env", "done")
    found = dict(line.split("=", 1) for line in live.output("env").decode().splitlines())
    assert (found["FOO"], found["LC_TIME"], found["EVERLY_JOB"]) == ("1", "C", "env")
    assert not {"SECRET", "TERM"} & found.keys()
    assert found.get("PATH") == os.environ["PATH"]


def test_a_job_with_a_terminal_knows_which(live: Live) -> None:
    script = "import os, sys; print(os.isatty(0), os.environ['TERM'])"
    live.everly("start", "job", "--name", "tty", "-t", sys.executable, "-c", script, settings={"TERM": "xterm"})
    live.waits_for("tty", "done")
    assert live.output("tty") == b"True xterm\r\n"


@pytest.mark.parametrize(
    "words",
    [
        ("start", "job", "--no-check", "true"),
        ("run", "true"),
        ("run", "-d", "true"),
        ("start", "runner"),
        ("attach", "job", "x"),
        ("stop", "jobs", "--all"),
        ("edit", "job", "x", "--rm"),
        ("show", "jobs"),
    ],
)
def test_windows_is_refused_with_a_word(live: Live, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.setattr("everly.jobs.places._IS_POSIX", False)
    result = live.everly(*words)
    assert (result.code in {1, 2}, result.out) == (True, "")
    told = "error: commands run on Linux and macOS only\nhelp: what everly does with schedules works here too\n"
    assert result.err == told
    assert live.everly("explain", "daily at 03:00").code == 0


WITHOUT_POSIX = """
import sys
sys.modules.update(dict.fromkeys(["fcntl", "termios", "resource", "pwd", "pty", "tty"]))
import everly.jobs.places
everly.jobs.places._IS_POSIX = False
try:
    everly.Job
except everly.jobs.places.PlaceError as error:
    print(error)
from everly.jobs.cli import main
main(["attach", "job", "x"])
"""


def test_where_there_are_no_jobs_nothing_of_them_is_imported() -> None:
    """Windows has none of the modules that jobs need."""
    found = subprocess.run([sys.executable, "-c", WITHOUT_POSIX], capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (2, "commands run on Linux and macOS only\n"), found.stderr
    assert found.stderr.startswith("error: commands run on Linux and macOS only\n")


def test_commands_about_jobs_import_nothing_of_the_language(live: Live) -> None:
    script = (
        "import sys\nfrom everly.jobs.cli import main\ntry:\n    main(sys.argv[1:])\n"
        "finally:\n    sys.stderr.write(' '.join(sys.modules))"
    )
    for words in (("start", "job", "--name", "web", "sleep", "600"), ("pause", "job", "web"), ("stop", "job", "web")):
        run = subprocess.run(
            [sys.executable, "-c", script, *words], env=live.environment(), capture_output=True, text=True, check=True
        )
        assert not HEAVY & set(run.stderr.split()), words
