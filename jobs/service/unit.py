"""The unit of the runner, as text. What systemd does with each line: systemd.service(5), systemd.unit(5)."""

from __future__ import annotations

from collections.abc import Sequence

from everly.jobs.errors import Fault
from everly.jobs.protocol import STATUSES, UNREADABLE
from everly.jobs.service.identity import Scope, Service
from everly.jobs.service.marks import MARK

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
    order = f"After=network.target time-sync.target\nRequiresMountsFor={_word(root)}\n"
    return _TEXT.format(
        unit=service.unit,
        edit=f"--{service.scope}",
        description=_percent(_line(f"everly, the runner of the jobs{of}{at}")),
        order=order if is_system else "",
        command=_command(argv),
        environment=" ".join(map(_word, settings)),
        user=f"User={_percent(service.user)}\n" if is_system else "",
        refused=f"{UNREADABLE} {STATUSES[Fault.PLACE]}",
        wanted="multi-user.target" if is_system else "default.target",
    )


def _command(argv: Sequence[str]) -> str:
    """A command line of a unit, in which a $ stays one (`:`). Not every path is taken for a program, so a shell may."""
    program = argv[0]
    if not program.isprintable() or any(each in program for each in "\"'\\"):
        argv = ["/bin/sh", "-c", 'exec "$0" "$@"', *argv]
    return ":" + " ".join(map(_word, argv))


def _word(text: str) -> str:
    """One word, whatever is in it: in quotes, without specifiers, and what is no plain character by its bytes."""
    inside = "".join(_character(each) for each in _percent(text))
    return f'"{inside}"'


def _character(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    return "".join(f"\\x{byte:02x}" for byte in character.encode(errors="surrogateescape"))


def _percent(text: str) -> str:
    return text.replace("%", "%%")


def _line(text: str) -> str:
    """A text in which nothing ends the line or goes on with it."""
    return "".join(each if each.isprintable() and each != "\\" else "?" for each in text)
