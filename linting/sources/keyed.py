"""Which texts of a file of keys and values are schedules, who reads them, and in which zone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePath

from everly.frozen import frozen
from everly.grammar.diagnostics import Diagnostic
from everly.linting.dialects import Dialect
from everly.linting.document import Document
from everly.linting.embedded import Embedded
from everly.linting.reading import Comment, Reading, Unchecked
from everly.linting.settings import Settings
from everly.linting.sources.foreign import RENOVATE, hindrance_of
from everly.linting.sources.leaves import Leaf, Path, dotted, has_key
from everly.linting.sources.letters import embed
from everly.linting.sources.zones import checked_zone

# Folders of words for people, of which one in some language is filed under 'schedule'.
_TRANSLATED = frozenset({"i18n", "l10n", "locale", "locales", "translations"})
_NAMES_JOBS = (".drone", ".woodpecker")
_OF_JENKINS = re.compile(r"\s*(?=.*H)[-0-9H*/,()]+(?:\s+[-0-9H*/,()]+){4}\s*")
_IN_WORDS = re.compile(r"\s*(?:[a-z]|[0-9]+(?:st|nd|rd|th)\b)", re.IGNORECASE)


@frozen
class Found:
    """A text that is a schedule; `zone` is the text that names its zone, or the name of one that holds in any file."""

    leaf: Leaf
    dialect: Dialect = Dialect.EVERLY
    zone: Leaf | str | None = None


def keyed(leaves: Sequence[Leaf], settings: Settings) -> Iterator[Found]:
    """The schedules of Kubernetes' CronJobs, and the values of keys that hold schedules, anywhere in a file."""
    jobs = {(leaf.part, leaf.path[:-1]) for leaf in leaves if leaf.path[-1:] == ("kind",) and leaf.value == "CronJob"}
    zones = {(leaf.part, leaf.path[:-2]): leaf for leaf in leaves if leaf.path[-2:] == ("spec", "timeZone")}
    for leaf in leaves:
        job = (leaf.part, leaf.path[:-2])
        if leaf.path[-2:] == ("spec", "schedule") and job in jobs:
            yield Found(leaf, Dialect.KUBERNETES, zones.get(job))
        elif has_key(leaf.path, settings.keys) and not (_is_version(leaf.path) or _is_reported(leaf.path)):
            yield Found(leaf)


def _is_version(path: Path) -> bool:
    """Whether a path leads to the version of a package: some are named `schedule` or `cron`."""
    return len(path) > 1 and str(path[-2]).lower().endswith("dependencies")


def _is_reported(path: Path) -> bool:
    """Whether a path leads to what our own JSON reports of a schedule elsewhere."""
    match path:
        case ("findings", int(), "schedule"):
            return True
        case _:
            return False


def workflow(leaves: Sequence[Leaf]) -> Iterator[Found]:
    """The schedules of a GitHub workflow, in UTC unless it says otherwise."""
    zones = {leaf.path[:-1]: leaf for leaf in leaves if leaf.path[-1:] == ("timezone",)}
    for leaf in leaves:
        match leaf.path:
            case ("on", "schedule", *_, "cron"):
                yield Found(leaf, Dialect.GITHUB, zones.get(leaf.path[:-1], "UTC"))


def reading(document: Document, found: Iterable[Found], comments: tuple[Comment, ...]) -> Reading:
    """Everything that was found in a file, in its order."""
    schedules: list[Embedded] = []
    unchecked: list[Unchecked] = []
    faults: list[Diagnostic] = []
    for each in _once(found):
        if each.dialect is Dialect.EVERLY and not _TRANSLATED.isdisjoint(PurePath(document.path).parts[-3:-1]):
            continue
        result, diagnostics = _embedded(document, each)
        faults += diagnostics
        if isinstance(result, Embedded):
            schedules.append(result)
        else:
            unchecked.append(result)
    return Reading(tuple(schedules), tuple(unchecked), comments, tuple(dict.fromkeys(faults)))


def _once(found: Iterable[Found]) -> list[Found]:
    """Each text once, however many names it has; of its readers the one that we know best."""
    chosen: dict[int, Found] = {}
    for each in found:
        start = each.leaf.span.start
        if start not in chosen or chosen[start].dialect is Dialect.EVERLY:
            chosen[start] = each
    return [chosen[start] for start in sorted(chosen)]


def _embedded(document: Document, found: Found) -> tuple[Embedded | Unchecked, tuple[Diagnostic, ...]]:
    leaf = found.leaf
    hindrance = leaf.hindrance or hindrance_of(document.path, leaf.value) or _reader(document.path, found)
    if hindrance:
        return Unchecked(leaf.span, hindrance), ()
    zone, diagnostics = _zone(document, found.zone)
    name = dotted(leaf.path)
    embedded = embed(document.text, leaf.span, leaf.value, leaf.manner, dialect=found.dialect, zone=zone, name=name)
    if embedded is None:
        return Unchecked(leaf.span, "written in a way of which everly cannot say where each character stands"), ()
    return embedded, diagnostics


def _reader(path: str, found: Found) -> str | None:
    """Why a schedule that another program has in such a place is not checked.

    Words in a `cron.yaml` are App Engine's, cron lines Elastic Beanstalk's.
    """
    leaf = found.leaf
    if found.dialect is Dialect.EVERLY and _OF_JENKINS.fullmatch(leaf.value):
        return "a schedule as Jenkins writes it, which picks a number for 'H'"
    match leaf.path:
        case ("renovate", *_):  # in package.json
            return RENOVATE
        case (*_, "cron") | (*_, "cron", int()) if any(part.startswith(_NAMES_JOBS) for part in PurePath(path).parts):
            return "the name of a schedule that is kept elsewhere"
        case ("cron", int(), "schedule") if PurePath(path).stem == "cron" and _IN_WORDS.match(leaf.value):
            return "a schedule that App Engine reads, by rules of its own"
        case _:
            return None


def _zone(document: Document, zone: Leaf | str | None) -> tuple[str | None, tuple[Diagnostic, ...]]:
    if not isinstance(zone, Leaf):
        return zone, ()
    if zone.hindrance or hindrance_of(document.path, zone.value):
        return None, ()
    named = embed(document.text, zone.span, zone.value, zone.manner)
    return (None, ()) if named is None else checked_zone(document.text, named)
