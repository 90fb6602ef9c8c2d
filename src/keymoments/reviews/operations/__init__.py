"""Every way to change what is stored."""
