"""What every test in a browser shares."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.functional.started_site import chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Debian's Chromium, one for the tests of a file."""
    with chromium() as browser:
        yield browser
