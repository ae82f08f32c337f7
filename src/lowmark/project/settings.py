"""Django's settings: secure by default, one code path for both engines, everything served by ourselves."""

import os
import secrets
import sqlite3
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lowmark.project.locate import Database, database

DATABASE: Database = database()
IS_DEMO = DATABASE.is_demo
DEBUG = False

WAL_IS_SAFE = (
    sqlite3.sqlite_version_info >= (3, 51, 3)
    or ((3, 50, 7) <= sqlite3.sqlite_version_info < (3, 51, 0))
    or ((3, 44, 6) <= sqlite3.sqlite_version_info < (3, 45, 0))
)
"""Whether this SQLite has the fix of 2026 for a reset write-ahead log; without it the rollback journal is used."""


def _secret_key() -> str:
    """Read the key from the environment, else from a file beside the database that only its owner can read."""
    if given := os.environ.get("LOWMARK_SECRET_KEY"):
        return given
    kept = DATABASE.ops_file.with_suffix(".key")
    try:
        return kept.read_text()
    except OSError:
        pass
    made = secrets.token_urlsafe(48)
    try:
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError:
        return made  # A folder that cannot be written to: sessions end with the process.
    with os.fdopen(handle, "w") as file:
        file.write(made)
    return made


CACHE_KIB = 64 * 1024
"""What a connection keeps of a SQLite file: by itself 2 MB, fewer pages than a look-up of a hundred thousand rows goes through."""


def _sqlite(path: Path, *, mode: str, transaction_mode: str) -> dict[str, object]:
    """Settings of one alias on a SQLite file: durable, foreign keys on, triggers that see through REPLACE."""
    journal = "WAL" if WAL_IS_SAFE else "DELETE"
    pragmas = "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON; PRAGMA trusted_schema=OFF;"
    pragmas += f" PRAGMA synchronous=FULL; PRAGMA cache_size=-{CACHE_KIB};"
    if mode == "rwc":
        pragmas += f" PRAGMA journal_mode={journal};"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": f"file:{path}?mode={mode}",
        "OPTIONS": {"transaction_mode": transaction_mode, "timeout": 30, "init_command": pragmas},
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
    }


def _postgresql(url: str) -> dict[str, object]:
    """Settings of one alias on PostgreSQL."""
    parts = urlsplit(url)
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", "")) or parts.hostname or "",
        "PORT": query.get("port", "") or str(parts.port or ""),
        "OPTIONS": {"client_encoding": "UTF8"},
        "CONN_MAX_AGE": None,
    }


OPS = _sqlite(DATABASE.ops_file, mode="rwc", transaction_mode="IMMEDIATE")
if DATABASE.is_sqlite:
    DATABASES = {
        "default": _sqlite(DATABASE.file, mode="rwc", transaction_mode="IMMEDIATE"),
        "owner": _sqlite(DATABASE.file, mode="rwc", transaction_mode="IMMEDIATE"),
        "reader": _sqlite(DATABASE.file, mode="ro", transaction_mode="DEFERRED"),
        "ops": OPS,
    }
else:
    DATABASES = {
        "default": _postgresql(DATABASE.url),
        "owner": _postgresql(DATABASE.url),
        "reader": _postgresql(DATABASE.url),
        "ops": OPS,
    }
DATABASE_ROUTERS = ["lowmark.store.router.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = _secret_key()
ALLOWED_HOSTS = os.environ.get("LOWMARK_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
if "test" in sys.argv or "PYTEST_VERSION" in os.environ:
    ALLOWED_HOSTS.append("testserver")

INSTALLED_APPS = [
    "lowmark.store.people",
    "lowmark.store.entities",
    "lowmark.store.access",
    "lowmark.store.items",
    "lowmark.store.evidence",
    "lowmark.store.stock",
    "lowmark.store.valuation",
    "lowmark.store.runs",
    "lowmark.store.ledger",
    "lowmark.store.subledger",
    "lowmark.store.audit",
    "lowmark.store.ops",
    "lowmark.doors.web",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_htmx",
    "django_cotton",
    "ninja",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "lowmark.project.urls"
WSGI_APPLICATION = "lowmark.project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
ACCOUNT_ADAPTER = "lowmark.doors.web.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_LOGOUT_REDIRECT_URL = "/sign-in"
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip,10/300s/key"}
MFA_ADAPTER = "lowmark.doors.web.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Lowmark"
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "lowmark.doors.web.adapters.ElsewhereSignedIn"
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [{
    "provider_id": "company",
    "name": os.environ.get("LOWMARK_OIDC_NAME", "the company's sign-in"),
    "client_id": os.environ.get("LOWMARK_OIDC_CLIENT", ""),
    "secret": os.environ.get("LOWMARK_OIDC_SECRET", ""),
    "settings": {"server_url": os.environ["LOWMARK_OIDC_SERVER"], "oauth_pkce_enabled": True},
}] if os.environ.get("LOWMARK_OIDC_SERVER") else []}}  # fmt: skip
"""Whoever signs people in for the company, by OpenID Connect; without an address there is none."""
OIDC_CLAIM = os.environ.get("LOWMARK_OIDC_CLAIM", "preferred_username")
"""What the company calls what is a user's name here."""
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("LOWMARK_TLS", "0") == "1" else 0
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
"""How long the link for a first password is good."""
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_CALLABLE = "lowmark.doors.web.errors.locked_out"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
CSRF_FAILURE_VIEW = "lowmark.doors.web.errors.forbidden"
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/sign-in"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

BEHIND_TLS = os.environ.get("LOWMARK_TLS", "0") == "1"
"""Whether a proxy in front speaks TLS; a ledger reached over a network has to have it."""
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = BEHIND_TLS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if BEHIND_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = BEHIND_TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
_COMPANY = [f"{at.scheme}://{at.netloc}" for at in [urlsplit(os.environ.get("LOWMARK_OIDC_SERVER", ""))] if at.netloc]
"""Where a form may lead on to: the company's sign-in, if there is one."""
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'", *_COMPANY],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "img-src": ["'self'", "data:"],
    },
    "EXCLUDE_URL_PREFIXES": ["/api/v1/docs"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False
STATIC_URL = "/static/"
COLLECTED = DATABASE.folder / "var" / "static"
STATIC_ROOT = COLLECTED if COLLECTED.is_dir() else None
"""Where `collectstatic` has put the files for a proxy to serve; without it they come from the packages."""
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}, "django.request": {"level": "ERROR"}},
}
