"""Keep what somebody has typed and not sent yet, so that nothing is lost with a session or a machine."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.models import Draft, Review, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission

LONGEST = 200_000  # characters of all boxes of a form together


@operation(Permission.MOMENT_CHANGE)
def keep_draft(review: Review, *, about: str, values: Mapping[str, object], based_on: int, by: User) -> Draft:
    """Keep the boxes of a form as they stand, in place of what was kept before; only its writer sees it."""
    if sum(len(str(value)) for value in values.values()) > LONGEST:
        raise Refused(_("This is too long for one form: send it in parts."))
    kept, made = Draft.objects.update_or_create(
        review=review, user=by, about=about, defaults={"values": dict(values), "based_on": based_on}
    )
    audit.record("review:draft:begin" if made else "review:draft:keep", kept, by=by)
    return kept


@operation(Permission.MOMENT_CHANGE)
def let_draft_go(draft: Draft, *, by: User) -> None:
    """Let one's own draft go."""
    if draft.user_id != by.pk:
        raise Refused(_("This draft is somebody else's."))
    audit.record("review:draft:let-go", draft, by=by)
    draft.delete()
