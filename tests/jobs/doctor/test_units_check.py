"""The units of jobs that systemd runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from everly.jobs.doctor.outcome import Severity, unchecked
from everly.jobs.doctor.units_check import check_units
from everly.jobs.ledger.errors import LedgerError
from everly.jobs.settings import Settings
from everly.jobs.systemd.names import unit_of
from everly.jobs.systemd.unit import unit_text
from tests.jobs.doctor.scenes import finding, outcome
from tests.jobs.homes import Home, home

__all__ = ["home"]


@pytest.fixture
def unit(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The unit of the job 'web', as it is to be."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    links = tmp_path / "config" / "systemd" / "user"
    links.mkdir(parents=True)
    home.job("web", executor="systemd")
    home.job("other")
    home.places.units.mkdir(mode=0o700)
    path = home.places.units / unit_of(home.places, "web")
    path.write_text(unit_text("web", str(home.places.root), Settings(executor="systemd")))
    (links / path.name).symlink_to(path)
    return path


def test_units_that_are_as_they_are_to_be_are_fine(home: Home, unit: Path) -> None:
    assert unit.exists()
    found = outcome(check_units, home)
    assert (found.summary, found.findings) == ("jobs of systemd: 1", ())


def test_without_such_jobs_or_a_ledger_there_is_nothing_to_say(home: Home) -> None:
    assert outcome(check_units, home).findings == ()
    assert outcome(check_units, home, reader=None).summary == "jobs of systemd: 0"
    told = outcome(check_units, home, reader=None, unreadable=LedgerError("it is damaged"))
    assert told == unchecked("whose they are cannot be told without the ledger")


def test_a_unit_that_was_changed_by_hand(home: Home, unit: Path) -> None:
    unit.write_text(unit.read_text().replace("mixed", "none"))
    found = finding(check_units, home)
    assert found.what == "the unit of 'web' was changed by hand, which the next run takes back"
    assert found.cure.endswith(f"systemctl --user edit {unit.name}")
    assert found.where == str(unit)


def test_a_unit_that_was_taken_away(home: Home, unit: Path) -> None:
    unit.unlink()
    assert finding(check_units, home).what == "the unit of 'web' cannot be read: No such file or directory"


def test_a_unit_that_systemd_does_not_know_or_is_not_to_start(home: Home, unit: Path, tmp_path: Path) -> None:
    link = tmp_path / "config" / "systemd" / "user" / unit.name
    link.unlink()
    found = finding(check_units, home)
    assert (found.what, found.where) == ("systemd has no link to the unit of 'web'", str(link))
    link.symlink_to("/dev/null")
    found = finding(check_units, home)
    assert (found.severity, found.cure) == (Severity.ERROR, f"systemctl --user unmask {unit.name}")


def test_a_unit_of_a_job_that_is_none_any_more(home: Home, unit: Path) -> None:
    left = unit.with_name(unit_of(home.places, "gone"))
    left.write_text(unit.read_text())
    found = finding(check_units, home)
    assert found.what == "there is a unit for 'gone', which systemd does not run any more"
    assert found.where == str(left)


@pytest.mark.parametrize("has_ledger", [True, False])
def test_links_to_units_of_a_folder_that_was_taken_away(
    home: Home, unit: Path, tmp_path: Path, *, has_ledger: bool
) -> None:
    folder = tmp_path / "config" / "systemd" / "user"
    for name in ("everly-a.service", "everly-b-X01234567.service", "other.service"):
        (folder / name).symlink_to(tmp_path / "gone" / "units" / name)
    (folder / "everly-masked.service").symlink_to("/dev/null")
    assert unit.exists()
    if not has_ledger:
        unit.unlink()
        (folder / unit.name).unlink()
    found = finding(check_units, home, **({} if has_ledger else {"reader": None}))
    names = "everly-a.service everly-b-X01234567.service"
    assert found.what.endswith(f"with the folder of their jobs: {names.replace(' ', ', ')}")
    assert found.cure == f"systemctl --user disable {names}"
    assert found.where == str(folder)


def test_a_unit_of_a_folder_that_was_moved(home: Home, unit: Path) -> None:
    """The name of a unit has the mark of its folder, so no runner takes it for its own."""
    left = unit.with_name("everly-web-X01234567.service")
    left.write_text(unit.read_text())
    found = finding(check_units, home)
    assert "'everly-web-X01234567.service' is of another folder" in found.what
    assert (found.cure, found.where) == (f"rm {left}", str(left))
