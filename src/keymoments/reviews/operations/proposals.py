"""Keep the names that an analysis could not place as proposals; what people decided about them stays."""

from __future__ import annotations

from collections.abc import Mapping

from keymoments.analysis.household import folded_name
from keymoments.analysis.strangers import UnknownPerson
from keymoments.reviews.models import Review, Run, UnknownName

FIT = 200  # characters of a name that are kept
BATCH = 500


def store_unknown(run: Run, found: tuple[UnknownPerson, ...], keys: Mapping[str, str]) -> None:
    """Put the names of the newest analysis in place of the open ones before; ``keys``: id of an entry → its key.

    Two people whom the records call by one name are one proposal, which says so: the program does not know better.
    """
    review = run.review
    names: dict[str, UnknownName] = {}
    for person in found:
        entries = [keys[entry] for entry in person.entries]
        name = names.setdefault(folded_name(person.written)[:FIT], _new(review, run, person))
        name.entries = list(dict.fromkeys([*name.entries, *entries]))
        name.count = len(name.entries)
        if person.guess and person.guess not in name.guess.split("; "):
            name.guess = "; ".join(filter(None, (name.guess, person.guess)))[:FIT]
    review.unknown_names.filter(state=UnknownName.State.OPEN).exclude(key__in=list(names)).delete()
    UnknownName.objects.bulk_create(
        (name for key, name in names.items() if key),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=("review", "key"),
        update_fields=("run", "written", "guess", "count", "entries"),
    )


def _new(review: Review, run: Run, person: UnknownPerson) -> UnknownName:
    key = folded_name(person.written)[:FIT]
    return UnknownName(review=review, run=run, key=key, written=person.written[:FIT], guess="", count=0, entries=[])
