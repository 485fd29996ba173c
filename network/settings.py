"""Every setting of the portal, read from the environment through one typed reader.

Demo, test and production differ by values, not by files. `PORTAL_MODE` is `demo`, `test` or
`production`; unset means production, which refuses to start without its secrets. Each secret
may come as `NAME` or as a file named by `NAME_FILE`.
"""

from __future__ import annotations

import json
import os
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from network import environment
from network.accounts.page_limits import ACCOUNT_RATE_LIMITS as ACCOUNT_RATE_LIMITS
from network.adminsite.frame import UNFOLD as UNFOLD
from network.web.content_policy import CONTENT_SECURITY_POLICY as CONTENT_SECURITY_POLICY
from network.web.logs import logging_config

env = environment.Environment(os.environ)
BASE_DIR = Path(__file__).resolve().parent.parent

# --- Mode ---

PORTAL_MODE = env.choice("PORTAL_MODE", ("demo", "test", "production"), default="production")
IS_PRODUCTION = PORTAL_MODE == "production"
DATA_DIR = Path(env.text("PORTAL_DATA_DIR", default=str(BASE_DIR / "var"))).resolve()
PORT = env.number("PORT", default=8000, least=1, most=65535)
DEBUG = False


def _running_server(name: str) -> str:
    """The address of an embedded server that `make demo` has started on this data folder."""
    record = DATA_DIR / "servers.json"
    if record.exists():
        return str(json.loads(record.read_text(encoding="utf-8"))[name])
    raise ImproperlyConfigured(
        f"{name} is not set and no demo is running on {DATA_DIR}. Start `make demo`, or run the "
        f'command through `make manage CMD="..."`, or set {name}.'
    )


def _required(name: str, *, elsewhere: str) -> str:
    """A value that production must be given; other modes fall back to `elsewhere`."""
    value = env.text(name, default="" if IS_PRODUCTION else elsewhere)
    if IS_PRODUCTION and not value:
        raise ImproperlyConfigured(
            f"{name} (or {name}_FILE) must be set in production. See docs/operations.md."
        )
    return value


def _server(name: str) -> str:
    """The address of PostgreSQL or Redis: named in production, embedded elsewhere."""
    if IS_PRODUCTION:
        return _required(name, elsewhere="")
    return env.text(name) or _running_server(name)


# --- Secrets and addresses ---

SECRET_KEY = _required("SECRET_KEY", elsewhere="demo-and-test-only-" + "x" * 50)
if IS_PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY must hold at least 50 characters in production.")
SECRET_KEY_FALLBACKS: list[str] = env.words("SECRET_KEY_FALLBACKS", default=[])
SITE_URL = environment.site(_required("SITE_URL", elsewhere=f"http://localhost:{PORT}"))
SITE_HOST = urlsplit(SITE_URL).hostname or "localhost"
ALLOWED_HOSTS: list[str] = env.words(
    "ALLOWED_HOSTS",
    default=[SITE_HOST] if IS_PRODUCTION else ["localhost", "127.0.0.1", "testserver"],
)
environment.require_hosts(ALLOWED_HOSTS)
CSRF_TRUSTED_ORIGINS: list[str] = env.words("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
environment.require_origins(CSRF_TRUSTED_ORIGINS)

# --- Journal of erasures ---

# Outside of what a backup of the database restores (docs/privacy.md).
ERASURE_JOURNAL = Path(
    env.text("ERASURE_JOURNAL", default=str(DATA_DIR / "journal" / "erasures.jsonl"))
)
# Its hashes are made with the first; a copy of the file outlives a change of SECRET_KEY.
JOURNAL_KEYS = [env.text("JOURNAL_KEY", default=SECRET_KEY), SECRET_KEY, *SECRET_KEY_FALLBACKS]

# --- Apps ---

INSTALLED_APPS = [
    "network.apps.NetworkConfig",
    "focalpoints.apps.FocalpointsConfig",
    "meetings.apps.MeetingsConfig",
    "initiatives.apps.InitiativesConfig",
    "newsletters.apps.NewslettersConfig",
    "unfold.apps.BasicAppConfig",  # its default one would put its own site before ours
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "unfold.contrib.import_export",
    "import_export",
    "network.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "pghistory.admin",
    "django.forms",  # its widget templates come last, so that the portal's and unfold's win
]
FORM_RENDERER = "network.web.rendering.PortalRenderer"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "network.web.middleware.NoStoreMiddleware",
    "network.web.middleware.SectionCSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "network.web.middleware.RestoredMiddleware",
    "network.web.middleware.NulMiddleware",  # after the language, in which it answers
    "network.web.kept_pages.KeptPagesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "network.web.own_origin.OwnOriginMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "network.web.middleware.WrongMethodMiddleware",
    "network.web.middleware.SecondFactorMiddleware",
    "network.web.middleware.VisibilityMiddleware",
    "network.web.middleware.PortalHistoryMiddleware",
]

