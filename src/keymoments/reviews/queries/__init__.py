"""Every way to read what is stored, each scoped by who may see it."""
