"""Which jobs are meant: by their names, or by patterns of them as a shell has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from everly.jobs.errors import JobsError

__all__ = ["UnknownJobError", "chosen", "chosen_of", "is_pattern"]


class UnknownJobError(JobsError):
    """No job is called so."""


def is_pattern(name: str) -> bool:
    """Whether a text stands for all names like it; no name holds such a character."""
    return any(character in name for character in "*?[")


def chosen(known: Sequence[str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Those of the known names that are meant by some names and patterns, in the order of the known; each once.

    Raises:
        UnknownJobError: A name is not known, or a pattern fits none.
    """
    found: set[str] = set()
    for name in wanted:
        if is_pattern(name):
            fitting = {each for each in known if fnmatchcase(each, name)}
            if not fitting:
                raise UnknownJobError(f"no job is called like '{name}'", "'everly show jobs' lists them")
            found |= fitting
        elif name in known:
            found.add(name)
        else:
            raise UnknownJobError(f"there is no job '{name}'", _near(name, known))
    return tuple(name for name in known if name in found)


def chosen_of(executor: str, executors: Mapping[str, str], wanted: Sequence[str]) -> tuple[str, ...]:
    """Those of some jobs that one executor runs: all, or those that are meant; `executors` has what runs each job.

    Raises:
        UnknownJobError: As for `chosen`, or what is named is run by another: nobody is to think that it was meant.
    """
    for name in wanted:
        if all(executors[each] != executor for each in chosen(tuple(executors), [name])):
            raise _run_otherwise(name, executor, executors)
    meant = chosen(tuple(executors), wanted) if wanted else tuple(executors)
    return tuple(name for name in meant if executors[name] == executor)


def _run_otherwise(name: str, executor: str, executors: Mapping[str, str]) -> UnknownJobError:
    if is_pattern(name):
        return UnknownJobError(f"no job that is called like '{name}' is run by '{executor}'", "leave -e out")
    return UnknownJobError(f"the job '{name}' is run by '{executors[name]}', not by '{executor}'", "leave -e out")


def _near(name: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches  # names differ in digits too, which are no slips in words

    from everly.grammar.suggestions import did_you_mean

    near = get_close_matches(name, known)
    return did_you_mean(*near) if near else "'everly show jobs' lists them"
