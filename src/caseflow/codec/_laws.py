"""How the law behind an act is written and read: a rule by its name, any other text as it is.

The rules that can be read by name are those of the book that a codec is given.
"""

from cattrs import Converter

from caseflow.codec._canonical import kept_text, shown
from caseflow.codec._faults import WrongError
from caseflow.law import Basis, Rule, RuleBook

__all__ = ["register_law"]


def register_law(converter: Converter, law: RuleBook) -> None:
    """Let *converter* write rules by name, and read by name or old text those that *law* knows."""

    def read(value: object, _: object) -> Basis:
        if not isinstance(value, str):
            raise WrongError(f"{shown(value)} is not text")
        return law.read(kept_text(value))

    converter.register_structure_hook(Basis, read)
    converter.register_unstructure_hook(Basis, _written)
    converter.register_unstructure_hook(Rule, _written)


def _written(value: Basis) -> str:
    return kept_text(value if isinstance(value, str) else value.written)
