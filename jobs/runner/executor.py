"""What runs attempts: how the runner has them begun, watches them, and stops them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from everly.jobs.runs.adoption import Found
from everly.jobs.runs.launch import Launch

Told = Callable[[str], None]
"""Called with the directory of an attempt that may have begun or ended; to look at it is up to who is told."""


class Executor(Protocol):
    """One way to run attempts, each of which is named by its directory. None of the methods waits."""

    def launch(self, launch: Launch) -> None:
        """Have an attempt begin, and watch it."""

    def adopt(self, directory: str, *, launching: bool) -> None:
        """Watch an attempt that another runner had begun."""

    def look(self, directory: str) -> Found:
        """What has become of an attempt. It is asked after `told` only, or of one that another had begun."""
        raise NotImplementedError

    def stop(self, directory: str) -> None:
        """Stop an attempt with all of its processes; asked again, without waiting any longer."""

    def see_stopped(self, directory: str) -> None:
        """Stop an attempt that another runner was to stop; one that is stopping already has its time for that."""

    def pause(self, directory: str) -> None:
        """Have all processes of an attempt stand still."""

    def resume(self, directory: str) -> None:
        """Have them go on."""

    def is_still(self, directory: str) -> bool:
        """Whether all of them stand still."""
        raise NotImplementedError

    def is_frozen(self, directory: str) -> bool:
        """Whether somebody has frozen the control group of an attempt, as `systemctl freeze` does."""
        raise NotImplementedError

    def forget(self, directory: str) -> None:
        """Watch an attempt no longer."""
