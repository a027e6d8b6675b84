"""The languages of Viet Nam's pack, the first of which is what people read by default."""

from typing import Final

__all__ = ["LANGUAGES"]

LANGUAGES: Final = ("vi", "en")
