"""Asking the runner, and starting it where it is not up."""

from everly.jobs.client.asking import Answer, ping, request, shut_down
from everly.jobs.client.errors import RunnerError

__all__ = ["Answer", "RunnerError", "ping", "request", "shut_down"]
