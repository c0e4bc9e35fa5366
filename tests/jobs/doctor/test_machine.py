"""The disk, the clock, the zones and the limits of the machine."""

import fcntl
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.doctor import clock, limits, zones
from everly.jobs.doctor.clock import check_clock, is_synchronised
from everly.jobs.doctor.disk import check_disk, kind_of, too_full
from everly.jobs.doctor.limits import check_limits, limits_in
from everly.jobs.doctor.outcome import Severity, unchecked, worst
from everly.jobs.doctor.zones import check_zones, version_of
from tests.jobs.disks import small_disk
from tests.jobs.doctor.scenes import finding, outcome
from tests.jobs.homes import NOW, Home, home

__all__ = ["home"]

DAY = 86_400_000
LIMITS = """\
Limit                     Soft Limit           Hard Limit           Units
Max cpu time              unlimited            unlimited            seconds
Max processes             50                   100                  processes
Max open files            64                   {files}                  files
"""


def fill(place: Path, leaving: int) -> None:
    """Take what room a small disk has, but for some bytes."""
    found = os.statvfs(place)
    with (place / "filler").open("wb") as file:
        file.write(b"\0" * max(0, found.f_bavail * found.f_frsize - leaving))


def test_a_disk_with_room_is_fine(home: Home) -> None:
    found = os.statvfs(home.places.root)
    if too_full(found.f_bavail * found.f_frsize, found.f_blocks * found.f_frsize):
        pytest.skip("the disk of this machine is full")
    assert not outcome(check_disk, home).findings