ROOT_URLCONF = "network.urls"
WSGI_APPLICATION = "network.wsgi.application"
AUTH_USER_MODEL = "network.User"
# Email is unique without regard to case, by a constraint on LOWER(email); W004 sees columns only.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "network.web.context.portal",
            ],
        },
    }
]

# --- Database, cache, broker ---

DATABASES = {
    "default": environment.postgres(
        _server("DATABASE_URL"), keep=env.switch("PORTAL_KEEP_CONNECTIONS", default=False)
    )
}
REDIS_URL = environment.redis(_server("REDIS_URL"))
CACHES = {
    "default": {
        "BACKEND": "network.web.cache.FallbackCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    },
    # What has no stand-in: without Redis a page is made again.
    "pages": {
        "BACKEND": "network.web.cache.OptionalCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "portal-pages",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    },
}
# How many visitors' pages are kept at most, of up to 64 KB each; 0 keeps none. Tests keep none,
# because what they write is taken back, which the version of the data does not tell.
KEPT_PAGES = env.number(
    "KEPT_PAGES", default=0 if PORTAL_MODE == "test" else 1_000, least=0, most=100_000
)
# The same of parts that several pages share, such as the map.
KEPT_PARTS = env.number(
    "KEPT_PARTS", default=0 if PORTAL_MODE == "test" else 2_500, least=0, most=10_000
)
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 90
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A task is a hint: when the broker is away the row waits for the sweep, and the person who
# pressed the button does not wait for a connection.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than any task may last, so that none runs twice for being slow. Nothing waits for
    # it: what a killed worker held is found by the sweeps once its lease is over.
    "visibility_timeout": CELERY_TASK_TIME_LIMIT + 30,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "max_retries": 1,
}
CELERY_TASK_PUBLISH_RETRY = False


def _every(seconds: int, task: str) -> dict[str, Any]:
    """A turn of beat; one that nobody has taken when the next comes is dropped."""
    return {"task": task, "schedule": float(seconds), "options": {"expires": seconds}}


CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "worker-pulse": _every(10, "network.tasks.pulse"),
    "sweep-outbox": _every(5, "network.tasks.sweep_outbox"),
    "sweep-imports": _every(10, "network.tasks.sweep_imports"),
    "sweep-register": _every(60, "focalpoints.tasks.sweep_register"),
    "sweep-deliveries": _every(5, "newsletters.tasks.sweep_deliveries"),
    "sweep-documents": _every(5, "network.tasks.sweep_documents"),
}

# --- Mail ---

vars().update(environment.mail(_required("EMAIL_URL", elsewhere="smtp://127.0.0.1:8025")))
# EMAIL_URL says where the sending engine connects; Django's own mail goes to the outbox as well.
EMAIL_BACKEND = "network.mail.backend.OutboxBackend"
EMAIL_TIMEOUT = 10
# How many connections one sending process holds.
EMAIL_CONNECTIONS = env.number("EMAIL_CONNECTIONS", default=8, least=1, most=50)
DEFAULT_FROM_EMAIL = _required(
    "DEFAULT_FROM_EMAIL",
    elsewhere="WPS Focal Points Network Secretariat <secretariat@example.org>",
)
environment.require_sender("DEFAULT_FROM_EMAIL", DEFAULT_FROM_EMAIL)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# Where people write to the Secretariat; pages show it.
SECRETARIAT_EMAIL = env.text("SECRETARIAT_EMAIL", default=parseaddr(DEFAULT_FROM_EMAIL)[1])
environment.require_address("SECRETARIAT_EMAIL", SECRETARIAT_EMAIL)
# A restored backup must not send what was due when it was taken: start it with this off.
PORTAL_SENDING = env.switch("PORTAL_SENDING", default=True)

