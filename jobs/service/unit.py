"""The unit of the runner, as text. What systemd does with each line: systemd.service(5), systemd.unit(5)."""

from __future__ import annotations

from collections.abc import Sequence

from everly.jobs.errors import Fault
from everly.jobs.protocol import STATUSES, UNREADABLE
from everly.jobs.service.identity import Scope, Service
from everly.jobs.service.marks import MARK
from everly.jobs.systemd.quoting import command_line, percent, word

__all__ = ["unit_text"]

_TEXT = """\
# Written by 'everly service install', which overwrites it; 'everly service uninstall' takes it away.
# What is to be otherwise stands in a drop-in: systemctl {edit} edit {unit}

[Unit]
Description={description}
StartLimitIntervalSec=0
{order}
[Service]
Type=notify
ExecStart={command}
Environment={environment}
{user}UMask=0077
# A runner that ends, however it does, touches no job: so nothing else of its group is ended with it, what is killed for
# want of memory takes nobody along, and it comes up again.
KillMode=process
OOMPolicy=continue
Restart=on-failure
RestartSec=2
RestartPreventExitStatus={refused}
# The runner tells when it is up, and that it turns; one that stands still is ended and comes up anew.
TimeoutStartSec=300
TimeoutStopSec=20
WatchdogSec=60
# Each run has a control group of its own below this one, and may have as many processes as the system allows.
Delegate=yes
TasksMax=infinity

[Install]
WantedBy={wanted}
"""


def unit_text(service: Service, argv: Sequence[str]) -> str:
    """The unit of a service, whose runner is begun by a command with an absolute path."""
    is_system = service.scope is Scope.SYSTEM
    root = str(service.places.root)
    settings = [f"{MARK}={service.scope}", *([] if service.is_usual else [f"EVERLY_HOME={root}"])]
    of = f" of {service.user}" if is_system else ""
    at = "" if service.is_usual else f" in {root}"
    order = f"After=network.target time-sync.target\nRequiresMountsFor={word(root)}\n"
    return _TEXT.format(
        unit=service.unit,
        edit=f"--{service.scope}",
        description=percent(_line(f"everly, the runner of the jobs{of}{at}")),
        order=order if is_system else "",
        command=command_line(argv),
        environment=" ".join(map(word, settings)),
        user=f"User={percent(service.user)}\n" if is_system else "",
        refused=f"{UNREADABLE} {STATUSES[Fault.PLACE]}",
        wanted="multi-user.target" if is_system else "default.target",
    )


def _line(text: str) -> str:
    """A text in which nothing ends the line or goes on with it."""
    return "".join(each if each.isprintable() and each != "\\" else "?" for each in text)
