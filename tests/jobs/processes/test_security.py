"""Who can reach the files of jobs, what their commands get, and where secrets are not."""

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from everly.jobs.places import PlaceError, Places, prepare
from everly.jobs.presence import runner_of
from tests.jobs.processes.worlds import World, script, world
from tests.jobs.runs.shims import as_stranger, until

__all__ = ["world"]

SECRET = "hunter2-and-more"  # noqa: S105 - it is none
PLACE = {"EVERLY_FAILPOINTS", "EVERLY_HOME", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "TZ", "XDG_STATE_HOME"}


def modes(root: Path) -> dict[str, int]:
    """The mode of each thing below a folder, and of itself."""
    found = [root, *root.rglob("*")]
    return {str(path.relative_to(root)): stat.S_IMODE(path.lstat().st_mode) for path in found}


def test_folders_are_0700_and_all_else_0600(world: World) -> None:
    world.make("job", script("echo out; sleep 60"))
    world.begun("job")
    for path, mode in modes(world.places.root).items():
        whole = world.places.root / path
        wanted = {0o700} if whole.is_dir() else {0o600, 0o700} if whole.is_socket() else {0o600}
        assert mode in wanted, (path, oct(mode))


def test_nothing_is_ever_made_with_other_modes(world: World) -> None:
    """From the first instant: whatever mode a creation asks for, no bit of others can come of it.

    A runner and a shim have the umask 077 before they make anything, be their starter's what it may, and a command has
    one of its own.
    """
    before = os.umask(0)
    try:
        pid = world.come_up()
        world.make("job", ("sh", "-c", "umask > umask; sleep 60"))
    finally:
        os.umask(before)
    _, started = world.begun("job")
    for each in (pid, started["shim"]["pid"]):
        assert "Umask:\t0077" in Path(f"/proc/{each}/status").read_text()
    assert until(lambda: (world.folder / "umask").exists() and (world.folder / "umask").read_text()) == "0022\n"
    assert {mode & 0o077 for mode in modes(world.places.root).values()} == {0}


def _link(root: Path, elsewhere: Path) -> None:
    root.symlink_to(elsewhere)


def _file(root: Path, _elsewhere: Path) -> None:
    root.touch()


def _open(root: Path, _elsewhere: Path) -> None:
    root.mkdir()
    root.chmod(0o750)


