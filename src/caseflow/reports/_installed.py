"""Whether what the reports need is installed, asked before anything of them is imported."""

from importlib.util import find_spec

from caseflow.errors import PackageMissingError

__all__ = ["INSTALL"]

#: The command that installs what the reports need.
INSTALL = "pip install 'caseflow-engine[reports]'"

for _name in ("narwhals", "polars"):
    if find_spec(_name) is None:
        raise PackageMissingError(_name, INSTALL)
