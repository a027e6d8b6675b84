"""TOML files of interchange as plain values; what they mean is for their readers."""

import unicodedata
from pathlib import Path

from caseflow._toml_texts import parse_toml
from caseflow.errors import FormatError, ProfileError

__all__ = ["load_toml"]


def load_toml(path: Path) -> dict[str, object]:
    """Load a TOML file as plain values, every text NFC.

    Raises:
        ProfileError: the file cannot be read or is not TOML.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
        return parse_toml(unicodedata.normalize("NFC", content))
    except OSError as error:
        raise ProfileError(str(path), [f"cannot be read: {error.strerror or error}"]) from error
    except UnicodeDecodeError as error:
        raise ProfileError(str(path), ["is not UTF-8; save it as UTF-8"]) from error
    except FormatError as error:
        raise ProfileError(str(path), [f"is not TOML: {error.problem}"]) from error
    except ValueError as error:  # no file can have that name
        raise ProfileError(str(path), [f"cannot be read: {error}"]) from error
