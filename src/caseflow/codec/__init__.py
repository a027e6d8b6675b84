"""Values as JSON and back: cases, records, workflows and procedures, in formats that stay readable.

Types carry stable names such as "receipt/1", never Python paths, and older versions are lifted by
upcasters. Reading from disk or network does not belong here.
"""

from caseflow.codec._canonical import JsonValue, canonical_json, digest
from caseflow.codec._definitions import DefinitionCodec
from caseflow.codec._payloads import PayloadTypes
from caseflow.codec._records import Codec
from caseflow.codec._tracks import expand_tracks

__all__ = [
    "Codec",
    "DefinitionCodec",
    "JsonValue",
    "PayloadTypes",
    "canonical_json",
    "digest",
    "expand_tracks",
]
