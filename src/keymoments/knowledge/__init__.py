"""Packs of definitions (words, later rules, limits and procedures) and their loader."""

from keymoments.knowledge.limits import limits_of, load_limits
from keymoments.knowledge.packs_on_disk import NATIONS, PackFolder, hash_of, pack_chain
from keymoments.knowledge.vocabulary import load_vocabulary, vocabulary_of

__all__ = [
    "NATIONS",
    "PackFolder",
    "hash_of",
    "limits_of",
    "load_limits",
    "load_vocabulary",
    "pack_chain",
    "vocabulary_of",
]
