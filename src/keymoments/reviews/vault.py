"""Keep the bytes of a source: hashed, encrypted in pieces, with the key outside the data folder."""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from keymoments.errors import KeymomentsError

PIECE = 1 << 20  # bytes; each piece has a nonce and a tag of its own
_NONCE = 12
_TAG = 16
_LAST = b"\x01"
_DAY = 86_400  # seconds that a kept file may stand before its row in the database does


class SpoiltFile(KeymomentsError):
    """A kept file was changed, is gone, or its key is another one."""

    def __init__(self) -> None:
        super().__init__(
            "The kept file was changed or its key is another one: hand the file in again, and tell the administrator."
        )


def _key() -> AESGCM:
    path: Path = settings.FILE_KEY
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(AESGCM.generate_key(bit_length=256))
    return AESGCM(path.read_bytes())


def disk_is_full(error: BaseException | None) -> bool:
    """Whether an error, or what led to it, is that there is no room: for a file or in the database."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        if type(error).__name__ == "DiskFull" or "disk is full" in str(error):  # PostgreSQL's, SQLite's
            return True
        error = error.__cause__ or error.__context__
    return False


def keep(pieces: Iterable[bytes]) -> tuple[str, str, int]:
    """Encrypt and store; returns the name it is kept as, its SHA-256 and its size.

    The file appears under its name only when it is whole and on the disk.
    """
    folder: Path = settings.DATA / "sources"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key, digest, size = _key(), hashlib.sha256(), 0
    name, out = _begun(folder)
    part = folder / f"{name}.part"
    try:
        with out:
            number, waiting = 0, b""
            for piece in _even(pieces):
                digest.update(piece)
                size += len(piece)
                if number:
                    _write(out, key, waiting, name, number - 1, last=False)
                waiting, number = piece, number + 1
            _write(out, key, waiting, name, max(0, number - 1), last=True)
            out.flush()
            os.fsync(out.fileno())
            part.rename(folder / name)
        _sync(folder)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return name, digest.hexdigest(), size


def forget(name: str) -> None:
    """Take away a file that nothing refers to."""
    (settings.DATA / "sources" / name).unlink(missing_ok=True)


def _begun(folder: Path) -> tuple[str, BinaryIO]:
    """A new part, held by this process for as long as it writes: the system lets it go when the process dies."""
    while True:
        name = secrets.token_hex(20)
        out = os.fdopen(os.open(folder / f"{name}.part", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        fcntl.flock(out, fcntl.LOCK_EX)
        if os.fstat(out.fileno()).st_nlink:
            return name, out
        out.close()  # a sweep came between making and holding it


def _sync(folder: Path) -> None:
    """Have the folder itself on the disk: without it a power cut may take the new name away again."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sweep(referred: Collection[str]) -> int:
    """Take away what processes that died left half-done, and files of a day ago that nothing refers to.

    To be called by the one worker as it begins. ``referred``: the names that stand in the database; returns how many
    things were taken away.
    """
    gone = 0
    for path in sorted((settings.DATA / "incoming").glob("*")):
        if path.is_dir():  # plain bytes of a reader whose worker died
            shutil.rmtree(path, ignore_errors=True)
            gone += 1
        else:
            gone += _taken(path)
    for path in sorted((settings.DATA / "sources").glob("*")):
        if path.suffix == ".part":
            gone += _taken(path)
        elif path.name not in referred and time.time() - path.stat().st_mtime > _DAY:
            path.unlink(missing_ok=True)
            gone += 1
    return gone


def _taken(path: Path) -> int:
    """Take a file away unless a living process holds it."""
    try:
        with path.open("rb") as half:
            fcntl.flock(half, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)
    except (FileNotFoundError, BlockingIOError):
        return 0
    return 1


def _even(pieces: Iterable[bytes]) -> Iterator[bytes]:
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= PIECE:
            yield bytes(waiting[:PIECE])
            del waiting[:PIECE]
    if waiting:
        yield bytes(waiting)


def _about(name: str, number: int, *, last: bool) -> bytes:
    """What a piece is bound to, so that pieces cannot be cut off, swapped or moved to another file."""
    return f"{name}:{number}:".encode() + (_LAST if last else b"")


def _write(out: object, key: AESGCM, piece: bytes, name: str, number: int, *, last: bool) -> None:
    nonce = os.urandom(_NONCE)
    out.write(nonce + key.encrypt(nonce, piece, _about(name, number, last=last)))  # type: ignore[attr-defined]


def pieces_of(name: str) -> Iterator[bytes]:
    """The bytes of a kept file, decrypted; raises :class:`SpoiltFile` where a piece was changed or is missing."""
    key = _key()
    long = PIECE + _NONCE + _TAG
    path: Path = settings.DATA / "sources" / name
    if not path.is_file():
        raise SpoiltFile
    with path.open("rb") as source:
        piece, number = source.read(long), 0
        if not piece:  # even an empty file has a piece
            raise SpoiltFile
        while piece:
            following = source.read(long)
            try:
                yield key.decrypt(piece[:_NONCE], piece[_NONCE:], _about(name, number, last=not following))
            except InvalidTag:
                raise SpoiltFile from None
            piece, number = following, number + 1


def whole(name: str) -> bool:
    """Whether a kept file is as it was when it came."""
    try:
        for _piece in pieces_of(name):
            pass
    except SpoiltFile:
        return False
    return True


def unpack(name: str, path: Path) -> None:
    """Write a kept file's bytes to a path that only this process may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for piece in pieces_of(name):
            out.write(piece)
