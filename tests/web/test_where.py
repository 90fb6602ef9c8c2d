"""Where a child was: every mark and cell leads to what it stands for, and the table says what the picture shows."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.invented_review import CASE, hand_in, invented, with_records

from keymoments.reviews.models import Entry
from keymoments.reviews.operations import entries, members, reviews
from keymoments.reviews.permissions import Permission
from keymoments.reviews.queries.places import enter
from keymoments.reviews.queries.where import where_told

pytestmark = pytest.mark.django_db

# A tick box against its words; days that are no day; a month with many visits; a visit long after.
BOXES = """Date,Note,Child seen alone?
06/04/2021,"Wren seen in the front room with her mother all the while. Fed the cat.",Y
"""
VISITS = (
    "Date,Case note\n"
    + "".join(f'{day:02d}/06/2021,"Home visit {day}. Wren seen with mother."\n' for day in range(1, 28))
    + """20/09/2021,"Home visit. Wren seen with mother."
May 2021,"Home visits this month. Wren seen with mother."
2021,"Wren seen at a review with mother."
undated,"Wren seen at the office with mother."
"""
)


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """One site review for all tests here: what a test changes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = with_records(invented())
        hand_in(made, "school", "boxes.csv", BOXES)
        hand_in(made, "csc", "visits.csv", VISITS)
        yield made
        transaction.set_rollback(True)


def page(client, made, query="", *, by="lead", child="wren"):
    client.force_login(made.people[by])
    return client.get(reverse("where", args=[made.review.reference, child]) + query)


def words_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<svg.*?</svg>", " ", html, flags=re.DOTALL))).split())


def marks_of(html: str) -> dict[str, str]:
    """What each mark of the picture says → where it leads."""
    found = re.findall(r'<a href="([^"]+)" aria-label="([^"]+)"', html)
    return {unescape(words): unescape(link) for link, words in found}


def rows_of(html: str) -> dict[str, list[tuple[str, str]]]:
    """What each row of the table says it is → its cells: words, and where they lead."""
    found = {}
    for head, cells in re.findall(r'role="rowheader">(.*?)</th>(.*?)</tr>', html, flags=re.DOTALL):
        links = re.findall(r'<a class="govuk-link" href="([^"]+)">(.*?)</a>', cells)
        found[words_of(head)] = [(words_of(words), unescape(link)) for link, words in links]
    return found


def names_at(client, link: str) -> set[str]:
    """The entries that a link shows."""
    return set(re.findall(r'id="entry-([^"]+)"', client.get(link).content.decode()))


def name_of(made, text: str) -> str:
    return Entry.objects.get(review=made.review, text__contains=text).name


def test_a_mark_of_the_picture_leads_to_its_entry(site, client):
    marks = marks_of(page(client, site).content.decode())
    seen = "4 March 2021, Larkfield Primary: seen alone and spoken to"
    assert names_at(client, marks[seen]) == {name_of(site, "Wren seen alone")}
    unseen = "19 March 2021, Marsh Children's Services: not seen"
    assert names_at(client, marks[unseen]) == {name_of(site, "asleep upstairs")}
    tried = marks["2 April 2021, Marsh Children's Services: tried, no access"]
    assert names_at(client, tried) == {name_of(site, "no access")}


def test_the_table_says_the_same_and_every_cell_leads_to_its_entries(site, client):
    rows = rows_of(page(client, site).content.decode())
    (school, social_care) = rows["March 2021 : by day"]
    assert "1 seen (1 alone, 1 spoken to)" in school[0]
    assert social_care[0] == "1 not seen; 1 not recorded"
    shown = names_at(client, school[1])
    assert name_of(site, "Wren seen alone") in shown
    assert shown <= set(Entry.objects.filter(agency__key="school").values_list("name", flat=True))
    assert rows["January 2021 to February 2021"] == []


@pytest.mark.parametrize("scale", ["day", "week", "month"])
def test_picture_and_table_hold_the_same_contacts_at_every_scale(site, client, scale):
    html = page(client, site, f"?scale={scale}&at=2021-03-10").content.decode()
    drawn = {link: names_at(client, link) for words, link in marks_of(html).items() if "March 2021" in words}
    assert len(drawn) == 5
    assert all(drawn.values())
    listed = [names_at(client, link) for row, cells in rows_of(html).items() if "March" in row for _, link in cells]
    assert set().union(*drawn.values()) <= set().union(*listed)
    assert f'<option value="{scale}" selected' in html


