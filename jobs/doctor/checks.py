"""The checks, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Callable

from everly.jobs.doctor.clock import check_clock
from everly.jobs.doctor.control_group import check_control_group
from everly.jobs.doctor.disk import check_disk
from everly.jobs.doctor.files import check_files
from everly.jobs.doctor.folder import check_folder
from everly.jobs.doctor.ledger_check import check_ledger
from everly.jobs.doctor.limits import check_limits
from everly.jobs.doctor.manager import check_manager
from everly.jobs.doctor.outcome import Outcome
from everly.jobs.doctor.runner_check import check_runner
from everly.jobs.doctor.scene import Scene
from everly.jobs.doctor.service_check import check_service
from everly.jobs.doctor.socket_check import check_socket
from everly.jobs.doctor.strays import check_strays
from everly.jobs.doctor.units_check import check_units
from everly.jobs.doctor.zones import check_zones

__all__ = ["CHECKS", "OUTSIDE"]

CHECKS: tuple[tuple[str, Callable[[Scene], Outcome]], ...] = (
    ("folder", check_folder),
    ("files", check_files),
    ("ledger", check_ledger),
    ("runner", check_runner),
    ("socket", check_socket),
    ("run directories", check_strays),
    ("disk", check_disk),
    ("clock", check_clock),
    ("zones", check_zones),
    ("limits", check_limits),
    ("control groups", check_control_group),
    ("systemd", check_manager),
    ("service", check_service),
    ("units", check_units),
)
"""Each check with its name; it says what is so, and finds what is wrong."""

OUTSIDE = frozenset({"folder", "disk", "clock", "zones", "limits"})
"""Those that need not look into the folder; the others have nothing to say of one that is somebody else's."""
