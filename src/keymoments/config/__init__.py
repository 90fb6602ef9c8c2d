"""The site's settings, addresses and entry point for a web server."""
