"""Where jobs are kept, and who may reach them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from everly.jobs.places import PlaceError, Places, places, prepare


def test_the_variable_names_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("EVERLY_HOME", str(tmp_path / "jobs"))
    assert places() == Places(tmp_path / "jobs")


def test_without_the_variable_it_is_where_the_platform_keeps_state(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("EVERLY_HOME", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    if os.name == "posix" and os.uname().sysname == "Linux":
        assert places().root == tmp_path / "everly"
    assert places().root.is_absolute()


def test_a_relative_folder_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVERLY_HOME", "jobs")
    with pytest.raises(PlaceError, match="'jobs', which is no absolute path"):
        places()


def test_the_folders_are_made_for_their_user_alone(tmp_path: Path) -> None:
    made = Places(tmp_path / "a" / "b")
    prepare(made)
    prepare(made)
    assert made.root.stat().st_mode & 0o777 == 0o700
    assert made.runs.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_is_open_to_others_is_refused(tmp_path: Path) -> None:
    made = Places(tmp_path / "open")
    made.root.mkdir()
    made.root.chmod(0o755)
    with pytest.raises(PlaceError, match="is open to other users") as error:
        prepare(made)
    assert error.value.help == f"close it: chmod 700 '{made.root}'"


def test_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir(mode=0o700)
    (tmp_path / "link").symlink_to(tmp_path / "there")
    with pytest.raises(PlaceError, match="only a link to one"):
        prepare(Places(tmp_path / "link"))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_another_users_folder_is_refused(tmp_path: Path) -> None:
    made = Places(tmp_path / "theirs")
    made.root.mkdir(mode=0o700)
    os.chown(made.root, 12345, -1)
    with pytest.raises(PlaceError, match="belongs to user 12345, not to 0"):
        prepare(made)


def test_where_no_folder_can_be_made_it_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PlaceError, match="cannot be made"):
        prepare(Places(tmp_path / "file" / "jobs"))


def test_each_attempt_has_a_place_of_its_own(tmp_path: Path) -> None:
    made = Places(tmp_path)
    names = {made.attempt(ledger, *place) for ledger in ("ab", "cd") for place in ((1, 2, 3), (12, 3, 1), (1, 23, 1))}
    assert len(names) == 6
    assert all(name.parent == made.runs for name in names)


@pytest.mark.parametrize("made", ["file", "below a file", "open", "link"])
def test_what_is_there_is_looked_at_whenever_it_is_asked_for(
    made: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    root = tmp_path / "home"
    if made == "open":
        root.mkdir()
        root.chmod(0o750)
    elif made == "link":
        root.symlink_to(tmp_path)
    else:
        root.write_text("")
    monkeypatch.setenv("EVERLY_HOME", str(root / "jobs" if made == "below a file" else root))
    with pytest.raises(PlaceError) as error:
        places()
    assert str(root) in str(error.value)
    assert error.value.help
