"""By what a runner and the service that it is know each other."""

from __future__ import annotations

MARK = "EVERLY_SERVICE"
"""The variable by which a runner knows that it is a service, and in which scope."""
