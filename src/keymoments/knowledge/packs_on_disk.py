"""Find packs: the built-in ones and folders of an organisation's own, the nation's pack over the one it extends."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from importlib.abc import Traversable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from keymoments.errors import PackError
from keymoments.knowledge.yaml_file import read_yaml

# What a pack may hold: files at its top, and folders of one file for each thing.
TOP_FILES = (
    *("pack.yaml", "agencies.yaml", "contacts.yaml", "context.yaml", "dates.yaml", "fact-words.yaml"),
    *("happenings.yaml", "headings.yaml", "incident.yaml", "initials.yaml", "messages.yaml", "people.yaml"),
    *("themes.yaml", "escalation.yaml", "distressing.yaml"),
)
FOLDERS = ("events", "facts", "limits", "procedures", "quality", "rules")

NATIONS = ("england", "wales", "scotland", "northern-ireland")


class _PackFile(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    title: str
    version: str
    extends: str | None = None


@dataclass(frozen=True, slots=True)
class PackFolder:
    """One folder of definitions: its name, version and files by their path inside it, read once."""

    name: str
    title: str
    version: str
    extends: str | None
    files: tuple[tuple[str, bytes], ...]

    def file(self, path: str) -> bytes | None:
        """The bytes of one file, ``None`` where the folder has none."""
        return dict(self.files).get(path)


def _walk(folder: Traversable, prefix: str = "") -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for item in sorted(folder.iterdir(), key=lambda part: part.name):
        if item.is_dir():
            found.extend(_walk(item, f"{prefix}{item.name}/"))
        elif item.name.endswith((".yaml", ".yml")):
            found.append((prefix + item.name, item.read_bytes()))
    return found


def _refuse_unknown_files(folder: PackFolder) -> None:
    """Refuse a definition that would be passed over in silence because of its name or place."""
    for path, _ in folder.files:
        parts = path.split("/")
        known = path in TOP_FILES if len(parts) == 1 else len(parts) == 2 and parts[0] in FOLDERS
        if path.endswith(".yml"):
            raise PackError(f"{folder.name}/{path}: the name must end in .yaml; rename the file.")
        if not known:
            raise PackError(
                f"{folder.name}/{path}: no such file belongs to a pack; put it into one of the folders "
                f"{', '.join(FOLDERS)}, or name it one of {', '.join(TOP_FILES)}."
            )


def read_folder(folder: Traversable, name: str) -> PackFolder:
    """Read one pack; raises :class:`PackError` where ``pack.yaml`` is missing or wrong."""
    files = tuple(_walk(folder))
    head = dict(files).get("pack.yaml")
    if head is None:
        raise PackError(f"The pack {name} has no pack.yaml: add one with title and version.")
    try:
        about = _PackFile.model_validate(read_yaml(head, f"{name}/pack.yaml"))
    except ValidationError as error:
        raise PackError(explain(error, f"{name}/pack.yaml")) from error
    return PackFolder(name, about.title, about.version, about.extends, files)


def explain(error: ValidationError, name: str) -> str:
    """One sentence for the first fault: the file, the key, what is wrong."""
    first = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{name}: the key {key!r} is not known; check its spelling or remove it."
    if first["type"] == "missing":
        return f"{name}: the key {key!r} is missing; add it."
    return f"{name}: {key!r} is wrong ({first['msg'].lower()}); put it right."


def pack_chain(nation: str, own: tuple[Path, ...] = ()) -> tuple[PackFolder, ...]:
    """The packs in force, most general first: what the nation's extends, the nation's, then the ``own`` folders."""
    if nation not in NATIONS:
        raise PackError(f"The nation {nation!r} is not known: use one of {', '.join(NATIONS)}.")
    root = resources.files("keymoments.knowledge") / "packs"
    chain: list[PackFolder] = []
    name: str | None = nation
    while name is not None:
        folder = read_folder(root / name, name)
        chain.insert(0, folder)
        name = folder.extends
    for path in own:
        if not path.is_dir():
            raise PackError(f"The pack folder {path} does not exist: check the path given with --pack.")
        name = path.resolve().name
        own_pack = read_folder(path, str(path) if any(pack.name == name for pack in chain) else name)
        _refuse_unknown_files(own_pack)
        chain.append(own_pack)
    return tuple(chain)


def hash_of(chain: tuple[PackFolder, ...]) -> str:
    """A fingerprint of every definition in force: the same words give the same hash on every machine."""
    digest = hashlib.sha256()
    for folder in chain:
        for path, data in folder.files:
            digest.update(f"{folder.name}/{path}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()[:16]
