"""One request to the runner, and its answer."""

from __future__ import annotations

import os
from contextlib import suppress

from everly.jobs.client.errors import LostError, RunnerError
from everly.jobs.errors import Fault
from everly.jobs.protocol import Answer

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from everly.jobs.places import Places


_AGAIN = 2  # so often another runner is asked
GRACE = 5.0  # seconds after which a runner that was asked to end is killed


def request(
    places: Places, verb: str, progress: Callable[[str, str], None] = lambda _name, _text: None, **asked: Any
) -> tuple[Answer, ...]:
    """Ask the runner, which comes up if it is not, and wait until what was asked is done.

    Where it is killed before it answers, the next one is asked again: by the token of the request it knows whether that
    was done, and does it once. `progress` is called with the name of a job and what is being waited for.

    Raises:
        RunnerError: It cannot be asked, or refuses all of it.
        PlaceError: The folder of the jobs cannot be used.
    """
    whole = {**asked, "verb": verb, "token": os.urandom(8).hex()}
    for again in range(_AGAIN):
        with suppress(LostError):
            return _answers(places, {**whole, "again": again > 0}, progress)
    return _answers(places, {**whole, "again": True}, progress)


def _answers(places: Places, asked: dict[str, Any], progress: Callable[[str, str], None]) -> tuple[Answer, ...]:
    answers = []
    for message in _messages(places, asked):
        if "progress" in message:
            progress(message["progress"]["name"], message["progress"]["text"])
        elif "result" in message:
            answers.append(Answer(**message["result"]))
    return tuple(answers)


def ping(places: Places) -> dict[str, Any]:
    """What the runner says of itself: its version of everly, and its process."""
    from everly.jobs.client.starting import connect

    with connect(places) as connection:
        return connection.hello


def _messages(places: Places, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the runner says, up to its last word."""
    from everly.jobs.client.starting import connect

    with connect(places) as connection:
        connection.say(asked)
        while (message := connection.hear()) is not None:
            if "error" in message:
                raise RunnerError(message["error"], message.get("help"), message.get("fault", Fault.ASKED))
            yield message
            if "done" in message:
                return
    raise LostError("the runner went away before it answered", "'everly show jobs' shows how far it got")


def shut_down(places: Places) -> None:
    """End the runner, whatever its version, and wait until it has let go of its lock.

    One that is a service is ended by its manager, which would begin it anew otherwise if it had to be killed. One that
    does not end when it is asked to is killed, which touches no job either.

    Raises:
        RunnerError: It does not end.
    """
    from everly.jobs.client.starting import PATIENCE
    from everly.jobs.presence import end_runner, service_of

    scope = service_of(places)
    if scope is not None:
        from everly.jobs.service.bringing_up import end

        end(places, scope)
    if not end_runner(places, GRACE, PATIENCE):
        raise RunnerError("the runner does not end", f"see '{places.log}'")