def test_days_are_paged_and_the_pages_meet(site, client):
    first = page(client, site, "?scale=day").content.decode()
    assert "1 January to 28 March 2021" in words_of(first)
    later = unescape(re.search(r'rel="next" href="([^"#]+)', first)[1])
    second = page(client, site, later).content.decode()
    assert "29 March to 27 June 2021" in words_of(second)
    assert any(words.startswith("2 April 2021") for words in marks_of(second))
    earlier = unescape(re.search(r'rel="prev" href="([^"#]+)', second)[1])
    assert marks_of(page(client, site, earlier).content.decode()) == marks_of(first)


def test_only_the_days_asked_for_are_shown(site, client):
    days = "first_day=15&first_month=3&first_year=2021&last_day=31&last_month=3&last_year=2021"
    html = page(client, site, f"?scale=day&{days}").content.decode()
    assert marks_of(html)
    days = [words for words in marks_of(html) if not words.startswith("some day")]
    assert {words.split(" March")[0] for words in days} == {"18", "19"}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?scale=year", "Select a valid choice"),
        ("?first_day=31&first_month=2&first_year=2021", "Enter a real date"),
        ("?first_day=1&first_month=5&first_year=2021&last_day=1&last_month=4&last_year=2021", "swap them"),
        ("?first_day=1&first_month=5&first_year=2031&last_day=1&last_month=4&last_year=2032", "in the period of the"),
    ],
)
def test_days_that_cannot_be_shown_are_refused_and_the_whole_review_stands(site, client, query, told):
    answer = page(client, site, query)
    assert answer.status_code == 200
    assert told in words_of(answer.content.decode())
    assert "1 January to 31 December 2021" in words_of(answer.content.decode())
    assert any(words.startswith("20 September") for words in marks_of(answer.content.decode()))


@pytest.mark.parametrize("at", ["x", "2021-02-31", "0001-01-01", "9999-12-31", "²"])
def test_a_page_that_is_none_leads_to_the_nearest(site, client, at):
    assert page(client, site, f"?scale=day&at={at}").status_code == 200


def test_the_longest_stretches_are_told_and_drawn(site, client):
    html = page(client, site).content.decode()
    shown = words_of(html)
    assert "The longest time without a recorded sighting: 85 days, 27 June to 20 September 2021." in shown
    assert "The longest time without a recorded sighting alone: 200 days, 4 March to 20 September 2021." in shown
    assert "It ends where the records in hand end." in shown
    assert ">85 days without a recorded sighting</text>" in html
    assert ">200 days without a recorded sighting alone</text>" in html


def test_a_contact_on_some_day_of_a_month_is_reached_at_every_scale(site, client):
    name = name_of(site, "visits this month")
    for scale in ("day", "week"):
        html = page(client, site, f"?scale={scale}&at=2021-05-10").content.decode()
        mark = "some day from 1 to 31 May 2021, Marsh Children's Services: seen"
        assert name in names_at(client, marks_of(html)[mark])
        row = "1 to 31 May 2021 (some day of these; the record is no more exact)"
        assert name in names_at(client, rows_of(html)[row][0][1])
    month = rows_of(page(client, site).content.decode())
    assert month["May 2021 : by day"][0][0] == "seen"
    year = month["1 January to 31 December 2021 (some day of these; the record is no more exact)"]
    assert name_of(site, "at a review") in names_at(client, year[0][1])


def test_a_contact_without_a_date_stands_in_the_table_and_in_a_list(site, client):
    html = page(client, site).content.decode()
    name = name_of(site, "at the office")
    assert name in names_at(client, rows_of(html)["Date not known"][0][1])
    key = Entry.objects.get(name=name).key
    assert f'href="{reverse("entry", args=[site.review.reference, key])}">seen' in html


