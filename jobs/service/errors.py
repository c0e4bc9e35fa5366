"""What goes wrong with a service."""

from __future__ import annotations

from everly.jobs.errors import Fault, JobsError


class ServiceError(JobsError):
    """A service cannot be had here, or its manager refuses what it is asked, by the fault that its runner tells."""

    def __init__(self, message: str, help: str | None = None, fault: Fault = Fault.ASKED) -> None:
        super().__init__(message, help)
        self.fault = fault
