"""Workflows and procedures in TOML files, tracks multiplied out.

May import: codec, errors and its siblings. The formats are those of `codec`; only the tracks, which
are a way of writing and not of working, are this room's own.
"""

from pathlib import Path

from caseflow.codec import DefinitionCodec
from caseflow.interchange.tables import load_toml
from caseflow.interchange.tracks import expand_tracks
from caseflow.procedures import Procedure
from caseflow.workflow import Workflow

__all__ = ["load_procedure", "load_workflow"]


def load_workflow(path: str | Path, codec: DefinitionCodec | None = None) -> Workflow:
    """Load a workflow from a TOML file, with or without tracks; see `expand_tracks`.

    *codec* knows the payload types and guards that the file may name; without it there are none.

    Raises:
        ProfileError: the file cannot be read or is not TOML.
        DefinitionError: a track is wrong.
        FormatError: it is not a workflow.
    """
    data = expand_tracks(load_toml(Path(path)))
    return (codec or DefinitionCodec()).workflow_from_data(data)


def load_procedure(path: str | Path, codec: DefinitionCodec | None = None) -> Procedure:
    """Load a procedure from a TOML file.

    Raises:
        ProfileError: the file cannot be read or is not TOML.
        FormatError: it is not a procedure.
    """
    return (codec or DefinitionCodec()).procedure_from_data(load_toml(Path(path)))
