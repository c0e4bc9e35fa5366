"""Jobs as units of the user manager of systemd.

The schedule, the history and all rules stay with the runner; a unit is where the processes of one attempt live.
"""
