"""medspaCy's ConText with equivalent targets, measured beside Keymoments on the labelled notes."""
