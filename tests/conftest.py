"""What every test may use: the cases beside the checkout, the packs' words, no silent skips where CI forbids them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from keymoments.analysis.vocabulary import Vocabulary
from keymoments.knowledge import load_vocabulary

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
