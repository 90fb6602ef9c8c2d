"""Files into entries and Problems; one module a format."""
