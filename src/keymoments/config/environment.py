"""The settings a person gives in the environment, checked before the site starts."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
KEY_BYTES = 32
LARGEST_MB = 600  # as the readers take it


class UnsafeSettings(Exception):
    """The site does not start: the message says which setting and what to do."""


@dataclass(frozen=True, slots=True)
class Environment:
    """What the site runs with. Made by :func:`read_environment`."""

    data: Path
    key_file: Path
    secret: str
    debug: bool
    hosts: tuple[str, ...]
    plain_http: bool
    second_factor: bool
    database: dict[str, object]
    oidc: dict[str, str]
    mail: str
    packs: tuple[Path, ...]
    partnership: str
    largest_upload: int  # bytes
    export_days: int


def read_environment(given: Mapping[str, str] = os.environ) -> Environment:
    """Read ``KEYMOMENTS_…``; raises :class:`UnsafeSettings` for what would put records at risk.

    On the loopback address everything has a safe default; a public host must be given its secrets and https.
    """
    home = Path(given.get("KEYMOMENTS_HOME", Path.home() / ".keymoments"))
    data = Path(given.get("KEYMOMENTS_DATA", home / "data")).absolute()
    key_file = Path(given.get("KEYMOMENTS_KEY_FILE", home / "keys" / "files.key")).absolute()
    hosts = tuple(host for host in given.get("KEYMOMENTS_HOSTS", "localhost,127.0.0.1").split(",") if host)
    local = all(host in LOOPBACK for host in hosts)
    debug = _yes(given, "KEYMOMENTS_DEBUG")
    plain_http = local or _yes(given, "KEYMOMENTS_PLAIN_HTTP")
    secret = given.get("KEYMOMENTS_SECRET", "")
    if not local:
        _refuse_unsafe(debug, secret, key_file, given)
    if key_file.is_relative_to(data):
        raise UnsafeSettings("KEYMOMENTS_KEY_FILE lies inside KEYMOMENTS_DATA: keep the key apart from what it opens.")
    return Environment(
        data=data,
        key_file=key_file,
        secret=secret or _kept_secret(home / "keys" / "site.secret"),
        debug=debug,
        hosts=hosts,
        plain_http=plain_http,
        second_factor=_yes(given, "KEYMOMENTS_SECOND_FACTOR", default="no" if local else "yes"),
        database=database_of(given.get("KEYMOMENTS_DATABASE", ""), data),
        oidc=_oidc(given),
        mail=given.get("KEYMOMENTS_MAIL", ""),
        packs=tuple(Path(pack) for pack in given.get("KEYMOMENTS_PACKS", "").split(os.pathsep) if pack),
        partnership=given.get("KEYMOMENTS_PARTNERSHIP", "Your partnership"),
        largest_upload=_number(given, "KEYMOMENTS_LARGEST_UPLOAD", LARGEST_MB) * 1024 * 1024,
        export_days=_number(given, "KEYMOMENTS_EXPORT_DAYS", 7),
    )


def _number(given: Mapping[str, str], name: str, otherwise: int) -> int:
    value = given.get(name, "") or str(otherwise)
    if not value.isascii() or not value.isdecimal() or not 0 < int(value) < 1_000_000:
        raise UnsafeSettings(f"{name} is '{value}': write a whole number from 1.")
    return int(value)


def _yes(given: Mapping[str, str], name: str, default: str = "no") -> bool:
    value = given.get(name, default).lower()
    if value not in ("yes", "no"):
        raise UnsafeSettings(f"{name} is '{value}': write yes or no.")
    return value == "yes"


def _refuse_unsafe(debug: bool, secret: str, key_file: Path, given: Mapping[str, str]) -> None:
    if debug:
        raise UnsafeSettings("KEYMOMENTS_DEBUG is yes on a public host: debug pages show case material. Remove it.")
    if len(secret) < KEY_BYTES:
        raise UnsafeSettings(
            f"KEYMOMENTS_SECRET is missing or shorter than {KEY_BYTES} characters: give a long random text and keep it."
        )
    if "KEYMOMENTS_KEY_FILE" not in given or not key_file.exists():
        raise UnsafeSettings("KEYMOMENTS_KEY_FILE names no file: make one with 'manage.py make_key FILE' and keep it.")
    if "KEYMOMENTS_PLAIN_HTTP" not in given and given.get("KEYMOMENTS_BEHIND_TLS", "no") != "yes":
        raise UnsafeSettings(
            "Records may not travel unprotected: put the site behind https and set KEYMOMENTS_BEHIND_TLS=yes, "
            "or say KEYMOMENTS_PLAIN_HTTP=yes if you know that nobody else can listen."
        )


def _kept_secret(path: Path) -> str:
    """The secret of a site on the loopback address, made once and kept."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(KEY_BYTES * 2))
    return path.read_text()


def database_of(address: str, data: Path) -> dict[str, object]:
    """Django's setting for a database: ``postgresql://user:password@host:port/name``, or SQLite in the data folder."""
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "keymoments.sqlite3",
            "CONN_MAX_AGE": 60,  # a new connection reads the whole schema first
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
                "PRAGMA cache_size=-32768;",  # KiB: the entries of a large review
            },
        }
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres"):
        raise UnsafeSettings("KEYMOMENTS_DATABASE must begin with postgresql://, or be left out for SQLite.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _oidc(given: Mapping[str, str]) -> dict[str, str]:
    names = ("NAME", "SERVER", "CLIENT", "SECRET")
    values = {name.lower(): given.get(f"KEYMOMENTS_OIDC_{name}", "") for name in names}
    if not any(values.values()):
        return {}
    missing = [f"KEYMOMENTS_OIDC_{name.upper()}" for name in ("server", "client", "secret") if not values[name]]
    if missing:
        raise UnsafeSettings(f"Single sign-on is only half set: give {', '.join(missing)} too.")
    return values
