"""The addresses of the site: sign-in, then the pages."""

from django.urls import include, path
from django.views.i18n import set_language

from keymoments.web.views import errors

urlpatterns = [
    path("account/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    path("", include("keymoments.web.urls")),
]
handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.broken
