"""Personal data: which fields hold it, what is read once it was erased, documents by reference.

What is exported here is light, so that a pack may mark its payloads. By path:
`caseflow.pii.encryption` has the cipher and needs the extra "pii"; `caseflow.pii.erasures` destroys
keys on the record.
"""

from caseflow.pii._documents import DocumentRef
from caseflow.pii._hidden import Encrypted, Erased
from caseflow.pii._marks import personal, personal_text

__all__ = ["DocumentRef", "Encrypted", "Erased", "personal", "personal_text"]
