"""What a unit executes first: from then on nothing that systemd tells it is lost, until somebody is there who hears it.

That takes a tenth of a second, most of it for imports. A TERM meanwhile would end this process, and with it whatever
goes on in its unit.
"""

from __future__ import annotations

import signal

WAITING = frozenset({signal.SIGTERM, signal.SIGUSR1, signal.SIGUSR2})
"""What waits to be heard; other signals are for the command, and there is none yet."""


def main() -> int:
    """Be the main process of the unit of a job: the folder of the jobs and its name are the arguments."""
    signal.pthread_sigmask(signal.SIG_BLOCK, WAITING)
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_IGN)
    from everly.jobs.runs.failpoints import hit

    hit("unit.entered")
    from everly.jobs.systemd.beginning import begin

    return begin()
