"""A payment, or word of one, does not hold: a signature is wrong, or two facts contradict."""

from collections.abc import Sequence
from datetime import datetime

from caseflow._showing import moment, shown, word
from caseflow.errors._cases import CaseError
from caseflow.errors._inputs import InputError
from caseflow.errors._root import listed

__all__ = [
    "SignatureError",
    "SignatureExpiredError",
    "SignatureForgedError",
    "SignatureMissingError",
    "TransactionConflictError",
]


class SignatureError(InputError):
    """A signed notice cannot be believed; it changed nothing."""

    code = "signature"


class SignatureMissingError(SignatureError):
    """A notice came without a signature, or with one that cannot be read."""

    code = "signature-missing"

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return (
            f"the notice is not signed: {self.problem}; "
            f"the signature is written t=SECONDS,k=KEY,v1=64 hexadecimal digits"
        )


class SignatureForgedError(SignatureError):
    """A signature is not that of the notice under any key in use."""

    code = "signature-forged"

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key

    def __str__(self) -> str:
        return (
            f"the signature under key {shown(self.key)} is not that of this notice; sign the very "
            f"bytes that are sent with a key in use, or ask the gateway whether it sent them"
        )


class SignatureExpiredError(SignatureError):
    """A signature was made too long before, or too long after, the instant it came in."""

    code = "signature-expired"

    def __init__(self, signed_at: datetime, at: datetime, seconds: int) -> None:
        super().__init__(signed_at, at, seconds)
        self.signed_at, self.at, self.seconds = signed_at, at, seconds

    def __str__(self) -> str:
        return (
            f"the notice was signed at {moment(self.signed_at)} and came in at "
            f"{moment(self.at)}, more than {word(self.seconds)} s apart; sign it anew, and compare "
            f"the clocks of both sides"
        )


class TransactionConflictError(CaseError):
    """Two facts of money go by one number and say different things."""

    code = "transaction-conflict"

    def __init__(self, key: str, differing: Sequence[str]) -> None:
        super().__init__(key, tuple(differing))
        self.key, self.differing = key, tuple(differing)

    def __str__(self) -> str:
        return (
            f"{word(self.key)} is on the books with other content ({listed(self.differing)}); "
            f"ask the sender which one holds, and record a correction under its own number"
        )
