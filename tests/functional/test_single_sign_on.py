"""Signing in through the organisation, with a real identity provider beside the site."""

from __future__ import annotations

import json
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import expect
from tests.functional.started_site import Site

# The provider runs in this process and warns of its own library.
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")


@pytest.fixture(scope="module")
def provider():
    with run_server_in_thread() as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.fixture(scope="module")
def site(tmp_path_factory, provider):
    made = Site(
        tmp_path_factory.mktemp("sso"),
        {"ann": ""},
        KEYMOMENTS_OIDC_NAME="Marsh Council",
        KEYMOMENTS_OIDC_SERVER=provider,
        KEYMOMENTS_OIDC_CLIENT="keymoments",
        KEYMOMENTS_OIDC_SECRET="only-for-this-test",
    )
    yield made
    made.stop()


def sign_in(browser, site, provider, email, *, verified):
    subject = f"{email}, {verified}"
    claims = {"email": email, "email_verified": verified}
    told = Request(  # noqa: S310
        f"{provider}/users/{quote(subject)}",
        data=json.dumps(claims).encode(),
        headers={"Content-Type": "application/json"},
        method="PUT",
    )
    urlopen(told).close()  # noqa: S310
    page = browser.new_page()
    page.goto(site.address)
    page.get_by_role("button", name="Sign in with Marsh Council").click()
    page.get_by_placeholder("sub").fill(subject)
    page.get_by_role("button", name="Authorize").click()
    return page


def test_an_address_that_has_an_account_is_let_in(browser, site, provider):
    page = sign_in(browser, site, provider, "ann@example.org", verified=True)
    expect(page.get_by_role("heading", name="Your reviews")).to_be_visible()
    page.close()


@pytest.mark.parametrize(("email", "verified"), [("stranger@example.org", True), ("ann@example.org", False)])
def test_a_stranger_and_an_address_nobody_vouches_for_are_not(browser, site, provider, email, verified):
    page = sign_in(browser, site, provider, email, verified=verified)
    expect(page.get_by_role("heading", name="Your reviews")).not_to_be_visible()
    page.goto(site.address)
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.close()
