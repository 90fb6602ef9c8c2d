"""Keep a filter by name, give it another name, and let it go."""

from __future__ import annotations

from django.utils.translation import gettext as _

from keymoments.reviews import audit
from keymoments.reviews.models import Review, SavedView, User
from keymoments.reviews.operations.operation import Refused, operation
from keymoments.reviews.permissions import Permission


@operation(Permission.CHRONOLOGY_VIEW)
def save_view(review: Review, *, name: str, query: str, by: User) -> SavedView:
    """Keep a filter under a name; the same name again takes the new filter."""
    if not name.strip():
        raise Refused(_("Give the view a name."))
    kept, _made = SavedView.objects.update_or_create(
        review=review, user=by, name=name.strip(), defaults={"query": query}
    )
    audit.record("review:view:save", kept, by=by)
    return kept


@operation(Permission.CHRONOLOGY_VIEW)
def rename_view(view: SavedView, *, name: str, by: User) -> SavedView:
    """Give one of one's own kept filters another name."""
    if view.user_id != by.pk:
        raise Refused(_("This view is somebody else's."))
    if not name.strip():
        raise Refused(_("Give the view a name."))
    if SavedView.objects.filter(review=view.review, user=by, name=name.strip()).exclude(pk=view.pk).exists():
        raise Refused(_("You keep a view of this name already: choose another one."))
    view.name = name.strip()
    view.save(update_fields=["name"])
    audit.record("review:view:rename", view, by=by)
    return view


@operation(Permission.CHRONOLOGY_VIEW)
def forget_view(view: SavedView, *, by: User) -> None:
    """Let one of one's own kept filters go."""
    if view.user_id != by.pk:
        raise Refused(_("This view is somebody else's."))
    audit.record("review:view:forget", view, by=by)
    view.delete()
