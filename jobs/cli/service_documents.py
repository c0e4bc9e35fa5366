"""The JSON document of `everly service status`; docs/schemas/service-status.json describes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from everly.jobs.service.state import State

VERSION = 1


def state_document(state: State) -> str:
    """How a service is."""
    service = state.service
    document = {
        "version": VERSION,
        "unit": service.unit,
        "scope": str(service.scope),
        "user": service.user,
        "installed": state.is_installed,
        "enabled": state.is_enabled,
        "as_written": state.is_as_written and not state.is_stale,
        "unreachable": state.unreachable,
        "state": state.active or None,
        "sub_state": state.sub or None,
        "result": state.result or None,
        "since": state.since or None,
        "pid": state.pid or None,
        "restarts": state.restarts,
        "status": state.status or None,
        "lingers": state.lingers,
        "file": str(service.file),
        "folder": str(service.places.root),
        "log": str(service.places.log),
    }
    return json.dumps(document, indent=2)  # ASCII, so that it survives every encoding
