"""Asking the runner, and starting it where it is not up."""

from everly.jobs.client.asking import ping, request, shut_down
from everly.jobs.client.errors import RunnerError
from everly.jobs.protocol import Answer

__all__ = ["Answer", "RunnerError", "ping", "request", "shut_down"]