def test_a_tick_box_against_its_words_is_marked_and_both_are_quoted(site, client):
    html = page(client, site).content.decode()
    mark = next(words for words in marks_of(html) if words.startswith("6 April 2021"))
    assert mark.endswith("tick box and words disagree")
    boxes = words_of(html.split('id="boxes"')[1].split('id="corrected"')[0])
    assert "“Child seen alone?”: “Y”" in boxes
    assert "with her mother" in boxes
    assert "tick box and words disagree" in words_of(html.split('id="table"')[1].split("</table>")[0])


def test_a_corrected_answer_counts_and_is_shown_as_corrected(site, client):
    entry = Entry.objects.get(text__contains="asleep upstairs")
    entries.correct_sighting(
        entry, child="wren", field="seen", value="yes", reason="The worker looked in.", by=site.lead
    )
    html = page(client, site).content.decode()
    mark = "19 March 2021, Marsh Children's Services: seen; corrected by a reviewer"
    assert entry.name in names_at(client, marks_of(html)[mark])
    told = words_of(html.split('id="corrected"')[1])
    assert "Seen read as “No”, corrected to “Yes” by Lead: The worker looked in." in told
    entries.correct_sighting(entry, child="wren", field="seen", value="no", reason="No, she did not.", by=site.lead)
    again = page(client, site).content.decode()
    assert "19 March 2021, Marsh Children's Services: not seen" in marks_of(again)


def test_an_agency_sees_its_own_records_only(site, client):
    html = page(client, site, by="author").content.decode()
    assert "Only your own agency’s records are counted here" in words_of(html)
    assert "Marsh" not in html
    assert marks_of(html)


def test_only_children_of_the_review_have_a_page(site, client):
    assert page(client, site, child="mother").status_code == 404
    assert page(client, site, child="nobody").status_code == 404


def test_a_review_without_records_says_so(site, client):
    bare = reviews.open_review(replace(CASE, reference="bare-2021"), title="Bare", by=site.manager)
    members.declare(bare.memberships.get(user=site.manager), conflict=False, words="", by=site.manager)
    client.force_login(site.manager)
    html = client.get(reverse("where", args=[bare.reference, "wren"])).content.decode()
    assert "The records in hand show no sighting of Wren Tallow" in words_of(html)
    assert marks_of(html) == {}


def test_the_page_reads_no_texts_and_asks_the_same_number_of_times_however_much_there_is(
    site, client, django_assert_max_num_queries
):
    page(client, site)  # signing in asks as well
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("where", args=[site.review.reference, "wren"]))
    hand_in(
        site,
        "csc",
        "more.csv",
        "Date,Case note\n"
        + "".join(f'{day:02d}/08/2021,"Home visit {day}. Wren seen with mother."\n' for day in range(1, 29)),
    )
    with CaptureQueriesContext(connection) as asked:
        html = client.get(reverse("where", args=[site.review.reference, "wren"])).content.decode()
    assert "28 seen" in words_of(html)
    assert len(asked) == len(few)
    whole = [query["sql"] for query in asked.captured_queries if '"reviews_entry"."text"' in query["sql"]]
    assert all('"conflict"' in sql for sql in whole)
    with django_assert_max_num_queries(9):
        where_told(enter(site.lead, site.review.reference, Permission.CHRONOLOGY_VIEW), "wren")


def test_a_crowded_month_is_drawn_as_one_mark_of_each_sort(site, client):
    marks = marks_of(page(client, site).content.decode())
    (words,) = [words for words in marks if "June 2021" in words]
    assert words == "1 to 27 June 2021, Marsh Children's Services: 27 × seen"
    visits = Entry.objects.filter(text__startswith="Home visit", earliest__month=6).values_list("name", flat=True)
    assert set(visits) <= names_at(client, marks[words])
    by_day = marks_of(page(client, site, "?scale=day&at=2021-06-10").content.decode())
    assert sum("June 2021" in words for words in by_day) == 27


def test_a_child_who_was_not_yet_born_is_not_counted(site, client):
    site.review.people.filter(key="wren").update(born=date(2021, 3, 10))
    html = page(client, site).content.decode()
    assert not any(words.startswith("4 March") for words in marks_of(html))
    assert "Born 10 March 2021" in html
    assert "(not yet born)" in words_of(html)
