"""The runner: the one process of a user that starts runs when they are due, and sees each to its end.

The ledger and the run directories hold all that it knows, so it may be killed and started again at any time.
"""
