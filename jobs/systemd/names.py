"""What the units of jobs are called."""

from __future__ import annotations

import hashlib
import os

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.places import Places

_PREFIX, _SUFFIX = "everly-", ".service"
_DIGITS = 8

PLAIN = "keep the jobs in a folder with a plain name: EVERLY_HOME"
"""The way out for a folder that is unfit."""


def usual_root(home: str) -> str:
    """The folder of the jobs of a user for whom no variable says otherwise, by that user's own folder."""
    return f"{home.rstrip('/')}/.local/state/everly"


def unfit(root: str) -> str | None:
    """Why units cannot be of a folder, or None; systemd passes over a variable with such characters in silence."""
    if any((each < " " and each not in "\t\n") or each == "\x7f" or "\ud800" <= each <= "\udfff" for each in root):
        return f"the folder '{root}' has characters in its name that systemd does not hand on"
    return None


def mark_of(root: str) -> str:
    """What tells the units of a folder from those of others."""
    return hashlib.sha256(os.fsencode(root)).hexdigest()[:_DIGITS]


def unit_name(root: str, job: str, *, is_default: bool) -> str:
    """The unit of a job: `everly-NAME.service`, or `everly-NAME-XHASH.service` where the folder is not the usual one.

    No name of a job holds a capital letter, so no two jobs of a user have the same unit.
    """
    mark = "" if is_default else f"-X{mark_of(root).upper()}"
    return f"{_PREFIX}{job}{mark}{_SUFFIX}"


def job_of(unit: str) -> str | None:
    """The job of a unit that is called so; None if it is of none."""
    if not unit.startswith(_PREFIX) or not unit.endswith(_SUFFIX):
        return None
    return unit.removeprefix(_PREFIX).removesuffix(_SUFFIX).partition("-X")[0]


def unit_of(places: Places, job: str) -> str:
    """The unit of a job that is kept in these places.

    Which folder is the usual one is not for the environment to say: that of the manager may be another than a shell's.
    """
    import pwd

    home = pwd.getpwuid(os.geteuid()).pw_dir
    return unit_name(str(places.root), job, is_default=str(places.root) == usual_root(home))
