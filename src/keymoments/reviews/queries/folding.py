"""Which entries are folded for a reader: by the words of the pack, by what people said, by the reader's own choice."""

from __future__ import annotations

from functools import cached_property, lru_cache

from keymoments.analysis.distressing import Reader
from keymoments.knowledge.distressing import load_distressing
from keymoments.reviews.queries.places import Place

MARKED = "marked"  # the group of an entry that people said is hard to read


@lru_cache(maxsize=8)
def _reader(nation: str) -> Reader:
    return Reader(load_distressing(nation))


class Folding:
    """What is folded for one reader of one review; asked for when the first entry is shown, two queries in all."""

    def __init__(self, place: Place) -> None:
        self._place = place

    @cached_property
    def wanted(self) -> bool:
        """Whether the reader wants folding; they do until they say otherwise."""
        choice = self._place.review.reader_choices.filter(user=self._place.user).first()
        return choice is None or choice.fold

    @cached_property
    def _said(self) -> dict[str, bool]:
        return dict(self._place.review.folds.values_list("entry_key", "folded"))

    def groups_of(self, key: str, text: str) -> tuple[str, ...]:
        """What an entry speaks of that folds it, whether or not the reader wants folding; nothing folds nothing."""
        said = self._said.get(key)
        if said is False:
            return ()
        found = _reader(self._place.review.nation).groups_in(text)
        return found or ((MARKED,) if said else ())

    def folds(self, key: str, text: str) -> tuple[str, ...]:
        """What folds an entry for this reader."""
        return self.groups_of(key, text) if self.wanted else ()
