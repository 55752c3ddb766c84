"""Settings: one file, read from the environment, complete without it."""

from __future__ import annotations

import json
import os
from datetime import time
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from karamad.config.home import CHECKOUT, home, key

HOME = home()
DEBUG = os.environ.get("KARAMAD_DEBUG") == "1"
SECRET_KEY = key("secret").hex()
NATIONAL_ID_KEY = key("national-id")
BLIND_INDEX_KEY = key("blind-index")
ALLOWED_HOSTS = os.environ.get("KARAMAD_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = os.environ.get("KARAMAD_ORIGINS", "").split()

INSTALLED_APPS = [
    "karamad.config.admin.KaramadAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.forms",
    "template_partials",
    "karamad.web",
    "karamad.trust.audit",
    "karamad.trust.accounts",
    "karamad.registers.people",
    "karamad.registers.regulations",
    "karamad.registers.courses",
    "karamad.registers.competencies",
    "karamad.registers.credentials",
    "karamad.registers.exchange",
    "karamad.lake",
    "karamad.cycle.outbox",
    "karamad.cycle.eligibility",
    "karamad.cycle.planning",
    "karamad.insight.coverage",
    "karamad.cycle.delivery",
    "karamad.cycle.costs",
    "karamad.insight.readiness",
    "karamad.insight.whatif",
    "karamad.desk",
    "karamad.config",
    # Behind ours, whose `collectstatic` speaks the language of the house.
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "karamad.web.middleware.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "karamad.web.middleware.PlainAddresses",
    "karamad.web.middleware.KeptByNobody",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "karamad.config.urls"
WSGI_APPLICATION = "karamad.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "karamad.trust.accounts.permissions.allowed",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "karamad.web.templatetags.controls",
                "karamad.web.templatetags.evidence",
                "karamad.web.templatetags.words",
            ],
        },
    }
]


# Compiling a list's query takes PostgreSQL seconds, running it does not; helpers take
# longer to start than a page has; a row from anywhere costs little more than the next.
POSTGRES_OPTIONS = (
    "-c jit=off -c max_parallel_workers_per_gather=0 -c random_page_cost=1.1"
)


def database() -> dict[str, Any]:
    """Return the database's settings: `KARAMAD_DATABASE_URL`, or SQLite in the home."""
    url = os.environ.get("KARAMAD_DATABASE_URL")
    if url:
        parsed: dict[str, Any] = {**dj_database_url.parse(url, conn_max_age=60)}
        if "postgresql" in parsed["ENGINE"]:
            options = parsed.get("OPTIONS", {})
            parsed["OPTIONS"] = {"options": POSTGRES_OPTIONS, **options}
        return parsed
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "karamad.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456;"
                "PRAGMA temp_store=MEMORY;"
            ),
        },
    }


DATABASES = {"default": database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"karamad.trust.accounts.forms.{name}"}
    for name in ("UnlikeOneself", "Uncommon", "NotDigitsAlone")
] + [{"NAME": "karamad.trust.accounts.forms.LongEnough", "OPTIONS": {"min_length": 10}}]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# One password tried on many names; a whole province may come from one address.
FAILURES_OF_AN_ADDRESS = 100
# One name tried from many addresses: then only browsers that know its bearer may try.
FAILURES_ON_A_NAME = 20
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # the page says how long
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "karamad.trust.accounts.views.locked_out"
AXES_CLIENT_IP_CALLABLE = "karamad.trust.accounts.views.client_ip"
AXES_VERBOSE = False

LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", "فارسی"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tehran"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
# What npm and the font subsetter make at set-up; outside the source.
ASSETS = CHECKOUT / "var-assets"
STATICFILES_DIRS = [ASSETS] if ASSETS.is_dir() else []
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = HOME / "uploads"
# What one file may hold, and one request: refused before the disk is filled.
LARGEST_MATERIAL = int(os.environ.get("KARAMAD_MATERIAL_MB", "300")) << 20  # bytes
LARGEST_UPLOAD = max(500 << 20, LARGEST_MATERIAL) + (1 << 20)
FILE_UPLOAD_HANDLERS = [
    "karamad.web.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

CSRF_FAILURE_VIEW = "karamad.web.views.csrf_failure"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 10 * 60 * 60  # a long working day, then the door again
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
BEHIND_PROXY = os.environ.get("KARAMAD_HTTPS") == "1"
if BEHIND_PROXY:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
# Subdomains and browsers' preload lists are for the owner of the domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
FORM_RENDERER = "karamad.web.forms.Renderer"

API_CALLS_A_MINUTE = int(os.environ.get("KARAMAD_API_CALLS_A_MINUTE", "600"))

# Who answers questions to everyone at once: duckdb here, or Spark by its address.
ENGINE = os.environ.get("KARAMAD_ENGINE", "duckdb")
ENGINE_MEMORY = os.environ.get("KARAMAD_ENGINE_MEMORY", "2GB")
ENGINE_THREADS = int(os.environ.get("KARAMAD_ENGINE_THREADS", "0"))  # 0: one a core

# Mail is optional: without it an administrator hands out one-time links himself.
MAILS = bool(os.environ.get("KARAMAD_MAIL_HOST"))
EMAIL_HOST = os.environ.get("KARAMAD_MAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("KARAMAD_MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("KARAMAD_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("KARAMAD_MAIL_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("KARAMAD_MAIL_TLS", "1") == "1"
# An SMS centre over HTTP; {to}, {text} and {key} are said in its address and body. A
# centre that knows keys sends one message once, however often it is asked.
SMS_URL = os.environ.get("KARAMAD_SMS_URL", "")
if SMS_URL and not SMS_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("KARAMAD_SMS_URL begins with https:// or http://")
SMS_BODY = os.environ.get("KARAMAD_SMS_BODY", "")
SMS_HEADERS = json.loads(os.environ.get("KARAMAD_SMS_HEADERS", "{}"))
SMS_KNOWS_KEYS = os.environ.get("KARAMAD_SMS_KNOWS_KEYS", "") == "1"
# By the clock of the time zone; the same twice: no quiet hours.
QUIET_FROM = time.fromisoformat(os.environ.get("KARAMAD_QUIET_FROM", "21:00"))
QUIET_UNTIL = time.fromisoformat(os.environ.get("KARAMAD_QUIET_UNTIL", "08:00"))
# When those hear who want everything of a day together.
DIGEST_AT = time.fromisoformat(os.environ.get("KARAMAD_DIGEST_AT", "16:00"))
DEFAULT_FROM_EMAIL = os.environ.get("KARAMAD_MAIL_FROM", "karamad@localhost")

# ---- what is written down --------------------------------------------------------

# Faults go to the programs' standard error; whoever runs them keeps it. Pages that are
# not there, or not for somebody, are no faults.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"page": {"()": "karamad.web.logs.PageForAddress"}},
    "formatters": {
        "plain": {
            "()": "karamad.web.logs.WithoutPeople",
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
        }
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["page"],
            "formatter": "plain",
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
    },
}
