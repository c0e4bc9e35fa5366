"""Hypothesis strategies that only the tests of everly itself need; the others are `everly.scheduling.testing`."""
