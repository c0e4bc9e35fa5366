"""Hypothesis strategies that the tests share: trees, their spellings, cron lines, broken text, zones and instants."""
