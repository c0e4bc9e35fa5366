"""What goes wrong with asking the runner."""

from everly.jobs.errors import Fault, JobsError


class RunnerError(JobsError):
    """The runner cannot be asked, or refuses what it is asked, by the fault that it tells."""

    def __init__(self, message: str, help: str | None = None, fault: str = Fault.ASKED) -> None:
        super().__init__(message, help)
        self.fault = Fault(fault)


class LostError(RunnerError):
    """The runner went away before it answered: what was asked for may be done, or not."""
