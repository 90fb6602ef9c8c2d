"""What every test may use: the cases beside the checkout, the packs' words, no silent skips where CI forbids them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import django
import pytest

# The site's settings read the environment when they are first imported: each test process has a home of its own.
os.environ["KEYMOMENTS_HOME"] = tempfile.mkdtemp(prefix="keymoments-test-")
os.environ["KEYMOMENTS_DATABASE"] = os.environ.get("KEYMOMENTS_TEST_DATABASE", "")
os.environ["KEYMOMENTS_SECRET"] = "only-for-tests-and-long-enough-for-them"
os.environ["DJANGO_SETTINGS_MODULE"] = "keymoments.config.settings"
django.setup()
# Left standing, it would have pytest-django read the settings in each further process before it has a home of its own.
del os.environ["DJANGO_SETTINGS_MODULE"]

from django.db import connection  # noqa: E402

if connection.vendor == "sqlite":  # a file, as on the site: what is in memory knows no waiting for one another
    connection.settings_dict["TEST"]["NAME"] = str(Path(os.environ["KEYMOMENTS_HOME"]) / "test.sqlite3")

from keymoments.analysis.vocabulary import Vocabulary  # noqa: E402
from keymoments.knowledge import load_vocabulary  # noqa: E402

SHARED = Path(__file__).parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of material beside the checkout; the test is skipped where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not beside the checkout")
    return SHARED


@pytest.fixture(scope="session")
def vocabulary() -> Vocabulary:
    return load_vocabulary("england")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In CI every program is installed: there a skip is a failure, and its reason is the message."""
    report = yield
    if report.skipped and os.environ.get("KEYMOMENTS_NO_SKIPS") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped where nothing may be skipped: {call.excinfo.value}" if call.excinfo else "skipped"
    return report
