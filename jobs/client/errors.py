"""What goes wrong with asking the runner."""

from everly.jobs.errors import JobsError


class RunnerError(JobsError):
    """The runner cannot be asked, or refuses what it is asked."""
