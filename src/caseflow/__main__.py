"""Run the command as `python -m caseflow`."""

import sys

from caseflow.cli import main

if __name__ == "__main__":
    sys.exit(main())
