"""The site does not start where its settings would put records at risk."""

import pytest

from keymoments.config.environment import UnsafeSettings, read_environment


def public(tmp_path, **changes):
    key = tmp_path / "keys" / "files.key"
    key.parent.mkdir(exist_ok=True)
    key.write_bytes(b"k" * 32)
    given = {
        "KEYMOMENTS_HOME": str(tmp_path),
        "KEYMOMENTS_HOSTS": "reviews.example.org",
        "KEYMOMENTS_SECRET": "s" * 40,
        "KEYMOMENTS_KEY_FILE": str(key),
        "KEYMOMENTS_BEHIND_TLS": "yes",
    }
    given.update(changes)
    return {name: value for name, value in given.items() if value is not None}


def test_loopback_needs_no_setting_and_keeps_its_secret(tmp_path):
    given = {"KEYMOMENTS_HOME": str(tmp_path)}
    first = read_environment(given)
    assert first.secret == read_environment(given).secret
    assert (tmp_path / "keys" / "site.secret").stat().st_mode & 0o077 == 0
    assert not first.key_file.is_relative_to(first.data)
    assert first.database["ENGINE"].endswith("sqlite3")
    assert not first.second_factor


def test_public_host_with_its_secrets_starts_and_asks_for_a_second_factor(tmp_path):
    read = read_environment(public(tmp_path))
    assert read.second_factor
    assert not read.plain_http


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"KEYMOMENTS_DEBUG": "yes"}, "KEYMOMENTS_DEBUG"),
        ({"KEYMOMENTS_SECRET": None}, "KEYMOMENTS_SECRET"),
        ({"KEYMOMENTS_SECRET": "short"}, "KEYMOMENTS_SECRET"),
        ({"KEYMOMENTS_KEY_FILE": None}, "KEYMOMENTS_KEY_FILE"),
        ({"KEYMOMENTS_KEY_FILE": "/nowhere/files.key"}, "KEYMOMENTS_KEY_FILE"),
        ({"KEYMOMENTS_BEHIND_TLS": None}, "https"),
        ({"KEYMOMENTS_DEBUG": "perhaps"}, "KEYMOMENTS_DEBUG"),
        ({"KEYMOMENTS_DATABASE": "mysql://a"}, "KEYMOMENTS_DATABASE"),
        ({"KEYMOMENTS_OIDC_SERVER": "https://id.example.org"}, "KEYMOMENTS_OIDC_CLIENT"),
    ],
)
def test_unsafe_setting_is_refused_by_name(tmp_path, change, word):
    with pytest.raises(UnsafeSettings, match=word):
        read_environment(public(tmp_path, **change))


def test_the_key_may_not_lie_beside_what_it_opens(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    (data / "files.key").write_bytes(b"k" * 32)
    with pytest.raises(UnsafeSettings, match="KEYMOMENTS_KEY_FILE"):
        read_environment(public(tmp_path, KEYMOMENTS_DATA=str(data), KEYMOMENTS_KEY_FILE=str(data / "files.key")))


def test_a_postgresql_address_is_taken_apart(tmp_path):
    given = {
        "KEYMOMENTS_HOME": str(tmp_path),
        "KEYMOMENTS_DATABASE": "postgresql://ann:p%40ss@db.example.org:5433/reviews",
    }
    read = read_environment(given).database
    assert (read["NAME"], read["USER"], read["PASSWORD"]) == ("reviews", "ann", "p@ss")
    assert (read["HOST"], read["PORT"]) == ("db.example.org", "5433")


def test_plain_http_on_a_public_host_must_be_said(tmp_path):
    given = public(tmp_path, KEYMOMENTS_BEHIND_TLS=None, KEYMOMENTS_PLAIN_HTTP="yes")
    assert read_environment(given).plain_http
