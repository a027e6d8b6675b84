"""Whether what simulations need is installed, asked before anything of them is imported."""

from importlib.util import find_spec

from caseflow.errors import PackageMissingError

__all__ = ["INSTALL"]

#: The command that installs what simulations need.
INSTALL = "pip install 'caseflow-engine[sim]'"

if find_spec("numpy") is None:
    raise PackageMissingError("numpy", INSTALL)
