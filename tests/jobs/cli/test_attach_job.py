"""`everly attach job`: in a real terminal, from pipes, and through all that may happen to the job meanwhile."""

import os
import signal
import subprocess
import sys
import termios
from pathlib import Path
from typing import IO

import pytest

import everly
from tests.jobs.live import Live, ending, live, live_home, until
from tests.jobs.terminals import CTRL_C, CTRL_D, DETACH, code_of, terminal

__all__ = ["live", "live_home"]

ECHO = "import sys\nfor line in sys.stdin: print('heard', line, end='', flush=True)\nsys.exit(5)"
KEYS = """
import os, signal, sys
def size(*_): print('size', *os.get_terminal_size(0), flush=True)
def interrupted(*_): print('interrupted', flush=True)
signal.signal(signal.SIGWINCH, size)
signal.signal(signal.SIGINT, interrupted)
print('ready', flush=True)
for line in sys.stdin: print('heard', line, end='', flush=True)
sys.exit(6)
"""


def start(live: Live, name: str, *words: str) -> None:
    live.ok("start", "job", "--name", name, *words)


def python(script: str) -> tuple[str, ...]:
    return (sys.executable, "-u", "-c", script)


def piped(live: Live, *arguments: str, stdin: bytes | None = b"") -> "subprocess.CompletedProcess[bytes]":
    """`attach job` as a process without a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "everly", "attach", "job", *arguments],
        env=live.environment(),
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        timeout=60,
        check=False,
    )


def spawned(live: Live, *arguments: str, stderr: int | IO[bytes] = subprocess.PIPE) -> "subprocess.Popen[bytes]":
    """The same, while it runs."""
    command = [sys.executable, "-m", "everly", "attach", "job", *arguments]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=live.environment(), stdin=pipe, stdout=pipe, stderr=stderr)


def test_what_is_typed_reaches_the_job_and_it_ends_with_the_code_of_the_job(live: Live) -> None:
    start(live, "web", *python(ECHO))
    with terminal(live, "attach", "job", "web") as child:
        child.expect_exact("attached to 'web'; Ctrl-C detaches, Ctrl-D ends its input\r\n")
        child.sendline("one")
        child.expect_exact("heard one\r\n")
        child.send(CTRL_D)
        child.expect_exact("'web' ended: exit 5\r\n")
        assert code_of(child) == 5


def test_who_attaches_to_a_paused_job_is_told_and_how_it_goes_on(live: Live) -> None:
    start(live, "web", *python(ECHO))
    until(lambda: live.status("web") == "running")
    live.ok("pause", "job", "web")
    with terminal(live, "attach", "job", "web") as child:
        child.expect_exact("note: 'web' is paused; 'everly start job web' has it go on\r\n")
        live.ok("start", "job", "web")
        child.sendline("one")
        child.expect_exact("heard one\r\n")
        child.send(CTRL_D)
        assert code_of(child) == 5


def _told_of_pause(live: Live, name: str, told: Path, times: int = 1) -> None:
    """Pause and resume a job, and see that who is attached to it says so."""
    expected = f"note: '{name}' is paused; 'everly start job {name}' has it go on\nnote: '{name}' goes on\n"
    live.ok("pause", "job", name)
    until(lambda: told.read_text() == expected * (times - 1) + expected.splitlines(keepends=True)[0])
    live.ok("resume", "job", name)
    until(lambda: told.read_text() == expected * times)


def test_who_is_attached_is_told_of_each_pause_and_of_its_end(live: Live, tmp_path: Path) -> None:
    start(live, "web", *python(ECHO))
    told = tmp_path / "told"
    with told.open("wb") as file, ending(spawned(live, "web", stderr=file)) as child:
        assert child.stdin is not None
        child.stdin.write(b"one\n")
        child.stdin.flush()
        until(lambda: live.output("web") == b"heard one\n")
        _told_of_pause(live, "web", told, 1)
        _told_of_pause(live, "web", told, 2)
        out, _ = child.communicate(b"two\n", timeout=20)
    assert (child.returncode, out) == (5, b"heard one\nheard two\n")
    assert len(told.read_text().splitlines()) == 4


def test_who_waits_for_its_input_to_be_taken_is_told_too(live: Live, tmp_path: Path) -> None:
    go, told = tmp_path / "go", tmp_path / "told"
    start(live, "late", "sh", "-c", f"while [ ! -e {go} ]; do sleep 0.02; done; wc -c")
    until(lambda: live.status("late") == "running")
    with told.open("wb") as file, ending(spawned(live, "late", "--detach", stderr=file)) as child:
        assert child.stdin is not None
        child.stdin.write(b"x" * 100_000)  # more than a pipe holds
        child.stdin.close()
        _told_of_pause(live, "late", told)
        go.touch()
        assert child.wait(20) == 0
    assert told.read_text().endswith("note: 'late' goes on\ndetached; 'late' goes on\n")


def test_ctrl_c_leaves_the_job_alone(live: Live) -> None:
    start(live, "web", *python(ECHO))
    with terminal(live, "attach", "job", "web") as child:
        child.expect_exact("attached")
        child.sendline("one")
        child.expect_exact("heard one\r\n")
        child.send(CTRL_C)
        child.expect_exact("\r\ndetached; 'web' goes on\r\n")
        assert code_of(child) == 0
    assert live.status("web") == "running"


def test_what_is_said_at_the_end_is_a_line_of_its_own(live: Live) -> None:
    """Also where the job has not ended its last line, as one that asks for something."""
    start(live, "asks", "sh", "-c", "printf 'your name? '; read name; printf 'hello %s' $name")
    with terminal(live, "attach", "job", "asks") as child:
        child.expect_exact("your name? ")
        child.sendline("Ann")
        child.expect_exact("hello Ann\r\n'asks' ended: exit 0\r\n")
        assert code_of(child) == 0


def test_in_a_terminal_every_key_is_the_jobs_but_those_that_detach(live: Live) -> None:
    start(live, "shell", "-t", *python(KEYS))
    until(lambda: b"ready" in live.output("shell"))
    with terminal(live, "attach", "job", "shell") as child:
        before = termios.tcgetattr(child.child_fd)
        child.expect_exact("attached to 'shell'; Ctrl-P Ctrl-Q detaches\r\n")
        child.expect_exact("size 100 30\r\n")
        child.send(CTRL_C)
        child.expect_exact("interrupted\r\n")
        child.setwinsize(40, 120)
        child.expect_exact("size 120 40\r\n")
        child.send("a\x10b\r")  # a Ctrl-P alone is a key like any other
        child.expect_exact("heard a\x10b\r\n")
        child.send(DETACH[0])
        child.send(DETACH[1])
        child.expect_exact("detached; 'shell' goes on\r\n")
        assert termios.tcgetattr(child.child_fd) == before
        assert code_of(child) == 0
    with terminal(live, "attach", "job", "shell", "-n", "0") as child:
        child.expect_exact("size 100 30\r\n")
        child.send(CTRL_D)
        child.expect_exact("'shell' ended: exit 6\r\n")
        assert code_of(child) == 6


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_gives_the_terminal_back(live: Live, number: int) -> None:
    start(live, "shell", "-t", *python(KEYS))
    until(lambda: b"ready" in live.output("shell"))
    with terminal(live, "attach", "job", "shell") as child:
        before = termios.tcgetattr(child.child_fd)
        child.expect_exact("size 100 30\r\n")
        assert termios.tcgetattr(child.child_fd) != before
        child.kill(number)
        assert code_of(child) == 128 + number
        assert termios.tcgetattr(child.child_fd) == before
        assert live.status("shell") == "running"


def test_bytes_go_through_as_they_are(live: Live) -> None:
    start(live, "cat", "cat")
    data = os.urandom(300_000)
    found = piped(live, "cat", stdin=data)
    assert (found.returncode, found.stderr) == (0, b"")
    assert found.stdout == data


def test_the_end_of_a_pipe_ends_the_input_of_a_terminal_too(live: Live) -> None:
    start(live, "shell", "-t", *python(KEYS))
    until(lambda: b"ready" in live.output("shell"))
    found = piped(live, "shell", stdin=b"one\ntwo")
    assert found.returncode == 6
    assert b"heard one\r\n" in found.stdout
    assert b"heard two" in found.stdout


def test_detach_leaves_the_input_open(live: Live) -> None:
    start(live, "web", *python(ECHO))
    for word in (b"one\n", b"two\n"):
        found = piped(live, "web", "--detach", stdin=word)
        assert (found.returncode, found.stderr) == (0, b"detached; 'web' goes on\n")
    until(lambda: live.output("web") == b"heard one\nheard two\n")


def test_the_last_lines_are_shown_first(live: Live) -> None:
    start(live, "lines", *python("print(*range(30), sep='\\n'); input()"))
    until(lambda: live.output("lines").endswith(b"29\n"))
    assert piped(live, "lines", "-n", "2", "--detach").stdout == b"28\n29\n"
    assert piped(live, "lines", "-n", "0", "--detach").stdout == b""
    assert piped(live, "lines", "--detach").stdout.startswith(b"20\n")


def test_one_writes_at_a_time_and_another_may_take_over(live: Live) -> None:
    start(live, "web", *python(ECHO))
    first = spawned(live, "web")
    assert first.stdin is not None
    first.stdin.write(b"one\n")
    first.stdin.flush()
    until(lambda: live.output("web") == b"heard one\n")
    refused = spawned(live, "web")
    assert refused.stdin is not None
    assert refused.stderr is not None
    refused.stdin.write(b"two\n")
    refused.stdin.flush()
    assert (
        refused.stderr.readline()
        == b"note: another client writes to this run; take over to write yourself; add --take\n"
    )
    taking = spawned(live, "web", "--take")
    assert taking.stdin is not None
    taking.stdin.write(b"three\n")
    taking.stdin.close()
    for each in (first, refused, taking):
        assert each.wait(20) == 5
        assert each.stdout is not None
        assert each.stdout.read() == b"heard one\nheard three\n"
        for stream in (each.stdin, each.stdout, each.stderr):
            if stream is not None:
                stream.close()


def test_what_does_not_run_is_refused(live: Live) -> None:
    start(live, "short", "true")
    live.waits_for("short", "done")
    found = piped(live, "short")
    assert (found.returncode, found.stdout) == (1, b"")
    assert found.stderr == (
        b"error: the job 'short' does not run\n"
        b"help: 'everly start job short' starts it, 'everly show logs short' shows what it said\n"
    )
    found = piped(live, "shrt")
    assert (found.returncode, found.stderr) == (1, b"error: there is no job 'shrt'\nhelp: did you mean 'short'?\n")


def test_it_goes_on_from_step_to_step_with_the_end_of_the_input(live: Live) -> None:
    start(
        live, "chain", "cat", "+", "cat", "+", *python("import sys; print(sys.stdin.read() or 'nothing'); sys.exit(4)")
    )
    found = piped(live, "chain", stdin=b"first\n")
    assert (found.returncode, found.stdout) == (4, b"first\nnothing\n")


def test_a_killed_runner_changes_nothing_for_who_is_attached(live: Live) -> None:
    start(live, "web", *python(ECHO))
    child = spawned(live, "web")
    assert child.stdin is not None
    child.stdin.write(b"one\n")
    child.stdin.flush()
    until(lambda: live.output("web") == b"heard one\n")
    live.kill_runner()
    out, err = child.communicate(b"two\n", timeout=20)
    assert (child.returncode, out, err) == (5, b"heard one\nheard two\n", b"")
    live.ok("start", "runner")
    live.waits_for("web", "failed")


def test_without_a_runner_it_is_said_that_the_next_step_waits(live: Live) -> None:
    start(live, "chain", *python(f"{ECHO.replace('5', '0')}"), "+", "true")
    with terminal(live, "attach", "job", "chain") as child:
        child.sendline("one")
        child.expect_exact("heard one\r\n")
        live.kill_runner()
        child.send(CTRL_D)
        child.expect_exact("no runner is up to go on with it; 'everly start runner' starts one")
        assert code_of(child) == 1
    live.ok("start", "runner")
    live.waits_for("chain", "done")


def test_a_job_that_is_deleted_when_it_is_done_is_seen_to_its_end(live: Live) -> None:
    start(live, "passing", "--rm", *python(ECHO))
    found = piped(live, "passing", stdin=b"one\n")
    assert (found.returncode, found.stdout) == (5, b"heard one\n")
    until(lambda: not live.names())


def test_a_job_that_is_deleted_meanwhile(live: Live) -> None:
    start(live, "gone", *python(ECHO))
    child = spawned(live, "gone")
    assert child.stdin is not None
    child.stdin.write(b"one\n")
    child.stdin.flush()
    until(lambda: live.output("gone") == b"heard one\n")
    live.ok("delete", "job", "gone", "-y")
    out, _ = child.communicate(timeout=20)
    assert (child.returncode, out) == (128 + signal.SIGTERM, b"heard one\n")


def test_a_job_that_does_not_read_still_shows_what_it_says(live: Live, tmp_path: Path) -> None:
    gate = tmp_path / "gate"
    script = f"import os, time\nwhile not os.path.exists({str(gate)!r}): time.sleep(0.01)\nprint('said')"
    script = "print('first', flush=True)\n" + script
    start(live, "deaf", *python(script))
    big = tmp_path / "big"
    big.write_bytes(bytes(4 << 20))
    with big.open("rb") as file:
        child = subprocess.Popen(
            [sys.executable, "-m", "everly", "attach", "job", "deaf"],
            env=live.environment(),
            stdin=file,
            stdout=subprocess.PIPE,
        )
    assert child.stdout is not None
    assert child.stdout.readline() == b"first\n"
    gate.touch()
    out, _ = child.communicate(timeout=20)
    assert (child.returncode, out) == (0, b"said\n")


def test_a_standard_input_that_cannot_be_read_is_none(live: Live, tmp_path: Path) -> None:
    start(live, "web", *python(ECHO))
    only_written = os.open(tmp_path / "file", os.O_WRONLY | os.O_CREAT)
    found = subprocess.run(
        [sys.executable, "-m", "everly", "attach", "job", "web"],
        env=live.environment(),
        stdin=only_written,
        capture_output=True,
        timeout=60,
        check=False,
    )
    os.close(only_written)
    assert (found.returncode, found.stderr) == (5, b"")


def test_a_reader_that_goes_away_ends_it(live: Live) -> None:
    start(live, "talks", *python("while True: print('x' * 1000)"))
    shell = f"'{sys.executable}' -m everly attach job talks --no-stdin | head -n 1; echo ${{PIPESTATUS[0]}}"
    found = subprocess.run(
        ["/bin/bash", "-c", shell], env=live.environment(), capture_output=True, timeout=60, check=False
    )
    assert found.stdout.splitlines()[-1] == b"141"
    assert found.stderr == b""


def test_its_input_can_be_left_alone(live: Live) -> None:
    start(live, "web", *python(f"print('first')\n{ECHO}"))
    child = spawned(live, "web", "--no-stdin")
    assert child.stdout is not None
    assert child.stdout.readline() == b"first\n"
    assert child.stdin is not None
    child.stdin.write(b"one\n")
    child.stdin.close()
    assert live.everly("attach", "job", "web", "--no-stdin", "--detach").code == 2
    assert everly.Job("web").write_stdin("two\n", end=True)
    assert child.stdout.read() == b"heard two\n"
    assert child.wait(20) == 5
    for stream in (child.stdout, child.stderr):
        assert stream is not None
        stream.close()


def test_output_that_is_no_longer_kept_is_told_of(live: Live) -> None:
    script = "import sys\nprint('ready')\ninput()\nfor n in range(4000): print(f'{n:09}')\ninput()"
    start(live, "talks", "--log-size", "4K", "--log-files", "2", *python(script))
    child = spawned(live, "talks")
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n"
    os.kill(child.pid, signal.SIGSTOP)
    everly.Job("talks").write_stdin("go\n")
    until(lambda: live.output("talks").endswith(b"000003999\n"))
    os.kill(child.pid, signal.SIGCONT)
    out, err = child.communicate(b"end\n", timeout=20)
    assert out.endswith(b"000003999\n")
    told = int(err.split()[1].replace(b",", b""))
    assert err == f"note: {told:,} bytes of output are no longer kept\n".encode()
    assert told + len(out) == 40_000
