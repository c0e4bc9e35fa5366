"""The command line as a process: exit codes, streams, pipes, bytes, colour on a terminal, and what it imports."""

import os
import pty
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.jobs.cli.runs import clean_environment, spawn
from tests.jobs.homes import SECOND, Home, home

__all__ = ["home"]

SHOWN = ("show", "schedule", "daily and mon-fri starting May 2, 2024")
FAULTY = ("show", "schedule", "daily adn mon-fri")
MOST_MODULES = 106  # of everly, for the plainest schedule
MOST_MODULES_OF_JOBS = 40
HEAVY = {"lark", "dateutil", "apscheduler", "sqlalchemy", "zoneinfo", "everly.grammar", "everly.scheduling"}


def modules_after(tmp_path: Path, *arguments: str) -> set[str]:
    """The modules that a process holds once it has run a command line."""
    script = (
        "import sys\nfrom everly.jobs.cli import main\ntry:\n    main(sys.argv[1:])\n"
        "finally:\n    sys.stderr.write(' '.join(sys.modules))"
    )
    command = [sys.executable, "-c", script, *arguments]
    run = subprocess.run(command, cwd=tmp_path, env=clean_environment(), capture_output=True, text=True, check=True)
    return set(run.stderr.split())


def bare_modules() -> set[str]:
    """The modules that Python itself holds once it has started."""
    command = [sys.executable, "-c", "import sys; print(*sys.modules)"]
    run = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def collections(call: str) -> tuple[int, int]:
    """How often a process looked for garbage in a command, and how many objects it would pass over at its end."""
    script = (
        "import gc, sys\nfrom everly.jobs.cli import main\nbefore = gc.get_stats()[0]['collections']\n"
        f"try:\n    {call}\nfinally:\n"
        "    print(gc.get_stats()[0]['collections'] - before, gc.get_freeze_count(), file=sys.stderr)"
    )
    command = [sys.executable, "-c", script, "show", "schedule", "daily and mon-fri"]
    run = subprocess.run(command, env=clean_environment(), capture_output=True, text=True, check=True)
    often, passed = map(int, run.stderr.split())
    return often, passed


