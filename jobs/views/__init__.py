"""What is shown of jobs: pure functions and frozen classes between the ledger's rows and those who look at them.

Nothing here asks the runner, so all of it works while none is up. It reads no clock: `now` is an argument.
"""
