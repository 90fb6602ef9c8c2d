"""Keep the bytes of a source: hashed, encrypted in pieces, with the key outside the data folder."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

PIECE = 1 << 20  # bytes; each piece has a nonce and a tag of its own
_NONCE = 12
_TAG = 16
_LAST = b"\x01"


class SpoiltFile(Exception):
    """A kept file was changed or its key is another one."""


def _key() -> AESGCM:
    path: Path = settings.FILE_KEY
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(AESGCM.generate_key(bit_length=256))
    return AESGCM(path.read_bytes())


def keep(pieces: Iterable[bytes]) -> tuple[str, str, int]:
    """Encrypt and store; returns the name it is kept as, its SHA-256 and its size.

    The file appears under its name only when it is whole and on the disk.
    """
    folder: Path = settings.DATA / "sources"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    key, name, digest, size = _key(), secrets.token_hex(20), hashlib.sha256(), 0
    part = folder / f"{name}.part"
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
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
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return name, digest.hexdigest(), size


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
    whole = PIECE + _NONCE + _TAG
    with (settings.DATA / "sources" / name).open("rb") as source:
        piece, number = source.read(whole), 0
        while piece:
            following = source.read(whole)
            try:
                yield key.decrypt(piece[:_NONCE], piece[_NONCE:], _about(name, number, last=not following))
            except InvalidTag:
                raise SpoiltFile("The kept file was changed, or the key is another one.") from None
            piece, number = following, number + 1


def unpack(name: str, path: Path) -> None:
    """Write a kept file's bytes to a path that only this process may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for piece in pieces_of(name):
            out.write(piece)
