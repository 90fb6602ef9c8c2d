"""All that a chain of packs says, loaded at once for an analysis."""

from __future__ import annotations

from pathlib import Path

from keymoments.analysis.run import Definitions
from keymoments.knowledge.limits import limits_of
from keymoments.knowledge.packs_on_disk import hash_of, pack_chain
from keymoments.knowledge.rule_examples import check_examples
from keymoments.knowledge.rules import rules_of
from keymoments.knowledge.vocabulary import vocabulary_of


def definitions_of(nation: str, own: tuple[Path, ...] = ()) -> Definitions:
    """The words, limits and rules of a nation with an organisation's ``own`` packs over them.

    Own packs are tried by their examples first; those that come with the program were tried when it was made.
    Raises :class:`~keymoments.errors.PackError` naming file, line and key.
    """
    chain = pack_chain(nation, own)
    vocabulary, rules = vocabulary_of(chain), rules_of(chain)
    if own:
        check_examples(chain, nation, only=[pack.name for pack in chain[-len(own) :]])
    pack = chain[-1 - len(own)]
    return Definitions(pack.name, pack.version, hash_of(chain), vocabulary, limits_of(chain), rules)
