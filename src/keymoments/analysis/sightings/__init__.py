"""Was the child seen, spoken to, alone: whose sight it was, and the words that say so."""

from keymoments.analysis.sightings.contacts import contacts
from keymoments.analysis.sightings.values import Answer, Attempt, Basis, Contact, Interpreter, Mode, Quote, Sighting

__all__ = ["Answer", "Attempt", "Basis", "Contact", "Interpreter", "Mode", "Quote", "Sighting", "contacts"]
