"""All of the site's settings, from the environment (see :mod:`keymoments.config.environment`)."""

from pathlib import Path

import jinja2
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from keymoments.config.environment import UnsafeSettings, read_environment

try:
    ENVIRONMENT = read_environment()
except UnsafeSettings as error:
    raise ImproperlyConfigured(str(error)) from None

PACKAGE = Path(__file__).resolve().parent.parent

DEBUG = ENVIRONMENT.debug
SECRET_KEY = ENVIRONMENT.secret
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
ROOT_URLCONF = "keymoments.config.urls"
WSGI_APPLICATION = "keymoments.config.wsgi.application"
SITE_ID = 1

# Keymoments' own
DATA = ENVIRONMENT.data
FILE_KEY = ENVIRONMENT.key_file
PARTNERSHIP = ENVIRONMENT.partnership
PACKS = ENVIRONMENT.packs
SECOND_FACTOR = ENVIRONMENT.second_factor  # nobody sees a page before they have set one up
SINGLE_SIGN_ON = ENVIRONMENT.oidc.get("name") or ("your organisation" if ENVIRONMENT.oidc else "")
LARGEST_UPLOAD = ENVIRONMENT.largest_upload
DIRECT_EXPORT = 1000  # entries; an export of more is made in the background
EXPORT_DAYS = ENVIRONMENT.export_days  # for so long an export that was made in the background is kept

INSTALLED_APPS = [
    "keymoments.reviews",
    "keymoments.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *(["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"] if ENVIRONMENT.oidc else []),
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "keymoments.web.guard.SignedInMiddleware",
]
_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "keymoments.web.templating.environment",
            "undefined": jinja2.ChainableUndefined,  # the components of govuk-frontend-jinja need it
            "context_processors": [*_PROCESSORS, "keymoments.web.templating.of_the_page"],
        },
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _PROCESSORS},
    },
]

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

for _folder in ("incoming", "sources"):
    (DATA / _folder).mkdir(parents=True, exist_ok=True, mode=0o700)

# People and sign-in
AUTH_USER_MODEL = "reviews.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # names of files stay out of cookies
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "reviews"
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "change_password": "keymoments.web.forms.passwords.ChangePassword",
    "reset_password_from_key": "keymoments.web.forms.passwords.NewPassword",
}
ACCOUNT_ADAPTER = "keymoments.web.accounts.Accounts"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account is made by an administrator or an invitation sent to the address
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to strangers
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/10m/key,20/10m/ip"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = ENVIRONMENT.plain_http
MFA_TOTP_ISSUER = "Keymoments"
if ENVIRONMENT.oidc:
    SOCIALACCOUNT_ADAPTER = "keymoments.web.sign_on.SingleSignOn"
    SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "organisation",
                    "name": ENVIRONMENT.oidc["name"] or "your organisation",
                    "client_id": ENVIRONMENT.oidc["client"],
                    "secret": ENVIRONMENT.oidc["secret"],
                    "settings": {"server_url": ENVIRONMENT.oidc["server"]},
                }
            ]
        }
    }

# Sessions end when the browser closes, and after an hour without a page: the guard says who is still there.
SESSION_COOKIE_AGE = 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not ENVIRONMENT.plain_http
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "keymoments.web.views.errors.lost_session"
SECURE_PROXY_SSL_HEADER = None if ENVIRONMENT.plain_http else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = not ENVIRONMENT.plain_http
SECURE_HSTS_SECONDS = 0 if ENVIRONMENT.plain_http else 31_536_000
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        # Browsers hold a form's redirect to this too: signing in through the organisation leads to its server.
        "form-action": [SELF, *([ENVIRONMENT.oidc["server"]] if ENVIRONMENT.oidc else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}

# Uploads go to the data folder while they come in, never to a shared temporary folder.
FILE_UPLOAD_HANDLERS = [
    "keymoments.web.uploads.NoLongerThanAllowed",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",  # what is small touches no disk unencrypted
    "keymoments.web.uploads.HeldFile",
]
FILE_UPLOAD_TEMP_DIR = str(ENVIRONMENT.data / "incoming")
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if ENVIRONMENT.mail else "keymoments.reviews.outbox.KeepingBackend"
)
EMAIL_HOST = ENVIRONMENT.mail
EMAIL_TIMEOUT = 30  # seconds: a host that does not answer holds up no work
DEFAULT_FROM_EMAIL = "keymoments@localhost"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("cy", _("Welsh"))]
LOCALE_PATHS = [PACKAGE / "web" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"

STATIC_URL = "/assets/"
STATICFILES_DIRS = [PACKAGE / "web" / "assets", PACKAGE / "export" / "templates" / "styles"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

# Logs say which page and which error, never what stands in a record.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "keymoments.config.log.WithoutCaseText",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
