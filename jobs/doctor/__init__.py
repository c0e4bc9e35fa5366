"""What is wrong with the jobs of a user, and how to cure it. Everything is looked at, and nothing is changed."""

from everly.jobs.doctor.checks import CHECKS
from everly.jobs.doctor.examining import Examined, examine
from everly.jobs.doctor.outcome import Finding, Outcome, Severity, worst

__all__ = ["CHECKS", "Examined", "Finding", "Outcome", "Severity", "examine", "worst"]
