"""Everything the site stores: models, and the operations and queries through which alone they are reached."""
