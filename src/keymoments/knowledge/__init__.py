"""Packs of definitions (words, rules, limits) and their loader."""
