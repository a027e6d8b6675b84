"""Why somebody acts on the keys of persons, as it is kept on record."""

from caseflow._typed import typed
from caseflow.errors import ValueInvalidError
from caseflow.values import clean_text

__all__ = ["clean_words"]


@typed(late=True)
def clean_words(value: object, *, name: str, allowed: str) -> str:
    r"""Return *value*, a reason for the record, on one line.

    >>> clean_words("request of\n the person", name="ground", allowed="a ground, in words")
    'request of the person'

    Raises:
        TextInvalidError: it cannot be kept, or is longer than 1,000 characters.
        ValueInvalidError: it says nothing; *allowed* says what it should.
    """
    words = " ".join(clean_text(value, name=name, limit=1_000).split())
    if not words:
        raise ValueInvalidError(name, value, allowed)
    return words
