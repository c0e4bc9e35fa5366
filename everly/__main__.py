"""Run the command line as ``python -m everly``."""

import sys

from everly.jobs.cli import main

if __name__ == "__main__":
    sys.exit(main())