def on_a_terminal(tmp_path: Path, *arguments: str, **settings: str) -> str:
    """All that a command line writes to a terminal, which both of its streams are."""
    ours, theirs = pty.openpty()
    environment = clean_environment(**{"TERM": "xterm", **settings})
    process = subprocess.Popen(
        [sys.executable, "-m", "everly", *arguments],
        cwd=tmp_path,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    written = b""
    try:
        while select.select([ours], [], [], 60)[0]:
            try:
                written += os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
        process.wait(60)
    finally:
        process.kill()
        os.close(ours)
    return written.decode().replace("\r\n", "\n")


def test_the_schedule_is_shown_on_the_standard_output_alone(tmp_path: Path) -> None:
    run = spawn(*SHOWN, cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.endswith(b"\n  2024-05-08 00:00:00+00:00\n\nAbout 261 times a year, 1 to 3 days apart.\n")


def test_a_fault_is_told_on_the_standard_error_alone(tmp_path: Path) -> None:
    run = spawn(*FAULTY, cwd=tmp_path)
    assert (run.returncode, run.stdout) == (1, b"")
    assert run.stderr.startswith(b"error[E108]: unknown word 'adn'\n  |\n  | daily adn mon-fri\n  |       ^^^\n")


def test_a_usage_error_ends_with_2(tmp_path: Path) -> None:
    run = spawn("show", "schedule", "daily", "0", cwd=tmp_path)
    assert (run.returncode, run.stdout) == (2, b"")


@pytest.mark.parametrize("buffering", [{}, {"PYTHONUNBUFFERED": "1"}])
def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path, buffering: dict[str, str]) -> None:
    command = [sys.executable, "-m", "everly", "show", "schedule", "secondly", "20000"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=clean_environment(**buffering), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(10) == b"Next 20000"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 128 + signal.SIGPIPE


def test_a_full_disk_is_told_and_ends_with_74(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        for arguments in (SHOWN, ("--help",)):
            command = [sys.executable, "-m", "everly", *arguments]
            run = subprocess.run(command, cwd=tmp_path, env=clean_environment(), stdout=full, stderr=-1, check=False)
            assert run.returncode == 74
            assert run.stderr == b"error: cannot write the output: [Errno 28] No space left on device\n"


@pytest.mark.parametrize("arguments", ["show schedule daily 1", "show schedule daily --json", "--version", "--help"])
def test_a_closed_standard_output_is_told_and_ends_with_74(tmp_path: Path, arguments: str) -> None:
    command = ["/bin/sh", "-c", f'exec "$0" -m everly {arguments} >&-', sys.executable]
    run = subprocess.run(command, cwd=tmp_path, env=clean_environment(), stderr=-1, check=False)
    assert run.returncode == 74
    assert run.stderr == b"error: cannot write the output: [Errno 9] Bad file descriptor\n"


@pytest.mark.parametrize(("schedule", "code"), [("daily", 74), ("daly", 1)])
def test_with_all_streams_closed_the_exit_code_tells(tmp_path: Path, schedule: str, code: int) -> None:
    command = ["/bin/sh", "-c", f'exec "$0" -m everly show schedule {schedule} >&- 2>&- <&-', sys.executable]
    run = subprocess.run(command, cwd=tmp_path, env=clean_environment(), check=False)
    assert run.returncode == code


@pytest.mark.parametrize("module", ["click", "everly.scheduling.compiler"])
def test_an_interrupt_during_imports_ends_it_quietly(module: str) -> None:
    """The import of one module, the first or one that only the command needs, waits until it is interrupted.

    What a shell starts in the background has interrupts ignored, so they are heeded first.
    """
    start = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from everly.jobs.cli import main\n"
        "class Waiting:\n    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {module!r}: os.write(1, b'importing'); os.read(0, 1)\n"
        "sys.meta_path.insert(0, Waiting())\nmain(['show', 'schedule', 'daily'])"
    )
    command = [sys.executable, "-c", start]
    with subprocess.Popen(command, env=clean_environment(), stdin=-1, stdout=-1, stderr=-1) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(9) == b"importing"
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
        assert process.wait(60) == 130


def test_a_closed_standard_input_is_a_usage_error(tmp_path: Path) -> None:
    script = 'exec "$0" -m everly show schedule - <&-'
    command = ["/bin/sh", "-c", script, sys.executable]
    run = subprocess.run(command, cwd=tmp_path, env=clean_environment(), capture_output=True, check=False)
    assert run.returncode == 2
    assert b"error: the schedule was to be read from the standard input, which is closed" in run.stderr


def test_any_bytes_in_any_encoding_give_a_message(tmp_path: Path) -> None:
    run = spawn("show", "schedule", b"daily \xff \xf0", cwd=tmp_path, settings={"PYTHONIOENCODING": "ascii"})
    assert (run.returncode, run.stdout) == (1, b"")
    assert run.stderr.startswith(b"error[E10")
    assert b"\n  | daily ? ?\n  |       ^" in run.stderr


def test_a_bare_help_imports_nothing_of_the_language(tmp_path: Path) -> None:
    for arguments in (["--help"], ["show", "schedule", "--help"]):
        assert HEAVY & modules_after(tmp_path, *arguments) == set()


@pytest.mark.parametrize("options", [["--json", "--in", "Asia/Tokyo", "--from", "May 3, 2024"], ["--calendar"]])
def test_showing_a_schedule_imports_no_apscheduler(tmp_path: Path, options: list[str]) -> None:
    loaded = modules_after(tmp_path, *SHOWN, *options)
    assert "everly.scheduling.compiler" in loaded
    assert {"apscheduler", "sqlalchemy", "anyio", "attr"} & loaded == set()


def test_showing_a_plain_schedule_imports_only_what_it_needs(tmp_path: Path) -> None:
    """What takes long to import; some of it may come with the way everly is installed, so with Python itself."""
    slow = {"lark", "apscheduler", "dateutil", "zoneinfo", "fractions", "decimal", "calendar", "importlib.resources"}
    slow |= {"dataclasses", "locale", "pkgutil", "random", "shutil", "subprocess", "textwrap"}
    slow |= {f"everly.grammar.{name}" for name in ("builder.moments", "printer", "repairs", "syntax_errors")}
    slow |= {f"everly.scheduling.{name}" for name in ("lower.cron", "moments", "reasons", "zone_countries")}
    loaded = modules_after(tmp_path, "show", "schedule", "daily and mon-fri") - bare_modules()
    assert "everly.grammar.builder.windows" in loaded
    assert slow & loaded == set()


def test_few_modules_are_imported_to_show_a_plain_schedule(tmp_path: Path) -> None:
    """Each takes a quarter of a millisecond to find and to load, however small it is."""
    loaded = modules_after(tmp_path, "show", "schedule", "daily and mon-fri")
    assert 0 < sum(name.startswith("everly") for name in loaded) <= MOST_MODULES


def test_formats_are_imported_for_the_files_that_come(tmp_path: Path) -> None:
    (tmp_path / "crontab").write_text("0 9 * * * /bin/true\n")
    loaded = modules_after(tmp_path, "lint", "--isolated", "crontab")
    assert "everly.linting.sources.crontab" in loaded
    others = {f"everly.linting.sources.{name}" for name in ("json", "plain", "python", "systemd", "toml", "yaml")}
    assert {"yaml", *others} & loaded == set()


@pytest.mark.parametrize("command", ["show jobs", "show jobs --nopretty", "show runs"])
def test_jobs_are_shown_with_few_imports(tmp_path: Path, home: Home, command: str) -> None:
    """Nothing of the language for a schedule in UTC, nothing of what writes a ledger, nothing that runs anything."""
    home.job("web", text="daily at 09:00", next_fire=SECOND)
    home.run("web")
    loaded = modules_after(tmp_path, *command.split()) - bare_modules()
    assert "everly.jobs.ledger.reader" in loaded
    slow = {
        "lark",
        "apscheduler",
        "sqlalchemy",
        "dateutil",
        "zoneinfo",
        "platformdirs",
        "tempfile",
        "shutil",
        "subprocess",
    }
    slow |= {"dataclasses", "difflib", "multiprocessing", "random", "socket", "textwrap", "asyncio", "logging"}
    slow |= {"everly.grammar", "everly.scheduling", "everly.linting", "everly.jobs.ledger.ledger", "everly.jobs.runs"}
    assert slow & loaded == set()
    assert 0 < sum(name.startswith("everly") for name in loaded) <= MOST_MODULES_OF_JOBS


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="others collect garbage in another way")
def test_a_process_of_its_own_does_not_look_for_garbage_in_what_it_imports() -> None:
    often, passed = collections("main()")
    assert often == 0
    assert passed > 10_000
    often, passed = collections("main(sys.argv[1:])")
    assert often > 10
    assert passed == 0


@pytest.mark.parametrize("schedule", ["daily adn mon-fri", "daily at 25:00", "sat & mon-fri"])
def test_a_fault_of_a_schedule_is_told_without_lark(tmp_path: Path, schedule: str) -> None:
    script = (
        "import sys, everly\ntry:\n    everly.parse_schedule(sys.argv[1])\n"
        "except everly.ScheduleError as error:\n    print(error.diagnostics[0].kind.code, *sys.modules)"
    )
    command = [sys.executable, "-c", script, schedule]
    run = subprocess.run(command, cwd=tmp_path, env=clean_environment(), capture_output=True, text=True, check=True)
    code, *loaded = run.stdout.split()
    assert code.startswith("E")
    assert "everly.grammar.parser" in loaded
    assert "lark" not in loaded


def test_colour_is_used_on_a_terminal(tmp_path: Path) -> None:
    assert on_a_terminal(tmp_path, *SHOWN).startswith("\x1b[1mNext 5 timestamps for schedule ")
    assert on_a_terminal(tmp_path, *FAULTY).startswith("\x1b[31m\x1b[1merror[E108]\x1b[0m: unknown word 'adn'\n")


@pytest.mark.parametrize("settings", [{"NO_COLOR": "0"}, {"TERM": "dumb"}])
def test_colour_on_a_terminal_can_be_turned_off(tmp_path: Path, settings: dict[str, str]) -> None:
    shown = on_a_terminal(tmp_path, *SHOWN, **settings)
    assert shown.startswith("Next 5 timestamps for schedule ")
    assert "\x1b" not in shown


def test_an_empty_no_color_means_nothing(tmp_path: Path) -> None:
    assert "\x1b" in on_a_terminal(tmp_path, *SHOWN, NO_COLOR="")


def test_the_width_of_the_terminal_is_used(tmp_path: Path) -> None:
    wide = on_a_terminal(tmp_path, *SHOWN, "--calendar", COLUMNS="80", NO_COLOR="1")
    narrow = on_a_terminal(tmp_path, *SHOWN, "--calendar", COLUMNS="40", NO_COLOR="1")
    assert max(map(len, wide.split("\n")[2:])) > 60
    assert max(map(len, narrow.split("\n")[2:])) <= 40
