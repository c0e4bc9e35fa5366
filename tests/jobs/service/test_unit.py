"""The unit of the runner as text: what systemd reads in it, whatever is in the names."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from everly.jobs.places import Places
from everly.jobs.service.identity import Scope, Service
from everly.jobs.service.unit import unit_text
from tests.jobs.live import until
from tests.jobs.systemd.managers import Manager

REPORT = "import json, os, sys; open(sys.argv[1], 'w').write(json.dumps([sys.argv[2:], os.environ.get('EVERLY_HOME')]))"
SIGNS = "\"'\\$%{}; \tn#:@!+-=~*?[]()<>|&`,é時\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}\x07\x1b\N{GRINNING FACE}"
WORDS = st.text(st.one_of(st.sampled_from(SIGNS), st.characters(codec="utf-8", exclude_characters="\0")), max_size=12)


def service(root: str, scope: Scope = Scope.USER, user: str = "alice") -> Service:
    return Service(scope, Places(Path(root)), user, Path("/home/alice"))


def lines(text: str) -> dict[str, str]:
    """The settings of a unit by name."""
    return dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))


def test_the_usual_folder_has_the_plain_name_and_needs_no_telling() -> None:
    usual = service("/home/alice/.local/state/everly")
    assert (usual.unit, usual.file) == ("everly.service", usual.places.root / "everly.service")
    found = lines(unit_text(usual, ["/bin/python", "-c", "x"]))
    assert found["ExecStart"] == ':"/bin/python" "-c" "x"'
    assert found["Environment"] == '"EVERLY_SERVICE=user"'
    assert found["Description"] == "everly, the runner of the jobs"
    assert (found["WantedBy"], "User" in found) == ("default.target", False)


def test_another_folder_has_a_name_of_its_own_and_is_told() -> None:
    one, other = service("/srv/jobs"), service("/srv/others")
    assert len({one.unit, other.unit, "everly.service"}) == 3
    assert one.unit == service("/srv/jobs").unit
    found = lines(unit_text(one, ["/bin/python"]))
    assert found["Environment"] == '"EVERLY_SERVICE=user" "EVERLY_HOME=/srv/jobs"'
    assert found["Description"] == "everly, the runner of the jobs in /srv/jobs"


def test_one_of_the_machine_has_a_user_and_waits_for_its_folder() -> None:
    found = service("/home/alice/.local/state/everly", Scope.SYSTEM)
    assert (found.unit, found.file) == ("everly-alice.service", Path("/etc/systemd/system/everly-alice.service"))
    told = lines(unit_text(found, ["/bin/python"]))
    assert (told["User"], told["WantedBy"]) == ("alice", "multi-user.target")
    assert told["RequiresMountsFor"] == '"/home/alice/.local/state/everly"'
    assert told["Environment"] == '"EVERLY_SERVICE=system"'


def test_no_end_of_a_runner_touches_a_job_and_each_but_a_refusal_is_followed_by_another() -> None:
    told = lines(unit_text(service("/srv"), ["/bin/python"]))
    assert (told["KillMode"], told["OOMPolicy"], told["Delegate"]) == ("process", "continue", "yes")
    assert (told["Restart"], told["StartLimitIntervalSec"]) == ("on-failure", "0")
    assert told["RestartPreventExitStatus"] == "65 78"
    assert (told["Type"], told["WatchdogSec"], told["TasksMax"]) == ("notify", "60", "infinity")


@pytest.fixture(scope="module")
def analyze(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which units are looked at without a manager."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze")
    return tmp_path_factory.mktemp("units")


def verified(folder: Path, text: str, scope: Scope) -> str:
    """What `systemd-analyze verify` has to say against a unit; it ends with 0 for much that it does not understand."""
    path = folder / "everly.service"
    path.write_text(text, encoding="utf-8", errors="surrogateescape")
    done = subprocess.run(
        [shutil.which("systemd-analyze") or "", f"--{scope}", "--man=no", "verify", str(path)],
        env={**os.environ, "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stderr if done.returncode == 0 else f"{done.returncode}: {done.stderr}"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, max_size=3), home=WORDS, scope=st.sampled_from(list(Scope)))
def test_systemd_has_nothing_against_a_unit(analyze: Path, words: list[str], home: str, scope: Scope) -> None:
    text = unit_text(service(f"/srv/{home}x", scope, "root"), ["/bin/sh", *words])
    assert verified(analyze, text, scope) == ""


def test_what_systemd_does_not_understand_is_seen(analyze: Path) -> None:
    text = unit_text(service("/srv"), ["/bin/sh"])
    assert verified(analyze, text, Scope.USER) == ""
    assert "Unknown key" in verified(analyze, text.replace("KillMode=", "KilMode="), Scope.USER)
    assert verified(analyze, text.replace("/bin/sh", "/no/such"), Scope.USER)


@pytest.mark.parametrize("name", ["$HOME %h ; ${é} 時", "odd \"q\" \\ 'x'"])
def test_a_program_may_be_called_whatever(manager: Manager, name: str) -> None:
    """What a unit begins finds each word and the folder as they are."""
    odd = [
        "a b",
        "",
        "$HOME",
        "${HOME}",
        "$$",
        "%h",
        "%%",
        'a"b',
        "a'b",
        "a\\b",
        "\\n",
        "é時",
        "\x1b[1m",
        "x\ty",
        ";",
        "\\x41",
    ]
    folder = manager.folder / name
    folder.mkdir()
    program = folder / "python"
    program.symlink_to(sys.executable)
    root = folder / "home"
    text = unit_text(service(str(root)), [str(program), "-I", "-S", "-c", REPORT, str(folder / "report"), *odd])
    unit = manager.folder / "everly-odd.service"
    unit.write_text(text.replace("Type=notify", "Type=oneshot").replace("Restart=on-failure\n", ""))
    try:
        manager.systemctl("link", str(unit), check=True)
        manager.systemctl("start", unit.name)
        found, home = json.loads(until(lambda: (folder / "report").exists() and (folder / "report").read_text()))
        assert (found, home) == (odd, str(root))
    finally:
        manager.systemctl("disable", unit.name)
        manager.systemctl("reset-failed", unit.name)
        unit.unlink()
        manager.systemctl("daemon-reload")
