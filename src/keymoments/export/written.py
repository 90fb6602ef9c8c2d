"""Write a file, or say in one sentence why it cannot be written."""

from __future__ import annotations

from pathlib import Path

from keymoments.errors import OutputError


def cannot_write(path: Path) -> OutputError:
    """The error for an output that cannot be written."""
    return OutputError(
        f"{path.name} cannot be written: close it if it is open in another program, "
        "and check that the folder may be written to and has room."
    )


def write_whole(path: Path, data: bytes) -> None:
    """Write the bytes; raises :class:`OutputError` where that fails."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise cannot_write(path) from error
