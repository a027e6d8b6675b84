"""The press that prints the forms of this pack."""

from caseflow._typed import typed
from caseflow.documents import Press
from caseflow.vietnam._shipped import LANGUAGES
from caseflow.vietnam.papers._words import WORDS

__all__ = ["press"]


@typed
def press(own: str | None = None) -> Press:
    """Return a press for the forms; a template in the directory *own* takes the place of ours.

    Raises:
        ValueInvalidError: the directory holds no template.
    """
    return Press("caseflow.vietnam", own=own, words=WORDS, languages=LANGUAGES)
