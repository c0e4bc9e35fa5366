"""What a new user does on a fresh machine, in a real terminal, from the first job to the last; nothing may surprise."""

import re
import sys
from pathlib import Path

from everly.jobs.presence import runner_of
from everly.jobs.runs.platform import environment, processes
from tests.jobs.live import Live, until
from tests.jobs.terminals import CTRL_C, CTRL_D, Terminal, terminal

PROMPT = "tour$ "
READS = "import sys\nfor line in sys.stdin: print('heard', line, end='')\nprint('bye')"


class Shell:
    """A shell in a terminal, in which somebody types."""

    def __init__(self, child: Terminal) -> None:
        self.child = child
        self.child.expect_exact(PROMPT)

    def type(self, line: str) -> str:
        """Type a line, and give all that comes of it."""
        self.child.sendline(line)
        return self.rest()

    def rest(self) -> str:
        """All that comes up to the next prompt, but for what is told while something takes long."""
        self.child.expect_exact(PROMPT)
        return re.sub(r"(?m)^\S+: waiting .* …\n", "", (self.child.before or "").replace("\r\n", "\n"))


def test_a_new_user_finds_no_surprise(tmp_path: Path) -> None:
    fresh = Live(tmp_path / "home")
    (tmp_path / "reads.py").write_text(READS)
    bash = ("/bin/bash", "--norc", "--noprofile", "--noediting")
    with terminal(fresh, argv=bash, PS1=PROMPT, PROMPT_COMMAND="") as child:
        try:
            _tour(Shell(child), fresh, tmp_path)
        finally:
            fresh.close()
    assert not [pid for pid in processes() if f"EVERLY_HOME={fresh.root}".encode() in environment(pid).split(b"\0")]


def _tour(shell: Shell, fresh: Live, folder: Path) -> None:
    everly = f"'{sys.executable}' -m everly"
    shell.type(f"everly() {{ {everly} \"$@\"; }}; cd '{folder}'")
    assert "there are no jobs; 'everly start job" in shell.type("everly show jobs")
    _make(shell)
    table = shell.type("everly show jobs")
    assert [line.split()[0] for line in table.splitlines()] == ["NAME", "chain", "fails", "reads"]
    assert re.search(r"chain +echo one .* every 10 seconds ", table)  # cut where the path of this Python is long
    assert re.search(r"fails +sh -c 'exit 3' +failed +exit 3, ", table)
    assert re.search(r"reads .* running", table)
    _watch(shell)
    _attach(shell)
    _pause(shell)
    _kill(shell, fresh)
    _look_back(shell)
    _delete(shell, fresh)


def _make(shell: Shell) -> None:
    made = shell.type("everly start job --name chain -s 'every 10 seconds' -- echo one + echo two")
    assert made == "chain: made\n'everly show logs chain' follows it\n"
    made = shell.type(f"everly start job --name reads '{sys.executable}' -u reads.py")
    assert made == "reads: made\n'everly show logs reads' follows it\n"
    made = shell.type("everly start job --name fails sh -c 'exit 3'")
    assert made == "fails: made\n'everly show logs fails' follows it\n"
    until(lambda: "failed" in shell.type("everly show jobs fails"))


def _watch(shell: Shell) -> None:
    shell.child.sendline("everly show logs chain")
    shell.child.expect_exact("one\r\n")
    shell.child.expect_exact("two\r\n")
    shell.child.send(CTRL_C)
    shell.rest()
    assert "running" in shell.type("everly show jobs reads")


def _attach(shell: Shell) -> None:
    shell.child.sendline("everly attach job reads")
    shell.child.expect_exact("attached to 'reads'; Ctrl-C detaches, Ctrl-D ends its input\r\n")
    shell.child.sendline("hello")
    shell.child.expect_exact("heard hello\r\n")
    shell.child.send(CTRL_C)
    assert "detached; 'reads' goes on" in shell.rest()


def _pause(shell: Shell) -> None:
    assert shell.type("everly pause jobs reads chain") == "chain: paused\nreads: paused\n"
    table = shell.type("everly show jobs")
    assert len(re.findall(r" paused\b", table)) == 2, table
    assert shell.type("everly resume jobs reads chain") == "chain: resumed\nreads: resumed\n"


def _kill(shell: Shell, fresh: Live) -> None:
    before = re.search(r"process (\d+)", shell.type("everly show job reads"))
    assert before is not None
    fresh.kill_runner()
    assert "no runner is up" in shell.type("everly show jobs")
    again = shell.type("everly start jobs reads chain fails")
    assert again == "chain: it is started already\nfails: started\nreads: it runs already\n"
    assert runner_of(fresh.places) is not None
    assert f"process {before[1]}" in shell.type("everly show job reads"), "it is the same process as before"
    shell.child.sendline("everly attach job reads -n 0")
    shell.child.expect_exact("attached")
    shell.child.sendline("still there")
    shell.child.expect_exact("heard still there\r\n")
    shell.child.send(CTRL_D)
    shell.child.expect_exact("bye\r\n")
    assert "'reads' ended: exit 0" in shell.rest()


def _look_back(shell: Shell) -> None:
    until(lambda: shell.type("everly show runs fails").count("exit 3") == 2)
    runs = shell.type("everly show runs chain").splitlines()[1:]
    times = [line.split()[3] for line in runs]
    assert len(set(times)) == len(times) >= 1, "no fire time comes twice"
    assert all(re.search(r"exit 0|running|skipped: paused", line) for line in runs), runs
    assert re.search(r"reads +by hand .* exit 0", shell.type("everly show runs reads"))
    steps = shell.type("everly show runs chain -n 1 --attempts")
    assert re.search(r"echo one", steps)
    assert "heard hello" in shell.type("everly show logs reads --no-follow")


def _delete(shell: Shell, fresh: Live) -> None:
    shell.child.sendline("everly delete jobs --all")
    shell.child.expect_exact("delete chain, fails and reads with their history and output? [y/N] ")
    shell.child.sendline("y")
    assert shell.rest().replace("y\n", "") == "chain: deleted\nfails: deleted\nreads: deleted\n"
    assert "there are no jobs" in shell.type("everly show jobs")
    assert not list(fresh.places.runs.glob("[!.]*")), "nothing is left of them"
    assert shell.type("everly stop runner") == "runner: stopped; what runs goes on\n"
