"""The site as a web server calls it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "keymoments.config.settings")
application = get_wsgi_application()


def _warm() -> None:
    """Load what the first visitors would wait for, and what every page needs: addresses, views and templates."""
    from django.template import engines
    from django.template.backends.jinja2 import Jinja2
    from django.urls import get_resolver

    from keymoments.collector import collect_seldom

    _ = get_resolver().url_patterns
    for engine in engines.all():
        if isinstance(engine, Jinja2):
            for name in engine.env.list_templates(extensions=["jinja"]):
                engine.env.get_template(name)
    collect_seldom()


_warm()
