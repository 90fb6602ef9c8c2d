"""The audit tells who did what, cannot be changed unseen, and holds no word of the case."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from tests.invented_review import SCHOOL, hand_in

from keymoments.reviews import audit
from keymoments.reviews.models import AuditEvent
from keymoments.reviews.operations import comments, entries


def actions(review):
    return list(AuditEvent.objects.filter(review=review).values_list("action", flat=True))


def test_every_step_of_a_review_is_in_the_audit(filled):
    said = actions(filled.review)
    assert said[0] == "review:open"
    assert {"review:member:admit", "review:member:declare", "review:source:upload", "review:source:read"} <= set(said)


def test_whole_chain_verifies_and_gives_an_anchor(filled, capsys):
    call_command("verify_audit")
    assert f"{AuditEvent.objects.count()} lines, whole" in capsys.readouterr().out


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reviews_auditevent SET action = 'nothing' WHERE id = {third}",
        "UPDATE reviews_auditevent SET by_id = NULL WHERE id = {third}",
        "DELETE FROM reviews_auditevent WHERE id = {third}",
        "DELETE FROM reviews_auditevent WHERE id = {last}",
    ],
)
def test_a_changed_or_missing_line_is_found(empty, change):
    numbers = list(AuditEvent.objects.order_by("id").values_list("id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(change.format(third=numbers[2], last=numbers[-1]))
    with pytest.raises(CommandError):
        call_command("verify_audit")


def test_no_word_of_a_record_stands_in_the_audit(filled):
    row = filled.review.entries.get(text__startswith="Wren seen alone")
    comments.comment(row.review, about="entry", thing=row.key, text="The bruise matters.", by=filled.panel)
    entries.correct_sighting(row, child="wren", field="alone", value="no", reason="Mother was there", by=filled.lead)
    kept = json.dumps(list(AuditEvent.objects.values("action", "object", "fields")))
    assert "ruise" not in kept
    assert "Mother" not in kept
    assert "Wren" not in kept


def test_a_refusal_is_written_down_and_stays_written(empty):
    from keymoments.reviews.operations.operation import NotAllowed

    with pytest.raises(NotAllowed):
        hand_in(empty, "csc", "notes.csv", SCHOOL, by="author")
    assert AuditEvent.objects.filter(action="refused:source:upload", by=empty.author).count() == 1


def test_lines_of_work_that_failed_are_not_kept_and_the_chain_still_fits(empty):
    from django.db import transaction

    before = AuditEvent.objects.count()

    def breaks():
        with transaction.atomic():
            audit.record("review:view", empty.review, by=empty.lead)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        breaks()
    assert AuditEvent.objects.count() == before
    assert audit.broken_at()[0] is None
