"""Taking a run's directory away for good."""

from __future__ import annotations

import os

from everly.jobs.runs import cgroup
from everly.jobs.runs.directory import LEAVING, RunDirectory, check_private, give_up, sync
from everly.jobs.runs.errors import RunError


def remove(directory: RunDirectory) -> None:
    """Take a run's directory away; nothing happens if it is gone. RunError if its shim lives, or the system refuses.

    It gets another name first. So whoever is killed here leaves a run that is whole or one that `find` tells as
    `removed`, and removing that again finishes it; a shim that was late finds nothing under the old name. Whoever
    removes a run does not ask for it again: without its directory there is no fence. What `is_fence` is to
    be kept until no shim can be late any more.
    """
    leaving = directory.path + LEAVING
    try:
        _delete(leaving)
        if os.path.lexists(directory.path):
            check_private(directory.path)
            if not give_up(directory):
                raise RunError(f"'{directory.path}' is of a run that goes on; stop it first")
            _forget_group(directory)
            os.rename(directory.path, leaving)  # noqa: PTH104 - pathlib is too slow to import in every shim
            sync(os.path.dirname(directory.path))  # noqa: PTH120
            _delete(leaving)
    except OSError as error:
        raise RunError(f"cannot remove '{directory.path}': {error.strerror or error}") from None


def is_fence(directory: RunDirectory) -> bool:
    """Whether a directory is nothing but what keeps a late shim from beginning: it holds no launch."""
    try:
        return os.listdir(directory.path) == ["lock"]  # noqa: PTH208 - as below
    except OSError:
        return False


def _forget_group(directory: RunDirectory) -> None:
    """Take its control group away too, unless somebody is left in it."""
    try:
        started = directory.read("started")
    except RunError:  # damaged, and that is no reason to keep it
        return
    group = cgroup.of(started) if started else None
    if group:
        group.remove()


def _delete(path: str) -> None:
    """Delete a directory of ours and all in it; links in it are deleted and not followed."""
    if not os.path.lexists(path):
        return
    check_private(path)
    import shutil

    shutil.rmtree(path)
