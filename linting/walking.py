"""Which files are looked at: those named, and below folders those that a format claims, as git sees them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

from everly.frozen import frozen
from everly.linting.looking import is_file, is_folder, is_own_file, is_there
from everly.linting.patterns import matches
from everly.linting.sources import source_of

# Where there is no git to say what is not the user's own.
_PASSED_OVER = frozenset({"__pycache__", "node_modules", "site-packages", "venv"})
_HIDDEN_BUT_WANTED = frozenset({".github"})
_GIT = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
_GIT_CHECK = ("git", "check-ignore", "--quiet", "--")


class MissingPathError(Exception):
    """A path on the command line that is not there."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path

    def __str__(self) -> str:
        return f"there is no '{self.path}'"


@frozen
class Found:
    """A file to read. If it `is_named` it is read whatever it is; else a format claims it."""

    path: str
    is_named: bool = False


@frozen
class Unwalked:
    """A folder that cannot be looked into, and why."""

    path: str
    message: str


def walk(paths: Sequence[str], exclude: Iterable[str] = (), root: str = ".") -> Iterator[Found | Unwalked]:
    """Each file to read, once, in the order of the paths and then of the names.

    `exclude` are patterns of paths from `root` on, for files below folders. Links below folders are not followed.

    Raises:
        MissingPathError: A path is not there; nothing was walked then.
    """
    for path in paths:
        if not path or not is_there(path):  # the path of nothing would be the current folder
            raise MissingPathError(path)
    return _walk(paths, tuple(exclude), root)


def _walk(paths: Sequence[str], exclude: tuple[str, ...], root: str) -> Iterator[Found | Unwalked]:
    seen: set[str] = set()
    for path in paths:
        for found in _below(path, exclude, root) if is_folder(path) else (Found(path, is_named=True),):
            key = os.path.realpath(found.path)
            if key not in seen:
                seen.add(key)
                yield found


def _below(folder: str, exclude: tuple[str, ...], root: str) -> Iterator[Found | Unwalked]:
    listed = _listed_by_git(folder)
    unwalked: list[Unwalked] = []
    names = _listed(folder, unwalked) if listed is None else listed
    for name in sorted(set(names)):
        path = str(Path(folder, name))
        # Git lists what was deleted, too, and folders with a history of their own.
        if source_of(path, "") is not None and not _is_excluded(path, exclude, root) and is_own_file(path):
            yield Found(path)
    yield from unwalked


def _is_excluded(path: str, exclude: tuple[str, ...], root: str) -> bool:
    if not exclude:
        return False
    relative = os.path.relpath(path, root)
    return matches(PurePath(relative).as_posix(), exclude)


def _listed_by_git(folder: str) -> list[str] | None:
    """What git tracks below a folder or would; None where it knows nothing of the folder, or was told to ignore it."""
    output = _git(folder, _GIT)
    if output is None or (not output and _git(folder, (*_GIT_CHECK, ".")) is not None):
        return None
    return [os.fsdecode(name) for name in output.split(b"\0") if name]


def _git(folder: str, command: tuple[str, ...]) -> bytes | None:
    """The output of a command of git in a folder; None where it fails."""
    # In a hook of git these name the repository of the commit, as seen from elsewhere.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        result = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return result.stdout


def _listed(folder: str, unwalked: list[Unwalked]) -> Iterator[str]:
    """The files below a folder; hidden folders and those of programs are passed over, and links are not followed."""

    def note(error: OSError) -> None:
        unwalked.append(Unwalked(str(error.filename), (error.strerror or str(error)).lower()))

    for place, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if _is_walked(place, name))
        for name in files:
            yield os.path.relpath(Path(place, name), folder)


def _is_walked(place: str, name: str) -> bool:
    if name.startswith("."):
        return name in _HIDDEN_BUT_WANTED
    return name not in _PASSED_OVER and not is_file(Path(place, name, "pyvenv.cfg"))
