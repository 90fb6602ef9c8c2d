"""Terse professional notes as sentences and clauses, and the cues found in them with their scope."""
