"""`trigger.next()`: one firing after the other, from a fresh trigger on."""

from __future__ import annotations

from benchmarks.compare import compare
from benchmarks.options import Options
from benchmarks.peers import APSCHEDULER, CRONITER, CRONSIM
from benchmarks.results import Section, Target, median_target, worst_target


def next_firing_in_utc(options: Options) -> Section:
    """In UTC, with the targets against croniter, cronsim and APScheduler."""
    section = _section("next() in UTC", "UTC", options)
    croniter, cronsim = section.ratios(CRONITER.name), section.ratios(CRONSIM.name)
    return _with_targets(
        section,
        median_target("croniter, median", 40, croniter),
        worst_target("croniter, least", 15, croniter),
        median_target("cronsim, median", 15, cronsim),
        worst_target("cronsim, least", 1.5, cronsim),
        worst_target("APScheduler, least", 10, section.ratios(APSCHEDULER.name)),
    )


def next_firing_in_zone(options: Options) -> Section:
    """In a zone with clock changes, with the target against croniter."""
    section = _section(f"next() in {options.zone}", options.zone, options)
    return _with_targets(section, median_target("croniter, median", 15, section.ratios(CRONITER.name)))


def _section(name: str, zone: str, options: Options) -> Section:
    rows = tuple(compare(line, zone, options) for line in options.lines)
    return Section(name, "time of one firing", rows, peers=tuple(peer.name for peer in options.peers))


def _with_targets(section: Section, *targets: Target) -> Section:
    return Section(section.name, section.about, section.rows, targets, section.peers)
