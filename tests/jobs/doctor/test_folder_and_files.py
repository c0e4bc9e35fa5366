"""The folder and what is in it: whose it is, and who else can reach it."""

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from everly.jobs.doctor.checks import OUTSIDE
from everly.jobs.doctor.examining import examine
from everly.jobs.doctor.files import check_files
from everly.jobs.doctor.folder import check_folder
from everly.jobs.doctor.outcome import Outcome, Severity, unchecked
from everly.jobs.doctor.scene import looked_at
from everly.jobs.places import Places
from tests.jobs.doctor.scenes import finding, outcome, scene_of
from tests.jobs.homes import NOW, Home, home

__all__ = ["home"]


def cured(cure: str) -> None:
    """Do what a cure says, to the letter."""
    subprocess.run(["/bin/sh", "-c", cure], check=True)


def folder_at(root: Path) -> Outcome:
    with looked_at(Places(root), NOW) as scene:
        return check_folder(scene)


def test_a_folder_that_is_closed_is_fine(home: Home) -> None:
    found = outcome(check_folder, home)
    assert (found.findings, found.summary) == ((), f"'{home.places.root}', closed to others")


def test_a_folder_that_is_not_there_yet_is_fine(tmp_path: Path) -> None:
    found = folder_at(tmp_path / "none")
    assert not found.findings
    assert "not there yet" in found.summary
    assert not (tmp_path / "none").exists()


def test_a_folder_that_is_open_is_closed_by_the_cure(home: Home) -> None:
    home.places.root.chmod(0o755)
    found = finding(check_folder, home)
    assert (found.severity, found.where) == (Severity.ERROR, str(home.places.root))
    cured(found.cure.removeprefix("close it: "))
    assert not outcome(check_folder, home).findings


def test_a_folder_that_its_user_cannot_write_is_found(home: Home) -> None:
    home.places.root.chmod(0o500)
    found = finding(check_folder, home)
    assert "not read, write and enter" in found.what
    cured(found.cure)
    assert not outcome(check_folder, home).findings


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder_is_found(tmp_path: Path, kind: str) -> None:
    place = tmp_path / "home"
    if kind == "file":
        place.write_text("")
    else:
        place.symlink_to(tmp_path)
    (found,) = folder_at(place).findings
    assert "is no folder, or only a link to one" in found.what


def test_a_folder_of_somebody_else_is_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everly.jobs.places.os.geteuid", lambda: 12345)
    (found,) = [each for each in outcome(check_folder, home).findings if "belongs" in each.what]
    assert "not to 12345" in found.what


def test_a_folder_above_in_which_anybody_can_write_is_found_unless_it_is_as_tmp_is(tmp_path: Path) -> None:
    above = tmp_path / "with blank"
    above.mkdir()
    (above / "home").mkdir(mode=0o700)
    above.chmod(0o777)
    (found,) = folder_at(above / "home").findings
    assert (found.severity, found.where) == (Severity.WARNING, str(above))
    above.chmod(0o1777)
    assert not folder_at(above / "home").findings
    above.chmod(0o777)
    cured(found.cure)
    assert not folder_at(above / "home").findings


def test_files_as_a_runner_leaves_them_are_fine(home: Home) -> None:
    home.job("web")
    home.write(home.run("web"), b"line\n")
    found = outcome(check_files, home)
    assert (found.findings, found.summary) == ((), "yours alone")


@pytest.mark.parametrize(
    "name", ["ledger.db", "ledger.db-wal", "runner.log", "runner.log.2", "runner.lock", "runs", "units"]
)
def test_a_file_that_others_can_read_is_closed_by_the_cure(home: Home, name: str) -> None:
    home.places.units.mkdir(mode=0o700)
    path = home.places.root / name
    if not path.exists():
        path.write_text("")
        path.chmod(0o600)
    assert not outcome(check_files, home).findings
    path.chmod(path.stat().st_mode | 0o044)
    found = finding(check_files, home)
    assert (found.what, found.where) == (f"'{name}' is open to other users", str(path))
    cured(found.cure)
    assert not outcome(check_files, home).findings


def test_what_stands_in_the_place_of_another_kind_of_file_is_found(home: Home) -> None:
    home.places.socket.write_text("")
    home.places.lock.mkdir()
    whats = [each.what for each in outcome(check_files, home).findings]
    assert whats == ["'runner.sock' is no socket", "'runner.lock' is no file"]


def test_a_socket_that_others_can_reach_is_found(home: Home) -> None:
    with socket.socket(socket.AF_UNIX) as listening:
        before = Path.cwd()
        os.chdir(home.places.root)
        try:
            listening.bind("runner.sock")
        finally:
            os.chdir(before)
        home.places.socket.chmod(0o666)
        assert "open to other users" in finding(check_files, home).what


def test_many_directories_of_runs_that_are_open_are_told_in_few_words(home: Home) -> None:
    home.job("web")
    for _ in range(5):
        home.directory(home.run("web")).chmod(0o755)
    found = outcome(check_files, home).findings
    assert len(found) == 4
    assert found[-1].what == "2 more directories of runs are so too"
    cured(found[-1].cure)
    assert not outcome(check_files, home).findings


def test_files_of_somebody_else_are_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("everly.jobs.doctor.files.os.geteuid", lambda: 12345)
    found = outcome(check_files, home).findings
    assert "'ledger.db' belongs to user" in " ".join(each.what for each in found)


def test_a_folder_without_anything_in_it_is_fine(home: Home) -> None:
    shutil.rmtree(home.places.runs)
    for path in home.places.root.iterdir():
        path.unlink()
    found = outcome(check_files, home)
    assert (found.findings, found.summary) == ((), "none yet")


def test_a_folder_of_somebody_else_is_one_finding(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    home.job("web")
    with scene_of(home) as scene:
        monkeypatch.setattr("os.geteuid", lambda: 12345)
        found = [(each.check, each.outcome) for each in examine(scene) if each.check not in OUTSIDE - {"folder"}]
    assert [name for name, each in found if each.findings] == ["folder"]
    assert {each for name, each in found if name != "folder"} == {unchecked("the folder is not yours")}
