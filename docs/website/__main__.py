"""Build the site: `python -m website dist/docs`."""

import sys
from pathlib import Path

from website.building import build

if __name__ == "__main__":
    sys.exit(build(Path(sys.argv[1])))
