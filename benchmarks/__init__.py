"""Everly beside its peers: how fast, in ratios, on schedules that both can say and answer alike.

`python -m benchmarks` in a checkout runs everything, `python -m benchmarks.hotspots 'fri#3'` profiles one line. The
peers are in the extra `bench`. It needs a POSIX system.
"""
