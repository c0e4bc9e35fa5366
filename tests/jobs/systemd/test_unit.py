"""The text of a unit: nothing in it is a surprise to systemd, whatever a job is called and wherever its folder is."""

from __future__ import annotations

import json
import os
import pwd
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from everly.jobs.places import Places
from everly.jobs.settings import Restart, Settings
from everly.jobs.systemd import names
from everly.jobs.systemd.names import job_of, unit_name, unit_of
from everly.jobs.systemd.quoting import command_line
from everly.jobs.systemd.unit import is_as_written, unit_text
from tests.jobs.processes.worlds import World
from tests.jobs.runs.shims import log_of, until
from tests.jobs.systemd.managers import Manager, skip
from tests.jobs.systemd.worlds import units

__all__ = ["units"]

NAMES = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,62}", fullmatch=True)
WORDS = st.text(st.characters(blacklist_characters="\0", blacklist_categories=()), max_size=40).map(
    lambda text: text.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
)
ROOTS = WORDS.map(lambda text: f"/{text.replace('/', '')}x")
NASTY = (
    "", " ", "  two ", "$HOME", "${HOME}", "$$", "%h", "%%", "%n%i", '"', "'", "\\", "\\n", "\n", "a\nb", "\t", "#",
    ";", " ; ", "@", "-", ":", "+", "!", "*", "~", "é", "日本", "\x01", "\x7f", "\udcff", "\\x41", "=", "[Service]",
    "x" * 5000,
)  # fmt: skip


RULES = st.builds(
    Settings,
    executor=st.just("systemd"),
    grace=st.floats(0, 1e8),
    timeout=st.none() | st.floats(0.001, 1e8),
    memory_max=st.none() | st.integers(1 << 24, 1 << 50),
    restart=st.sampled_from(Restart),
)


@given(NAMES, ROOTS, st.booleans(), RULES)
@example("a" * 63, "/%h $HOME \"q\" 'r' \\ \n é \udcff", False, Settings(executor="systemd"))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_systemd_has_nothing_to_say_about_a_unit(name: str, root: str, is_default: bool, rules: Settings) -> None:
    """Any word on stderr is a fault: an unknown setting is a mere warning there."""
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        skip("systemd is not installed")
    text = unit_text(name, root, rules)
    assert is_as_written(text)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, unit_name(root, name, is_default=is_default))
        path.write_text(text, encoding="utf-8")
        told = subprocess.run(
            [analyze, "--user", "verify", "--man=no", str(path)],
            env={"PATH": os.environ["PATH"], "HOME": folder, "XDG_RUNTIME_DIR": folder},
            capture_output=True,
            text=True,
            check=False,
        )
    assert (told.returncode, told.stderr) == (0, "")


@given(st.lists(WORDS, max_size=30))
@example(list(NASTY))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_command_line_reaches_its_program_as_it_is(manager: Manager, words: list[str]) -> None:
    """Through the real manager: what a program gets is what was quoted."""
    program = "import json, sys; json.dump(sys.argv[2:], open(sys.argv[1] + '.new', 'w'))"
    program += "; import os; os.rename(sys.argv[1] + '.new', sys.argv[1])"
    told, unit = manager.folder / "told", "everly-words.service"
    path = manager.config / "systemd" / "user" / unit
    command = command_line([sys.executable, "-I", "-S", "-c", program, str(told), *words])
    path.write_text(f"[Service]\nType=oneshot\nExecStart={command}\n", encoding="utf-8")
    try:
        manager.systemctl("daemon-reload", check=True)
        manager.systemctl("start", unit, check=True)
        assert json.loads(told.read_text()) == words
    finally:
        path.unlink()
        told.unlink(missing_ok=True)


def test_a_job_s_command_folder_and_environment_are_exact(units: World) -> None:
    folder = units.folder / '%h $HOME "q" \\ \n é'
    folder.mkdir()
    words = [*NASTY, *(chr(number) for number in range(1, 0x180))]
    show = 'pwd -P; printf "%s\\0" "$VALUE" "$@"'
    units.folder = folder
    value = "\n".join(word for word in NASTY if len(word) < 100)
    options = [["executor", "systemd"], ["umask", 0o022]]
    env = [["PATH", os.environ["PATH"]], ["VALUE", value]]
    steps = [["/bin/sh", "-c", show, "x", *words]]
    units.ask("create", name="job", steps=steps, cwd=str(folder), env=env, options=options)
    (run,) = units.ended("job")
    place, log = os.fsencode(folder) + b"\n", log_of(units.directory(run))
    assert log.startswith(place)
    assert log.removeprefix(place).split(b"\0")[:-1] == [os.fsencode(word) for word in [value, *words]]


@given(NAMES, NAMES, ROOTS, ROOTS)
def test_no_two_jobs_have_the_same_unit(one: str, other: str, root: str, another: str) -> None:
    made = {
        unit_name(place, name, is_default=default)
        for place, default in ((root, True), (root, False), (another, False))
        for name in (one, other)
    }
    assert len(made) == len({one, other}) * (1 + len({root, another}))
    assert {job_of(unit) for unit in made} == {one, other}
    assert all(len(unit) < 256 for unit in made)
    assert "everly.service" not in made


def test_the_usual_folder_leaves_no_mark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    usual = Path(pwd.getpwuid(os.geteuid()).pw_dir, ".local", "state", "everly")
    assert unit_of(Places(usual), "web") == "everly-web.service"
    assert unit_of(Places(tmp_path), "web").startswith("everly-web-X")
    assert names.job_of("everly.service") is None


def test_a_change_by_hand_is_seen() -> None:
    text = unit_text("web", "/x", Settings(executor="systemd"))
    assert is_as_written(text)
    for changed in (text.replace("mixed", "none"), text + "\n", text[:-1] + "0\n", "", "\n", text.replace("\n", "")):
        assert not is_as_written(changed)


def test_a_unit_keeps_what_python_compiles_for_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "everly" / "jobs" / "systemd"
    package.mkdir(parents=True)
    (package / "entry.py").write_text("def main():\n    return 0\n")
    monkeypatch.setattr("everly.jobs.runs.spawning._ROOT", str(tmp_path))
    (command,) = [
        line.partition("=")[2]
        for line in unit_text("web", "/x", Settings()).splitlines()
        if line.startswith("ExecStart=")
    ]
    subprocess.run(shlex.split(command.removeprefix(":")), check=True)
    assert list(package.glob("__pycache__/entry.*.pyc"))


def test_what_waits_for_a_unit_is_the_user_s_alone_and_taken_once(units: World) -> None:
    units.make("job", ("/bin/true",))
    units.ended("job")
    until(lambda: len(list(units.places.units.iterdir())) == 1, "a launch is left")
    assert units.places.units.stat().st_mode & 0o777 == 0o700
