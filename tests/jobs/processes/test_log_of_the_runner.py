"""The log of the runner: rotated, private, and where a crash of the interpreter is said too."""

import os
import stat
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import os, sys
from pathlib import Path
from everly.jobs.runner import logs
os.umask(0o077)
logs._BYTES = 2000
voice = logs.Voice(Path(sys.argv[1]))
for number in range(100):
    logs.log.info("line %d %s", number, "x" * 30)
os.write(2, b"Fatal Python error: as a crash would say it\\n")
voice.refuse("it does not come up", "do this")
voice.leave_starter()
"""


def test_it_is_rotated_and_takes_what_is_said_last(tmp_path: Path) -> None:
    path = tmp_path / "runner.log"
    told = subprocess.run([sys.executable, "-c", SCRIPT, str(path)], capture_output=True, text=True, check=True)
    assert told.stderr == "everly: it does not come up\nhelp: do this\n", "only that is for who started it"
    kept = sorted(each.name for each in tmp_path.iterdir())
    assert kept == ["runner.log", "runner.log.1", "runner.log.2"]
    assert {stat.S_IMODE(each.stat().st_mode) for each in tmp_path.iterdir()} == {0o600}
    newest = path.read_text()
    assert "as a crash would say it" in newest, "it was said to a file that is gone"
    assert "it does not come up; help: do this" in newest
    assert sum(each.stat().st_size for each in tmp_path.iterdir()) < 10_000


def test_nobody_who_listens_is_no_fault(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(tmp_path / "log")], stderr=write, check=False)
    os.close(write)
    assert done.returncode == 0