def _foreign(root: Path, _elsewhere: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can make a folder of another user")
    root.mkdir(mode=0o700)
    os.chown(root, 12345, 12345)


@pytest.mark.parametrize("inner", [False, True])
@pytest.mark.parametrize("plant", [_link, _file, _open, _foreign])
def test_a_planted_folder_is_refused(tmp_path: Path, plant: Callable[[Path, Path], None], inner: bool) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    root = tmp_path / "home"
    if inner:
        root.mkdir(mode=0o700)
    plant(root / "runs" if inner else root, elsewhere)
    with pytest.raises(PlaceError) as refused:
        prepare(Places(root))
    assert refused.value.help
    assert not list(elsewhere.iterdir())


def test_the_folder_of_a_user_of_its_own_is_all_that_another_one_sees(world: World) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can act as another user")
    world.make("job", script("echo out; sleep 60"))
    run, _ = world.begun("job")
    for folder in (world.folder, *world.folder.parents):  # all the way down is open, but for the folder itself
        if folder.is_relative_to("/tmp") and folder != Path("/tmp"):  # noqa: S108
            folder.chmod(folder.stat().st_mode | 0o055)
    for name in (world.places.ledger, world.places.socket, world.places.log, world.directory(run).file("log.0")):
        assert as_stranger(lambda name=name: os.close(os.open(name, os.O_RDONLY))) == 13  # type: ignore[misc]
    assert as_stranger(lambda: os.close(os.open(world.places.root, os.O_RDONLY))) == 13


def test_nothing_listens_on_a_network(world: World) -> None:
    world.make("job", ("sleep", "60"))
    _, started = world.begun("job")
    for pid in (world.runner, world.spawner(), started["shim"]["pid"]):
        found = [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]
        sockets = {text.removeprefix("socket:[").removesuffix("]") for text in found if text.startswith("socket:")}
        for kind in ("tcp", "tcp6", "udp", "udp6", "raw", "raw6"):
            rows = Path(f"/proc/{pid}/net/{kind}").read_text().splitlines()[1:]
            assert not sockets & {row.split()[9] for row in rows}, kind


@pytest.mark.parametrize("word", ["$(touch planted)", "; touch planted", "`touch planted`", "| touch planted", "*"])
def test_no_shell_reads_a_command(world: World, word: str) -> None:
    world.make("job", ("/usr/bin/env", "printf", "%s", word))
    (run,) = world.ended("job")
    assert not (world.folder / "planted").exists()
    assert Path(world.directory(run).file("log.0")).read_bytes() == word.encode()


def test_the_environment_of_a_job_is_what_was_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
    world.make("job", ("sh", "-c", "tr '\\0' '\\n' < /proc/self/environ > environment"))
    world.ended("job")
    names = {line.partition("=")[0] for line in (world.folder / "environment").read_text().splitlines()}
    assert names == {"PATH", "EVERLY_JOB", "EVERLY_RUN", "EVERLY_RUN_NUMBER", "EVERLY_ATTEMPT"}
    for pid in (world.runner, world.spawner()):
        own = Path(f"/proc/{pid}/environ").read_bytes()
        assert SECRET.encode() not in own
        assert {each.partition(b"=")[0].decode() for each in own.split(b"\0") if each} <= PLACE


def test_secrets_of_a_file_reach_the_command_and_no_file_of_ours(world: World) -> None:
    secrets = world.folder / "secrets"
    secrets.write_text(f"TOKEN={SECRET}\n")
    world.make(
        "job",
        ("sh", "-c", 'test -n "$TOKEN" && grep -q "TOKEN=$TOKEN" secrets && exec sleep 60'),
        env_files=(str(secrets),),
    )
    world.make("gone", ("true",), env_files=(str(world.folder / "missing"),))
    _, started = world.begun("job")
    until(lambda: b"sleep" in Path(f"/proc/{started['pid']}/cmdline").read_bytes(), "it got no secret")
    needle = SECRET.encode()
    files = [path for path in world.places.root.rglob("*") if path.is_file()]
    assert len(files) > 8
    assert [path for path in files if needle in path.read_bytes()] == [], "it is written down"
    for pid in (world.runner, world.spawner(), started["shim"]["pid"]):
        assert needle not in Path(f"/proc/{pid}/environ").read_bytes()


def test_no_file_of_ours_is_left_open_in_what_we_start(world: World) -> None:
    """But for the run's own: the lock of the runner, its socket and its ledger are the runner's alone."""
    world.make("job", ("sleep", "60"))
    _, started = world.begun("job")
    allowed = {"shim": {str(world.places.log)}, "spawner": {str(world.places.log)}, "command": set[str]()}
    for what, pid in (("spawner", world.spawner()), ("shim", started["shim"]["pid"]), ("command", started["pid"])):
        opened = {str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()}
        ours = {path for path in opened if path.startswith(str(world.places.root))} - allowed[what]
        assert {path for path in ours if not path.startswith(str(world.places.runs))} == set(), what
    opened = {str(each.readlink()) for each in Path(f"/proc/{started['pid']}/fd").iterdir()}
    assert len(opened) == 3
    assert all(path.startswith("pipe:") for path in opened)
    assert runner_of(world.places)


def test_a_socket_stands_nowhere_but_in_the_folder(world: World) -> None:
    """None in the abstract names, which every user of the machine can reach."""
    world.make("job", ("sleep", "60"))
    world.begun("job")
    with socket.socket(socket.AF_UNIX) as probe:
        probe.bind(b"\0everly-probe")
        table = Path("/proc/net/unix").read_text()
    assert "@everly-probe" in table
    assert "@everly" not in table.replace("@everly-probe", "")
