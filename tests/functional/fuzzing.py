"""Damage files the way post, printers and enemies do: cut, flipped, shuffled, renamed, and inside their containers."""

from __future__ import annotations

import io
import random
import re
import traceback
import zipfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from keymoments.analysis.records import Agency
from keymoments.ingest.reading import read_source
from keymoments.knowledge import load_vocabulary

AGENCY = Agency("a", "A", "other", ("f",))
SUFFIXES = (".docx", ".odt", ".xlsx", ".csv", ".pdf", ".eml", ".txt", ".zip", "")
# The reader of old Word files starts LibreOffice, and pictures start Tesseract: they are damaged less often.
NEVER = (".doc", ".rtf", ".png", ".jpg", ".tif")


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some seeds to try on one file."""

    path: Path
    seeds: tuple[int, ...]


def damaged(data: bytes, seed: int, *, container: bool) -> bytes:
    """The bytes damaged in one of many ways that ``seed`` chooses."""
    rng = random.Random(seed)
    if container and rng.random() < 0.5:
        return _inside(data, rng)
    ways = (_cut, _flip, _lose, _repeat, _insert, _blank)
    return rng.choice(ways)(data, rng)


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _flip(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 20, 200))):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _lose(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start + rng.randrange(1, 2000) :]


def _repeat(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    piece = data[start : start + rng.randrange(1, 500)]
    return data[:start] + piece * rng.randrange(2, 40) + data[start:]


def _insert(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + rng.randbytes(rng.randrange(1, 300)) + data[start:]


def _blank(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    length = rng.randrange(1, 3000)
    return data[:start] + b"\0" * length + data[start + length :]


def _inside(data: bytes, rng: random.Random) -> bytes:
    """A sound container whose XML is damaged: tags lost, doubled, nested, numbers made huge."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        chosen = rng.choice([name for name in names if name.endswith(".xml")])
        for name in names:
            member = old.read(name)
            if name == chosen:
                if rng.random() < 0.15:
                    continue
                member = _xml(member, rng)
            new.writestr(name, member)
    return made.getvalue()


def _xml(member: bytes, rng: random.Random) -> bytes:
    tags = [match.span() for match in re.finditer(rb"<[^<>]+>", member)]
    if not tags:
        return member
    start, end = rng.choice(tags)
    tag = member[start:end]
    way = rng.randrange(5)
    if way == 0:
        return member[:start] + member[end:]
    if way == 1:
        return member[:start] + tag * rng.choice((2, 50, 3000)) + member[end:]
    if way == 2:
        return re.sub(rb'"\d+"', lambda _: b'"%d"' % rng.choice((-1, 0, 2**31, 10**9, 99999)), member, count=40)
    if way == 3:
        other, stop = rng.choice(tags)
        return member[:start] + member[other:stop] + member[end:]
    return _flip(member, rng)


def try_chunk(chunk: Chunk) -> list[str]:
    """Read the damaged files of a chunk; returns a line for each that did not end as it should."""
    vocabulary = load_vocabulary("england")
    data = chunk.path.read_bytes()
    faults: list[str] = []
    with TemporaryDirectory() as place:
        for seed in chunk.seeds:
            rng = random.Random(-seed - 1)
            suffix = rng.choice(SUFFIXES) if rng.random() < 0.15 else chunk.path.suffix
            path = Path(place) / f"damaged{suffix}"
            path.write_bytes(damaged(data, seed, container=data.startswith(b"PK")))
            try:
                reading = read_source(path, "damaged", AGENCY, vocabulary, today=date(2030, 1, 1))
            except Exception:
                faults.append(f"seed {seed}: {traceback.format_exc().splitlines()[-1]} {_last_place()}")
                continue
            if not reading.entries and not reading.problems:
                faults.append(f"seed {seed}: neither an entry nor a Problem")
            faults.extend(
                f"seed {seed}: a Problem without what or how to fix"
                for problem in reading.problems
                if not problem.what.endswith(".") or not problem.how_to_fix.endswith(".")
            )
    return faults


def _last_place() -> str:
    own = [line.strip() for line in traceback.format_exc().splitlines() if "keymoments" in line and "line " in line]
    return own[-1] if own else ""
