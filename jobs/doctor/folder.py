"""The folder of the jobs: that it is there, of this user, and closed to others."""

from __future__ import annotations

import os
import shlex
import stat
from pathlib import Path

from everly.jobs.doctor.outcome import Finding, Outcome, Severity
from everly.jobs.doctor.scene import Scene
from everly.jobs.places import VARIABLE, PlaceError
from everly.jobs.places import check_folder as see_folder

__all__ = ["check_folder"]

_ANOTHER = f"set {VARIABLE} to another folder"


def check_folder(scene: Scene) -> Outcome:
    """That the folder can be used by this user alone."""
    root = scene.places.root
    try:
        see_folder(root)
    except FileNotFoundError:
        return Outcome(f"'{root}' is not there yet; the first job makes it", _open_above(root))
    except PlaceError as error:
        return Outcome("", (Finding(Severity.ERROR, str(error), error.help or _ANOTHER, str(root)),))
    except OSError as error:
        what = f"the folder cannot be reached: {error.strerror}"
        return Outcome("", (Finding(Severity.ERROR, what, _ANOTHER, str(root)),))
    return Outcome(f"'{root}', closed to others", (*_unusable(root), *_open_above(root)))


def _unusable(root: Path) -> tuple[Finding, ...]:
    if root.stat().st_mode & 0o700 == 0o700:  # root may do all, but then it is another user's turn to be surprised
        return ()
    cure = f"chmod 700 {shlex.quote(str(root))}"
    return (Finding(Severity.ERROR, "you may not read, write and enter it all at once", cure, str(root)),)


def _open_above(root: Path) -> tuple[Finding, ...]:
    """The folders above in which others may put another folder in its place."""
    return tuple(
        Finding(
            Severity.WARNING,
            f"others may put another folder in the place of '{child}'",
            f"chmod o-w {shlex.quote(str(parent))}",
            str(parent),
        )
        for child, parent in zip((root, *root.parents), root.parents, strict=False)
        if _is_open(parent)
    )


def _is_open(folder: Path) -> bool:
    try:
        mode = os.stat(folder).st_mode  # noqa: PTH116 - a link is followed, as the system does
    except OSError:
        return False
    return bool(mode & stat.S_IWOTH) and not mode & stat.S_ISVTX
