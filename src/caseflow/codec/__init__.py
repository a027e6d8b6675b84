"""Values as JSON and back: cases, records, workflows and procedures, in formats that stay readable.

Types carry stable names such as "receipt/1", never Python paths, and older versions are lifted by
upcasters. Reading from disk or network does not belong here.
"""

from caseflow.codec.canonical import JsonValue, canonical_json, digest
from caseflow.codec.definitions import DefinitionCodec
from caseflow.codec.payloads import PayloadTypes
from caseflow.codec.records import Codec
from caseflow.codec.tracks import expand_tracks

__all__ = [
    "Codec",
    "DefinitionCodec",
    "JsonValue",
    "PayloadTypes",
    "canonical_json",
    "digest",
    "expand_tracks",
]
