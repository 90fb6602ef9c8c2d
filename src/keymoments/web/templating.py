"""The Jinja2 environment of the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PackageLoader, PrefixLoader

from keymoments.web.presenters.folding import entry_text
from keymoments.web.presenters.running import TABS


def environment(**options: Any) -> Environment:
    """Made by Django's settings; the components come from govuk-frontend-jinja."""
    folders = options.pop("loader", None) or FileSystemLoader([])
    options["loader"] = ChoiceLoader(
        [folders, PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})]
    )
    made = Environment(  # noqa: S701 - autoescape comes from Django's options, and is on
        **options, extensions=["jinja2.ext.i18n", "jinja2.ext.do"], trim_blocks=True, lstrip_blocks=True
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(static=static, url=_url, partnership=settings.PARTNERSHIP)
    made.globals.update(running_tabs=TABS, entry_text=entry_text)
    made.filters.update(day=day, moment=moment)
    return made


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)


def day(value: date | None) -> str:
    """A day as it is read in Britain."""
    return date_format(value, "j F Y") if value else ""


def moment(value: datetime | None) -> str:
    """A day and the time of it, in local time."""
    return date_format(timezone.localtime(value), "j F Y, H:i") if value else ""


def of_the_page(request: HttpRequest) -> dict[str, Any]:
    """What every page knows."""
    return {
        "path": request.path,
        "single_sign_on": settings.SINGLE_SIGN_ON,
        "second_factor": settings.SECOND_FACTOR,
    }
