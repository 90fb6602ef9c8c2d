"""Promises over every page, operation and field of the site."""

import re

import pytest
from django.apps import apps
from django.urls import get_resolver, reverse

from keymoments.config import urls as config_urls  # noqa: F401 - loads every view, and with them every operation
from keymoments.reviews.operations.operation import OPERATIONS
from keymoments.reviews.privacy import FIELDS
from keymoments.web import urls as web_urls

# A link of an invitation is its own proof; whoever watches the server has no account.
WITHOUT_SIGN_IN = {"invitation", "health"}
NAMES = [pattern.name for pattern in web_urls.urlpatterns if pattern.name not in WITHOUT_SIGN_IN]


def test_every_field_says_what_it_holds():
    stored = {
        model.__name__: {field.name for field in model._meta.get_fields() if field.concrete}
        for model in apps.get_app_config("reviews").get_models()
    }
    said = {model: {name for names in sorts.values() for name in names.split()} for model, sorts in FIELDS.items()}
    assert said == stored


def test_every_operation_declares_a_permission_and_takes_who_does_it():
    import importlib
    import inspect
    import pkgutil

    from keymoments.reviews import operations

    found = set()
    for module in pkgutil.iter_modules(operations.__path__):
        loaded = importlib.import_module(f"keymoments.reviews.operations.{module.name}")
        for name, value in vars(loaded).items():
            if inspect.isfunction(value) and value.__module__ == loaded.__name__ and hasattr(value, "__wrapped__"):
                found.add(f"{module.name}.{name}")
                assert inspect.signature(value).parameters["by"].kind is inspect.Parameter.KEYWORD_ONLY
    assert found == set(OPERATIONS)
    assert found


def test_every_page_shares_its_name_with_its_view():
    for pattern in web_urls.urlpatterns:
        assert pattern.callback.__name__ == pattern.name


def test_no_page_and_no_asset_has_inline_code():
    from keymoments.web import templating

    folder = __import__("pathlib").Path(templating.__file__).parent / "templates"
    for path in folder.rglob("*.jinja"):
        text = path.read_text()
        assert not re.search(r"\son\w+=|style=|<style|javascript:", text), path.name
        for script in re.findall(r"<script[^>]*>", text):
            assert "src=" in script


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_nobody_sees_a_page_without_signing_in(client, name):
    answer = client.get(reverse(name, kwargs=dict.fromkeys(_wanted(name), "1")))
    assert answer.status_code == 302
    assert answer.url.startswith("/account/login/")


def _wanted(name):
    (found,) = get_resolver().reverse_dict.getlist(name)[:1]
    return found[0][0][1]
