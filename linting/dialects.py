"""Whose schedules a file holds: some kinds of file are read by other programs, each by rules of its own."""

from __future__ import annotations

from enum import Enum


class Dialect(Enum):
    """Who reads a schedule; all but EVERLY take cron lines only."""

    EVERLY = "everly"
    CRONTAB = "crontab"
    """Debian's cron, which follows Paul Vixie's."""
    GITHUB = "github"
    """GitHub's workflows: POSIX cron in UTC, five minutes apart at least."""
    KUBERNETES = "kubernetes"
    """CronJobs of Kubernetes, read by the Go library robfig/cron."""
