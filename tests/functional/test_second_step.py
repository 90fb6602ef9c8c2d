"""A second step of signing in, in Chromium: an authenticator app with and without scripts, and a passkey."""

from __future__ import annotations

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect
from tests.functional.at_browsers import Person
from tests.functional.started_site import Site
from tests.invented_review import PASSWORD

pytestmark = pytest.mark.slow
PERIOD = 30  # seconds for which a code counts


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A site that asks everybody for a second step."""
    people = dict.fromkeys(("author", "reader", "traveller"), "")
    made = Site(tmp_path_factory.mktemp("home"), people, KEYMOMENTS_SECOND_FACTOR="yes")
    yield made
    made.stop()


def code_of(secret: str, *, steps: int = 0) -> str:
    """What an app shows now (or so many periods later)."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD + steps))


def confirm(person: Person) -> None:
    """Whoever changes what protects an account gives its password once more."""
    person.page.get_by_label("Password").fill(PASSWORD)
    person.press("Continue")


def with_device(page: Page) -> None:
    """A device that keeps passkeys and whose owner is there."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
               "isUserVerified": True, "automaticPresenceSimulation": True}  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in_again(person: Person, name: str) -> None:
    person.press("Sign out")
    person.sign_in(name)


@pytest.mark.parametrize(("name", "scripts"), [("author", True), ("reader", False)], ids=["scripts", "no-scripts"])
def test_an_app_is_set_up_and_asked_for(browser, site, name, scripts):
    person = Person(browser, site, name, scripts=scripts)
    expect(person.page.get_by_text("This site asks everybody for a second step")).to_be_visible()
    person.go("/")
    expect(person.page.get_by_role("heading", name="Security of your account")).to_be_visible()
    person.page.get_by_role("link", name=re.compile("Set up ?: Authenticator app")).click()
    confirm(person)
    secret = person.page.locator("code").inner_text()
    person.page.get_by_label("Authenticator code").fill("000000")
    person.press("Set up")
    expect(person.page.get_by_role("alert")).to_contain_text("Incorrect code")
    assert person.page.locator("code").inner_text() == secret, "the app would have to be set up anew"
    person.page.get_by_label("Authenticator code").fill(code_of(secret))
    person.press("Set up")
    codes = re.findall(r"\b[0-9a-f]{8}\b|\b\d{8}\b", person.page.inner_text("main"))
    assert len(codes) >= 8
    sign_in_again(person, name)
    expect(person.page.get_by_role("heading", name="Second step of signing in")).to_be_visible()
    person.go("/")  # half signed in is not in
    expect(person.page.get_by_role("heading", name="Second step of signing in")).to_be_visible()
    person.page.get_by_label("Code").fill(codes[0])
    person.press("Continue")
    expect(person.page.get_by_role("heading", name="Your reviews")).to_be_visible()


def test_a_browser_without_a_passkey_says_so_when_asked_and_not_before(browser, site):
    page = browser.new_context().new_page()
    page.goto(site.address.replace("127.0.0.1", "localhost"))
    failed = page.get_by_text("That did not work: no passkey was used.")
    expect(failed).to_be_hidden()
    with_device(page)  # and nothing on it
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(failed).to_be_visible()


def test_a_passkey_signs_in_without_a_password(browser, site):
    person = Person(browser, site, "traveller")
    person.site.address = site.address.replace("127.0.0.1", "localhost")  # a passkey belongs to a name
    with_device(person.page)
    person.sign_in("traveller")
    person.page.get_by_role("link", name=re.compile("Add ?: Passkeys")).click()
    confirm(person)
    person.page.get_by_label("Name").fill("Work laptop")
    person.press("Add the passkey")
    expect(person.page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    person.go("/account/2fa/webauthn/")
    expect(person.page.get_by_role("term")).to_have_text("Work laptop")
    person.press("Sign out")
    person.go("/")
    person.press("Sign in with a passkey")
    expect(person.page.get_by_role("heading", name="Your reviews")).to_be_visible()
    assert PASSWORD not in person.page.content()