# --- Languages ---

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
    ("ru", _("Russian")),
    ("zh-hans", _("Chinese")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "network.values.formats"
USE_TZ = True
# The Network's time zone, for `network.clock` and for moments on pages and in mails.
NETWORK_TIME_ZONE = environment.time_zone(env.text("NETWORK_TIME_ZONE", default="America/New_York"))
TIME_ZONE = NETWORK_TIME_ZONE
LANGUAGE_COOKIE_NAME = f"portal_language_{PORT}"
LANGUAGE_COOKIE_SAMESITE = "Lax"

# --- Files ---

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("PORTAL_STATIC_ROOT", default=str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "network.web.stylesheet.SiteStylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "/media/"  # never served as a folder: each document has a view that checks rights
STORAGES = {
    "default": {"BACKEND": "network.documents.storage.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PORTAL_MODE == "test"
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# In tests looked up for each request: each client would otherwise list all files at its start.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = PORTAL_MODE == "test"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_MAX_MEMORY_SIZE = 11 * 1024 * 1024  # above a letter's: /tmp may be full
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a communiqué of 200 paragraphs posts a thousand

# --- Accounts ---

AUTHENTICATION_BACKENDS = ["network.accounts.sign_in.PortalBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_ADAPTER = "network.accounts.sign_in.PortalAccountAdapter"
_FORMS = "network.accounts.sign_in_forms"
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "reset_password_from_key": f"{_FORMS}.ResetPasswordKeyForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_UNIQUE_EMAIL = True
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # the page that sends the link says one day
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation has already proved the address
# A message either way, so that asking for a password takes the same work for every address.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Who gives rights or changes a colleague's account has proved who they are in the last five
# minutes: long enough for a handful of accounts, too short for an unattended screen.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "network.accounts.tokens.ResetTokenGenerator"  # noqa: S105 - a path
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SITE_URL.startswith("https://") else "http"
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "after-login"
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
MFA_FORMS = {
    "authenticate": "network.accounts.second_factor_forms.CodeForm",
    "reauthenticate": "network.accounts.second_factor_forms.CodeAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "WPS Focal Points Network"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off (RFC 6238, section 5.2)
# The demo lets Secretariat staff in with a password alone, and says so on the page.
SECOND_FACTOR_REQUIRED = IS_PRODUCTION or env.switch("PORTAL_SECOND_FACTOR", default=False)
# X-Forwarded-For counts only as far as the proxies that production names.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", default=0, least=0, most=9)

# --- Transport and cookies ---

_HTTPS = SITE_URL.startswith("https://")
if IS_PRODUCTION and not _HTTPS and SITE_HOST not in {"localhost", "127.0.0.1"}:
    raise ImproperlyConfigured("SITE_URL must begin with https:// in production.")
SESSION_COOKIE_NAME = f"portal_session_{PORT}"
CSRF_COOKIE_NAME = f"portal_csrf_{PORT}"
MESSAGE_STORAGE = (
    "network.web.message_storage.PortalMessageStorage"  # a cookie with the port in its name as well
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = IS_PRODUCTION and _HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_SSL_REDIRECT = IS_PRODUCTION and _HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if IS_PRODUCTION and _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_PRODUCTION and _HTTPS
SECURE_HSTS_PRELOAD = IS_PRODUCTION and _HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- History, logs ---

PGHISTORY_ADMIN_MODEL = "pghistory.MiddlewareEvents"
PGHISTORY_ADMIN_CLASS = "network.importing.admin.trail.ExportedTrailAdmin"
LOGGING = logging_config(
    env.choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), default="INFO")
)
