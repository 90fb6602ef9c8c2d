"""Was the child seen, spoken to, alone; whose sight it was; and the words that say so."""
