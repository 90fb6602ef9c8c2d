"""x."""
from keymoments.analysis.docket import Docket, Wait
def unanswered(docket, vocabulary):
    return iter(())
