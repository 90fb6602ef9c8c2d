"""The addresses of the site: sign-in, then the pages."""

from django.urls import include, path
from django.views.i18n import set_language

from keymoments.web.views import errors

# Pages of the sign-in package that this site has no use for: an account's address is its administrator's to change,
# nobody makes an account by themselves, and a password is there from the start.
UNUSED = ("email/", "confirm-email/", "password/set/", "login/code/confirm/")
urlpatterns = [
    *(path(f"account/{unused}", errors.not_here) for unused in UNUSED),
    path("account/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    path("", include("keymoments.web.urls")),
]
handler400 = errors.bad_request
handler403 = errors.not_allowed
handler404 = errors.not_found
handler500 = errors.broken
