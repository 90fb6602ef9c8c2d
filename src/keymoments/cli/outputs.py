"""Put outputs into a folder whole or not at all, and never over a file that somebody else wrote or changed."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from keymoments.errors import OutputError

# What was written here before, with the hash of each file, so that a file somebody worked on is never overwritten.
RECORD = ".keymoments-outputs.json"


def write_outputs(folder: Path, writers: Mapping[str, Callable[[Path], None]]) -> None:
    """Write every output (name → function that writes to a path) into ``folder``, which is made if need be.

    All are written beside their place first and moved together at the end. Raises :class:`OutputError` where the folder
    cannot be written, or holds a file of that name that this command did not write or that was changed since.
    """
    made = _make(folder)
    try:
        known = _known(folder)
        for name in writers:
            _may_replace(folder / name, known.get(name))
        with tempfile.TemporaryDirectory(prefix=".keymoments-", dir=folder) as place:
            for name, write in writers.items():
                write(Path(place) / name)
            hashes = {name: _hash(Path(place) / name) for name in writers}
            record = Path(place) / RECORD
            record.write_text(json.dumps({**known, **hashes}, indent=1, sort_keys=True) + "\n", encoding="utf-8")
            for name in (*writers, RECORD):
                (Path(place) / name).replace(folder / name)
    except OSError as error:
        _undo(made)
        raise OutputError(
            f"Nothing could be written to {folder} ({error.strerror or 'no reason given'}): "
            "choose another folder with --out."
        ) from None
    except BaseException:
        _undo(made)
        raise


def _make(folder: Path) -> list[Path]:
    """Make the folder; returns the folders that were not there before, deepest first."""
    missing: list[Path] = []
    path = folder
    while not path.exists() and path != path.parent:
        missing.append(path)
        path = path.parent
    if path.exists() and not path.is_dir():
        raise OutputError(f"{path} is a file: choose a folder with --out.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or "no reason given"
        raise OutputError(f"The folder {folder} cannot be made ({reason}): choose another with --out.") from None
    return missing


def _undo(made: list[Path]) -> None:
    """Remove the folders that were made for outputs that then could not be written."""
    for path in made:
        try:
            path.rmdir()
        except OSError:  # somebody else put something there meanwhile
            return


def _known(folder: Path) -> dict[str, str]:
    try:
        known = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(known, dict):
        return {}
    return {name: value for name, value in known.items() if isinstance(name, str) and isinstance(value, str)}


def _may_replace(path: Path, known: str | None) -> None:
    if path.is_symlink() or (path.exists() and not path.is_file()):
        raise OutputError(f"{path} is not a plain file: move it away or choose another folder with --out.")
    if not path.exists():
        return
    if known is None:
        raise OutputError(f"{path} was not written by this command: move it away or choose another folder with --out.")
    if _hash(path) != known:
        raise OutputError(
            f"{path} was changed after it was written here: move it away or choose another folder with --out."
        )


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
