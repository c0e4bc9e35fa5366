"""`--since`: a moment, in the words of schedules, or how long ago it was."""

from __future__ import annotations

from everly.jobs.cli.units import DurationError, read_duration

HELP = "Only from then on: how long ago ('10m', '2 hours'), or a moment ('yesterday 10:00', '2024-05-02')."


def read_since(text: str, now: int) -> int:
    """The moment that is meant, in milliseconds since 1970; days and times are those of UTC unless a zone is named.

    Raises:
        click.UsageError: It is neither a duration nor a moment.
    """
    words = text.strip()
    try:
        return now - round(read_duration(words.removesuffix(" ago")) * 1000)
    except DurationError:
        from everly.jobs.cli.moments import MomentReader
        from everly.scheduling.zone_names import find_zone

        instant, _ = MomentReader(now // 1000, find_zone("UTC")).read(text, "--since")
        return instant * 1000
