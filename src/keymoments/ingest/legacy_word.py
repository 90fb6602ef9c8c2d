"""Read Word 97-2003 and rich text files (.doc, .rtf): LibreOffice, where it is installed, makes .docx of them."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from keymoments.analysis.records import Problem
from keymoments.errors import UnreadableSource
from keymoments.ingest.blocks import Document, Table
from keymoments.ingest.doc_tables import has_cells, read_marked_text
from keymoments.ingest.word import read_docx

SECONDS_ALLOWED = 90
_PROGRAMS = ("soffice", "libreoffice")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 4096
# Of the file's first sector after the header: the sign of a Word document, and the bit that says it is encrypted.
_WORD_AT, _WORD_SIGNS, _FLAGS_AT, _ENCRYPTED = 512, (b"\xec\xa5", b"\xdc\xa5"), 522, 0x0100
# A profile of its own in which no macro runs, no link is followed and nothing is fetched for a page.
_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Writer/Content/Update", "Field", "false"),
)
_ITEM = (
    '<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{name}" oor:op="fuse">'
    "<value>{value}</value></prop></item>"
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n'
)
_SAVE_AS_DOCX = "Open it in Word and save it as .docx."


def read_doc(path: Path, file: str) -> Document:
    """Read a .doc or .rtf file; ``file`` is its name as shown to the user.

    A file that is .docx under an older name is read as what it is. Raises
    :class:`~keymoments.errors.UnreadableSource` where LibreOffice is missing or cannot read the file in
    :data:`SECONDS_ALLOWED`, and where the file has a password.
    """
    suffix = _true_suffix(path)
    if suffix == ".docx":
        return read_docx(path, file)
    program = _program()
    if program is None:
        kind = "Word 97-2003" if suffix == ".doc" else "rich text"
        raise UnreadableSource(
            f"This is a {kind} file and LibreOffice is not installed.",
            "Install LibreOffice, or save the file as .docx.",
        )
    with tempfile.TemporaryDirectory(prefix="keymoments-", ignore_cleanup_errors=True) as folder:
        document = read_docx(_converted(program, path, suffix, Path(folder)), file)
    return _with_tables(document, path, file) if suffix == ".doc" else document


def _with_tables(document: Document, path: Path, file: str) -> Document:
    """The document, or what the file's own marks say where LibreOffice ran the cells of its only table together."""
    if any(isinstance(block, Table) for block in document.blocks):
        return document
    data = path.read_bytes()
    if not has_cells(data):
        return document
    marked = read_marked_text(data, file)
    if marked is not None:
        return replace(marked, footnotes=document.footnotes, problems=document.problems)
    lost = Problem(file, "whole file", "The rows of a table ran together in reading the file.", _SAVE_AS_DOCX)
    return replace(document, problems=(*document.problems, lost))


def _true_suffix(path: Path) -> str:
    """The suffix that the content deserves."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise UnreadableSource("The file cannot be opened.", "Check that it is there and may be read.") from error
    if head.startswith(b"PK"):
        return ".docx"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return ".rtf"
    if not head.startswith(_OLE):
        raise UnreadableSource("The file has the name of a Word file but is none.", _SAVE_AS_DOCX)
    flags = int.from_bytes(head[_FLAGS_AT : _FLAGS_AT + 2], "little")
    if head[_WORD_AT : _WORD_AT + 2] in _WORD_SIGNS and flags & _ENCRYPTED:
        raise UnreadableSource("The file is protected by a password.", "Ask the agency for a copy without a password.")
    return ".doc"


def _program() -> str | None:
    return next((found for found in map(shutil.which, _PROGRAMS) if found), None)


def _converted(program: str, path: Path, suffix: str, folder: Path) -> Path:
    """The .docx that LibreOffice makes in the folder, from a copy whose name tells nothing of the case."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    items = "".join(_ITEM.format(path=path_, name=name, value=value) for path_, name, value in _SETTINGS)
    (user / "registrymodifications.xcu").write_text(_PROFILE.format(items=items), encoding="utf-8")
    source = folder / f"source{suffix}"
    shutil.copyfile(path, source)
    made = folder / "made"
    made.mkdir()
    call = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nologo",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(made),
        str(source),
    ]
    if not _run(call, folder):
        raise UnreadableSource(f"LibreOffice did not read the file within {SECONDS_ALLOWED} seconds.", _SAVE_AS_DOCX)
    result = made / "source.docx"
    if not result.is_file():
        raise UnreadableSource(
            "LibreOffice cannot read the file: it is damaged or protected by a password.", _SAVE_AS_DOCX
        )
    return result


def _run(call: list[str], folder: Path) -> bool:
    """Run LibreOffice to its end; ``False`` where it took too long and was stopped with all it had started."""
    environment = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "SYSTEMROOT") if name in os.environ}
    environment |= {"HOME": str(folder), "TMPDIR": str(folder)}
    try:
        process = subprocess.Popen(
            call,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise UnreadableSource("LibreOffice cannot be started.", "Save the file as .docx.") from error
    try:
        process.wait(SECONDS_ALLOWED)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _stop(process)
    return True


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End what LibreOffice may have left running: it starts a second program under the first."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    elif process.poll() is None:
        process.kill()
    process.wait()
