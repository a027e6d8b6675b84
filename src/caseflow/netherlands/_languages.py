"""The languages of the pack, and what caseflow itself says in Dutch.

Names and labels in Dutch stand beside what they name.
"""

from functools import partial
from importlib.resources import files

from caseflow.messages import add_catalogue

__all__ = ["LANGUAGES"]

#: The first is read by those who ask for another one.
LANGUAGES = ("nl", "en")


def _read(name: str) -> str:
    return files("caseflow.netherlands").joinpath("locale", name).read_text(encoding="utf-8")


_MESSAGES = partial(_read, "nl.toml")
_COMMANDS = partial(_read, "commands.nl.toml")
_PAGES = partial(_read, "pages.nl.toml")

add_catalogue("nl", _MESSAGES)
add_catalogue("nl", _COMMANDS, part="commands")
add_catalogue("nl", _PAGES, part="pages")
