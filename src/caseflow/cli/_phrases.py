"""Phrases of complaints of the command line; those with places are in `_phrase_forms`.

A phrase stands in the catalogue of English as the error has it, and in that of another language
under the same key. A catalogue may lack some: those stay in English.
"""

from collections.abc import Mapping
from functools import cache

from caseflow.messages import REFERENCE, part_of_catalogue

__all__ = ["kinds", "phrases"]


@cache
def phrases(language: str) -> Mapping[str, str]:
    """Return the phrases of *language* by their English."""
    return {**kinds(language), **_table("phrases.", language)}


@cache
def kinds(language: str) -> Mapping[str, str]:
    """Return what an unknown name is the name of, in *language*, by its English."""
    return _table("kinds.", language)


def _table(start: str, language: str) -> Mapping[str, str]:
    texts = part_of_catalogue("commands", language)
    return {
        text: texts[key]
        for key, text in part_of_catalogue("commands", REFERENCE).items()
        if key.startswith(start) and key in texts
    }
