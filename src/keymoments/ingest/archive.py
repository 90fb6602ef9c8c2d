"""Open zip containers and XML of strangers safely: no bombs, no entities, no network, nothing written to disk."""

from __future__ import annotations

import zipfile
from pathlib import Path
from types import TracebackType
from typing import IO

from lxml import etree

from keymoments.errors import UnreadableSource

# A Word file of 2,000 chronology pages unpacks to about 60 MB; ten times that is no record of an agency.
MOST_UNPACKED = 600 * 1024 * 1024
MOST_MEMBER = 300 * 1024 * 1024
MOST_MEMBERS = 20_000
# XML of repeated table rows packs up to about 1:120; a bomb packs 1:1000.
MOST_RATIO = 400
SMALL_ENOUGH = 5 * 1024 * 1024

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Archive:
    """A zip container whose directory was checked; reads members by name, each at most as large as it declared."""

    def __init__(self, source: Path | IO[bytes]) -> None:
        """Open and check; raises :class:`UnreadableSource` for what is no sound zip, a bomb, or password protected."""
        try:
            self._zip = zipfile.ZipFile(source)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeDecodeError) as error:
            raise UnreadableSource(*_damaged(source)) from error
        infos = self._zip.infolist()
        self._infos = {info.filename: info for info in infos}
        total = sum(info.file_size for info in infos)
        bomb = (
            len(infos) > MOST_MEMBERS
            or total > MOST_UNPACKED
            or any(
                info.file_size > MOST_MEMBER
                or (info.file_size > SMALL_ENOUGH and info.file_size > MOST_RATIO * max(1, info.compress_size))
                for info in infos
            )
        )
        if bomb:
            self.close()
            raise UnreadableSource(
                "The file unpacks to far more than a record of an agency holds.",
                "Open it in the program it was made with and save the pages needed as a new file.",
            )
        if any(info.flag_bits & 1 for info in infos):
            self.close()
            raise UnreadableSource(
                "The file is protected by a password.", "Ask the agency for a copy without a password."
            )

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the container."""
        self._zip.close()

    def names(self) -> tuple[str, ...]:
        """Names of the members, in file order."""
        return tuple(self._infos)

    def read(self, name: str) -> bytes | None:
        """The bytes of a member, ``None`` where there is none; raises :class:`UnreadableSource` where it is damaged."""
        info = self._infos.get(name)
        if info is None:
            return None
        try:
            with self._zip.open(info) as member:
                return member.read(info.file_size)  # never more than the directory declared, so never a hidden bomb
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
            raise UnreadableSource(*_DAMAGED) from error
        except Exception as error:  # zlib.error, lzma.LZMAError and others have no common ancestor
            raise UnreadableSource(*_DAMAGED) from error

    def xml(self, name: str) -> etree._Element | None:
        """The root element of an XML member, ``None`` where there is none."""
        data = self.read(name)
        return None if data is None else parse_xml(data)


_DAMAGED = (
    "The file is damaged and cannot be opened.",
    "Ask the agency to send it again, or open it in the program it was made with and save it anew.",
)


def _damaged(source: Path | IO[bytes]) -> tuple[str, str]:
    if isinstance(source, Path):
        try:
            with source.open("rb") as file:
                start = file.read(8)
        except OSError:
            return _DAMAGED
        if start == _OLE:  # an encrypted Office file is an OLE container under the new extension
            return (
                "The file is protected by a password, or is of an older format than its name says.",
                "Ask the agency for a copy without a password.",
            )
    return _DAMAGED


def parse_xml(data: bytes) -> etree._Element:
    """Parse XML without entities, network or external DTD; raises :class:`UnreadableSource` where it is not sound."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, recover=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(*_DAMAGED) from error
    if root.getroottree().docinfo.internalDTD is not None:  # Office files have none; entities need one
        raise UnreadableSource(
            "The file holds XML declarations that a record of an agency never has.",
            "Open it in the program it was made with and save it as a new file.",
        )
    return root
