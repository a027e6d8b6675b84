"""The backend of `examples/backend/portal.py`, on the store and by the clock of one measurement."""

import importlib.util
import os
import time
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.load.filings import MORNING

__all__ = ["app"]

PATH = Path(__file__).resolve().parents[2] / "examples" / "backend" / "portal.py"

_spec = importlib.util.spec_from_file_location("portal", PATH)
if _spec is None or _spec.loader is None:
    raise ImportError(str(PATH))
_portal = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_portal)
_portal.URL = os.environ["LOAD_STORE"]
_begun = float(os.environ["LOAD_BEGUN"])

app = _portal.app


def _now() -> datetime:
    """Return the instant: always the same morning, as if the measurement began then."""
    return MORNING + timedelta(seconds=time.time() - _begun)


app.state.now = _now
