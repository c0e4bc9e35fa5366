"""Questions about schedules with exact answers: equal, overlapping, redundant, how often, how far apart.

Each takes what `everly.compile_schedule` gives. Nothing is sampled; an answer comes with an instant that proves it.
"""
