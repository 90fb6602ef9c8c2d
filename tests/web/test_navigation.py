"""The navigation of a review leads nowhere that its reader may not go."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

ROOM = ("Timeline", "Suggestions", "Key moments", "Who knew what", "Findings", "Comments")


@pytest.mark.parametrize(
    ("person", "words"),
    [
        (
            "manager",
            [
                "Overview",
                "How it runs",
                "Requests",
                "Chronology",
                "Household",
                *ROOM,
                "People",
                "Work in progress",
                "Audit",
            ],
        ),
        ("panel", ["Overview", "How it runs", "Chronology", "Household", *ROOM, "People"]),
        ("author", ["Overview", "Requests", "Chronology", "Comments", "Work in progress"]),
        ("board", ["Overview", "How it runs"]),
    ],
)
def test_each_person_is_led_to_their_own_pages(empty, client, person, words):
    client.force_login(empty.people[person])
    page = client.get(reverse("review", args=[empty.review.reference])).content.decode()
    navigation = page.split('class="km-nav"')[1].split("</nav>")[0]
    assert re.findall(r">([^<>]+)</a>", navigation) == words
    for path in re.findall(r'href="([^"]+)"', navigation):
        assert client.get(path).status_code == 200