def test_a_disk_without_room_is_found_and_the_job_named_whose_output_takes_it(tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    with small_disk(place, "8m"):
        home = Home(place / "home")
        try:
            home.job("chatty")
            home.job("quiet")
            home.write(home.run("chatty"), b"x" * (3 << 20), limit=1 << 22)
            home.write(home.run("quiet"), b"x")
            assert not outcome(check_disk, home).findings
            fill(place, 500_000)
            found = finding(check_disk, home)
            assert found.severity is Severity.WARNING
            assert "'chatty' (3." in found.cure
            assert "quiet" not in found.cure
            assert found.cure.endswith("everly edit job chatty --keep-logs 5")
            (place / "filler").unlink()
            fill(place, 4096)
            found = finding(check_disk, home)
            assert found.severity is Severity.ERROR
            assert found.cure.endswith("everly delete job chatty")  # an edit may find no room in the ledger
            (run,) = home.places.runs.glob("*-1.1.1")
            (run / "lock").touch()
            with (run / "lock").open("rb") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                assert "chatty" not in finding(check_disk, home).cure, "nothing of it can be taken away while it runs"
        finally:
            home.ledger.close()


def test_a_disk_that_takes_no_more_files_is_found(tmp_path: Path) -> None:
    place = tmp_path / "small"
    place.mkdir()
    with small_disk(place, "8m,nr_inodes=60"):
        home = Home(place / "home")
        try:
            found = finding(check_disk, home)
        finally:
            home.ledger.close()
    assert found.severity is Severity.ERROR
    assert found.what.endswith("more files can be made on the disk")
    assert "du -xh" in found.cure


@given(size=st.integers(1, 1 << 50), free=st.integers(0, 1 << 50), more=st.integers(0, 1 << 40))
def test_more_room_is_never_worse_and_an_empty_disk_is_always_fine(size: int, free: int, more: int) -> None:
    order = [Severity.ERROR, Severity.WARNING, None]
    assert order.index(too_full(min(free + more, size), size)) >= order.index(too_full(min(free, size), size))
    assert too_full(size, size) is None
    assert size < 20 or too_full(0, size) is Severity.ERROR


MOUNTS = """\
1 0 0:1 / / rw - ext4 /dev/sda1 rw
2 1 0:2 / /home rw shared:1 - nfs4 server:/home rw
3 2 0:3 / /home/with\\040blank rw - tmpfs tmpfs rw
4 1 0:4 / /home/with\\040blankets rw - fuse.sshfs x rw
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/homer/x", "ext4"),
        ("/home", "nfs4"),
        ("/home/me", "nfs4"),
        ("/home/with blank/x", "tmpfs"),
        ("/home/with blankets", "fuse.sshfs"),
    ],
)
def test_the_kind_of_a_disk_is_that_of_the_nearest_mount_above(folder: str, kind: str) -> None:
    assert kind_of(folder, MOUNTS) == kind


def test_a_disk_of_another_machine_is_found(home: Home, tmp_path: Path) -> None:
    (tmp_path / "self").mkdir()
    (tmp_path / "self/mountinfo").write_text("1 0 0:1 / / rw - nfs4 server:/ rw")
    found = finding(check_disk, home, proc=tmp_path)
    assert found.severity is Severity.WARNING
    assert "(nfs4)" in found.what


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is kept right."""
    monkeypatch.setattr(clock, "is_synchronised", lambda: True)


@pytest.mark.usefixtures("kept")
def test_a_clock_that_goes_forward_is_fine(home: Home) -> None:
    home.job("web", text="daily", next_fire=NOW // 1000 + 5)
    home.run("web")
    assert not outcome(check_clock, home).findings


@pytest.mark.usefixtures("kept")
@pytest.mark.parametrize(("back", "cure"), [(10_000, "nothing fires twice"), (2 * DAY, "sets the schedules anew")])
def test_a_clock_that_was_set_back_since_the_ledger_was_written_is_found(home: Home, back: int, cure: str) -> None:
    home.job("web")
    home.run("web")
    home.now -= back
    found = finding(check_clock, home)
    assert found.severity is Severity.WARNING
    assert "the clock was set back by " in found.what
    assert cure in found.cure


def test_a_clock_that_nothing_keeps_counts_only_where_there_are_fire_times(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "is_synchronised", lambda: False)
    home.job("web")
    assert finding(check_clock, home).severity is Severity.NOTE
    home.job("nightly", text="daily", next_fire=NOW // 1000 + 5)
    assert finding(check_clock, home).severity is Severity.WARNING
    monkeypatch.setattr(clock, "is_synchronised", lambda: None)
    assert not outcome(check_clock, home).findings


def test_whether_the_clock_is_kept_is_known_without_a_bus() -> None:
    assert is_synchronised() in {True, False, None}


def test_a_zone_database_of_this_year_or_the_last_is_fine(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for version in ("2027a", "2026c"):  # it is January 2027
        monkeypatch.setattr(zones, "version_of", lambda _, version=version: version)
        assert outcome(check_zones, home).summary == f"of version {version}"


def test_a_zone_database_that_is_years_old_is_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "version_of", lambda _: "2025b")
    found = finding(check_zones, home)
    assert (found.severity, "of 2025b" in found.what) == (Severity.WARNING, True)


def test_that_there_is_no_zone_database_is_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zones, "version_of", lambda _: None)
    monkeypatch.setattr(zones, "_of_package", lambda: None)
    assert not outcome(check_zones, home).findings
    monkeypatch.setattr("everly.jobs.doctor.zones.zoneinfo.available_timezones", set)
    assert finding(check_zones, home).severity is Severity.ERROR


def test_the_version_is_read_where_the_database_tells_it(tmp_path: Path) -> None:
    assert version_of([tmp_path]) is None
    (tmp_path / "+VERSION").write_text("2019a\n")
    assert version_of([tmp_path / "none", tmp_path]) == "2019a"
    (tmp_path / "tzdata.zi").write_text("# version 2024b-rearguard\n# a rule of 1999\n")
    assert version_of([tmp_path]) == "2024b"


def limits_of(home: Home, folder: Path, files: int) -> tuple[str, ...]:
    (folder / "self").mkdir(exist_ok=True)
    (folder / "self/limits").write_text(LIMITS.format(files=files))
    return tuple(each.what for each in outcome(check_limits, home, proc=folder).findings)


def test_too_few_files_or_processes_for_the_jobs_are_found(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_group", lambda _: 1 << 62)
    monkeypatch.setattr(limits, "_is_bound", lambda: True)
    home.job("job-0")
    assert limits_of(home, tmp_path, 50)[0] == "50 files are too few for a job, which takes 66 or more"
    for number in range(1, 50):
        home.job(f"job-{number}")
    few, processes = limits_of(home, tmp_path, 128)
    assert few.startswith("128 files are too few for 50 jobs at once")
    assert processes.startswith("100 processes are too few for 50 jobs at once")
    assert limits_of(home, tmp_path, 164) == (processes,)
    monkeypatch.setattr(limits, "_is_bound", lambda: False)  # root may have as many as there are
    assert limits_of(home, tmp_path, 164) == ()
    monkeypatch.setattr(limits, "_group", lambda _: 107)  # of the control group, which binds root too
    assert limits_of(home, tmp_path, 164)[0].startswith("107 processes are too few")


def test_limits_that_the_system_does_not_tell_are_not_called_enough(home: Home, tmp_path: Path) -> None:
    assert outcome(check_limits, home, proc=tmp_path) == unchecked("the system does not tell of them")


@pytest.mark.parametrize(("is_kept", "told"), [(True, ", kept by another"), (None, "does not tell whether it is kept")])
def test_a_clock_says_whether_it_is_known_to_be_kept_right(
    home: Home, monkeypatch: pytest.MonkeyPatch, is_kept: bool | None, told: str
) -> None:
    monkeypatch.setattr(clock, "is_synchronised", lambda: is_kept)
    assert told in outcome(check_clock, home).summary


def test_limits_are_read_as_the_system_writes_them() -> None:
    found = limits_in(Path("/proc/self/limits").read_text() if Path("/proc/self/limits").exists() else LIMITS)
    assert {"Max open files", "Max processes"} <= found.keys()
    assert limits_in(LIMITS.format(files=7)) == {"Max cpu time": 1 << 62, "Max processes": 100, "Max open files": 7}
    assert limits_in("") == {}


def test_the_worst_of_some_findings_is_an_error_before_a_warning_before_a_note(home: Home) -> None:
    assert worst(()) is None
    assert list(Severity) == [Severity.ERROR, Severity.WARNING, Severity.NOTE]
    assert worst(outcome(check_zones, home).findings) in {None, Severity.WARNING}
