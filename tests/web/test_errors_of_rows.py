"""A form for one row of a list that was sent wrong: each error leads to a box that is there, in a part that is open."""

from __future__ import annotations

import re
from datetime import date

from django.urls import reverse

from keymoments.reviews.operations import engagement, procedures, proceedings, quality

ON = date(2024, 5, 2)


def sent_wrong(client, who, name, site, *args, **values):
    client.force_login(who)
    page = client.post(reverse(name, args=[site.review.reference, *args]), values).content.decode()
    wanted = set(re.findall(r'href="#(id_[^"]+)"', page))
    assert wanted
    assert wanted <= set(re.findall(r'id="([^"]+)"', page))
    assert re.search(r'<details class="govuk-details" open>', page)


def test_each_error_leads_to_its_own_box(empty, client):
    review, by = empty.review, empty.manager
    procedures.choose_procedure(review, key="england-lcspr-2023", on=ON, by=by)
    row = procedures.record_event(review, event="aware", on=ON, by=by)
    sent_wrong(client, by, "stages", empty, do="back", row=row.pk)
    row = procedures.pause(review, sort="inquest", starts=ON, ends=ON, reason="x", by=by)
    sent_wrong(client, by, "pauses", empty, do="back", row=row.pk)
    sent_wrong(client, by, "pauses", empty, do="ends", row=row.pk)
    row = procedures.check_progress(review, on=ON, time="on-time", quality="good", by=by)
    sent_wrong(client, by, "checks", empty, do="back", row=row.pk)
    row = proceedings.hold_publication(review, reason="x", by=by)
    sent_wrong(client, by, "proceedings", empty, do="lift", row=row.pk)
    row = proceedings.declare_independence(review, answers=dict.fromkeys(proceedings.QUESTIONS, False), by=empty.lead)
    sent_wrong(client, by, "independence", empty, do="judge", row=row.pk)
    event = engagement.hold_event(review, title="x", on=ON, invited=2, came=1, by=by)
    sent_wrong(client, by, "learning", empty, do="point", event=event.number)
    person = engagement.name_engaged(review, sort="parent", who="x", by=by)
    row = engagement.take_step(person, step="told", on=ON, by=by)
    sent_wrong(client, by, "engaged", empty, person.number, do="back", row=row.pk)
    quality.open_quality_round(review, scheme="markers-18", one=empty.lead, other=empty.panel, by=by)
    sent_wrong(client, by, "quality_round", empty, 1, do="another", leaves=empty.lead.pk)
