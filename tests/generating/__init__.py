"""Files that are made by a program; `make generate` writes them anew."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from caseflow.interchange import load_workflow
from generating.async_twins import TWINS, async_twin
from generating.cldr_names import cldr_names
from generating.duration_picture import duration_picture
from generating.house import house
from generating.public_api import public_api
from generating.public_holidays import public_holidays
from generating.workflow_pictures import workflow_picture
from repo.tree import ROOT

__all__ = ["GENERATED"]

SOURCE = ROOT / "src" / "caseflow"


def _picture(name: str) -> str:
    """Draw a workflow of the examples."""
    return workflow_picture(load_workflow(ROOT / "examples" / "workflows" / f"{name}.toml"))


#: Each generated file and what makes its text.
GENERATED: dict[Path, Callable[[], str]] = {
    SOURCE / "locale" / "names.json": cldr_names,
    SOURCE / "netherlands" / "public-holidays.json": lambda: public_holidays("NL", 2009, 2040),
    SOURCE / "vietnam" / "data" / "public-holidays.json": lambda: public_holidays("VN", 2018, 2035),
    ROOT / "docs" / "explanation" / "house.svg": lambda: house("caseflow", SOURCE),
    ROOT / "docs" / "how-to" / "how-long.svg": duration_picture,
    ROOT / "docs" / "reference" / "api.txt": public_api,
    ROOT / "docs" / "first-hour.svg": partial(_picture, "permit"),
    **{SOURCE / twin.target: partial(async_twin, twin) for twin in TWINS},
}
