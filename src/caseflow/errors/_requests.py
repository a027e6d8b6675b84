"""A request to a portal cannot be worked as it is: who sends it mends it; nothing was changed."""

from collections.abc import Sequence

from caseflow._showing import shown, word
from caseflow.errors._inputs import InputError

__all__ = [
    "AddressUnknownError",
    "CursorError",
    "KeyInFlightError",
    "KeyMissingError",
    "MediaTypeError",
    "PayloadInvalidError",
    "RequestError",
    "RequestMalformedError",
    "VersionMissingError",
]


class RequestError(InputError):
    """A request to a portal cannot be worked as it is; nothing was changed."""

    code = "request"


class RequestMalformedError(RequestError):
    """A part of a request cannot be read: its body, a header, or a number in its address."""

    code = "request-malformed"

    def __init__(self, part: str, problem: str) -> None:
        super().__init__(part, problem)
        self.part, self.problem = part, problem

    def __str__(self) -> str:
        return f"{word(self.part)}: {self.problem}"


class MediaTypeError(RequestError):
    """A body came as something else than JSON, as a form; nothing of it was read."""

    code = "media-type"

    def __init__(self, header: str) -> None:
        super().__init__(header)
        self.header = header

    def __str__(self) -> str:
        return f"Content-Type {shown(self.header)}: send JSON in UTF-8 as application/json"


class PayloadInvalidError(RequestError):
    """What was handed in with an action is not what it takes; every fault is listed."""

    code = "payload-invalid"

    def __init__(self, what: str, faults: Sequence[object]) -> None:
        super().__init__(what, tuple(faults))
        self.what, self.faults = what, tuple(faults)

    def __str__(self) -> str:
        faults = "; ".join(str(fault) for fault in self.faults)
        return f"{word(self.what)} has {len(self.faults)} fault(s) to mend: {faults}"


class KeyMissingError(RequestError):
    """A request that changes something came without an idempotency key."""

    code = "key-missing"

    def __init__(self, header: str) -> None:
        super().__init__(header)
        self.header = header

    def __str__(self) -> str:
        return f"the header {word(self.header)} is missing; send one with a key of your own"


class KeyInFlightError(RequestError):
    """A request with the same idempotency key is being worked on."""

    code = "key-in-flight"

    def __init__(self, case_id: str, key: str) -> None:
        super().__init__(case_id, key)
        self.case_id, self.key = case_id, key

    def __str__(self) -> str:
        return (
            f"case {word(self.case_id)}: a request with key {shown(self.key)} is being worked on; "
            f"wait for its answer, and then ask again with the same key"
        )


class VersionMissingError(RequestError):
    """A request that changes a case does not say which version of it was seen."""

    code = "version-missing"

    def __init__(self, header: str) -> None:
        super().__init__(header)
        self.header = header

    def __str__(self) -> str:
        return f"the header {word(self.header)} is missing; send the ETag of the case back in it"


class AddressUnknownError(RequestError):
    """Nothing is served at an address, or not by that method."""

    code = "address-unknown"

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address

    def __str__(self) -> str:
        return f"nothing is served at {shown(self.address)}; look at the list of addresses"


class CursorError(RequestError):
    """A place in a list is not one of this list."""

    code = "cursor-invalid"

    def __init__(self, cursor: str, problem: str) -> None:
        super().__init__(cursor, problem)
        self.cursor, self.problem = cursor, problem

    def __str__(self) -> str:
        return f"cursor {shown(self.cursor)}: {self.problem}; begin again with the first page"
