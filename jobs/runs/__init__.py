"""One attempt at a command, as processes and files. It knows no ledger and no schedule.

Each attempt has a directory of its own, made by its *shim*: the process that starts the command, keeps its log and
writes down how it ended. Whoever started the shim may die; the directory says what happened.
"""
