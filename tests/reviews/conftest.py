"""A review with people in it, for tests of what is stored."""

import pytest
from tests.invented_review import Invented, invented, with_records


@pytest.fixture
def empty(db) -> Invented:
    return invented()


@pytest.fixture
def filled(empty) -> Invented:
    return with_records(empty)
