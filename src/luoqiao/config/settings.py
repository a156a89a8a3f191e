"""设置: everything Django is told, read from the environment once. `settings_test` changes what tests need."""

from __future__ import annotations

import contextlib
import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from luoqiao.adapters.environment.options import read_options
from luoqiao.adapters.environment.secret_key import get_secret_key
from luoqiao.adapters.postgres.address import read_address

OPTIONS = read_options()
LOOPBACK_NAMES = ["localhost", "127.0.0.1", "[::1]"]


QUICK_QUERIES = "-c jit=off -c max_parallel_workers_per_gather=0"
"""Many short queries at once: compiling one, or helping it with the other cores, costs more than it saves."""


def database_settings(url: str) -> dict[str, Any]:
    """数据库设置: the parts of a PostgreSQL address as Django names them."""
    parts = read_address(url) if url else {}
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    known = {django: str(parts.pop(libpq)) for libpq, django in names.items() if libpq in parts}
    parts.setdefault("options", QUICK_QUERIES)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": parts,
        **known,
    }


def allowed_hosts(host: str, named: str) -> list[str]:
    """可用主机名: loopback always; the machine's own names when it listens to others; and those named in HOSTS."""
    hosts = LOOPBACK_NAMES + [name.strip() for name in named.split(",") if name.strip()]
    if host not in {"127.0.0.1", "::1", "localhost"}:
        hosts += [socket.gethostname(), socket.getfqdn()]
        hosts += [host] if host not in {"0.0.0.0", "::"} else _own_addresses()  # noqa: S104 compared, never bound
    return hosts


def oidc_provider(environment: Mapping[str, str]) -> dict[str, Any]:
    """统一身份认证: the one OpenID Connect provider named by OIDC_*; empty when none is."""
    server, client = environment.get("OIDC_SERVER", "").strip(), environment.get("OIDC_CLIENT_ID", "").strip()
    if not (server and client):
        return {}
    return {
        "provider_id": "oidc",
        "name": environment.get("OIDC_NAME", "").strip() or "统一身份认证",
        "client_id": client,
        "secret": environment.get("OIDC_CLIENT_SECRET", ""),
        "settings": {
            "server_url": server,
            "username_claim": environment.get("OIDC_USERNAME_CLAIM", "").strip() or "preferred_username",
        },
    }


def _own_addresses() -> list[str]:
    """The addresses of this machine that others can use; asking for the way to a network sends nothing there."""
    addresses: set[str] = set()
    with contextlib.suppress(OSError):
        addresses |= {str(entry[4][0]) for entry in socket.getaddrinfo(socket.gethostname(), None)}
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(("192.0.2.1", 9))
        addresses.add(asking.getsockname()[0])
    return sorted(f"[{address}]" if ":" in address else address for address in addresses)


DEBUG = os.environ.get("LUOQIAO_DEBUG") == "1"
HTTPS = os.environ.get("HTTPS") == "1"
"""Whether readers come by https through a proxy that sets X-Forwarded-Proto: then cookies are sent by https only."""
OIDC = oidc_provider(os.environ)
SECRET_KEY = os.environ.get("LUOQIAO_SECRET_KEY") or get_secret_key(OPTIONS.data)
ALLOWED_HOSTS = allowed_hosts(OPTIONS.host, os.environ.get("HOSTS", ""))

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "luoqiao.interfaces.portal",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *(["allauth.socialaccount.providers.openid_connect"] if OIDC else []),
    "luoqiao.apps.clock",
    "luoqiao.apps.audit",
    "luoqiao.apps.parties",
    "luoqiao.apps.accounts",
    "luoqiao.apps.outbox",
    "luoqiao.apps.evidence",
    "luoqiao.apps.policy",
    "luoqiao.apps.whatif",
    "luoqiao.apps.funds",
    "luoqiao.apps.cases",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "luoqiao.config.content_policy.ContentPolicyMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "luoqiao.config.signed_in.SignedInMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "luoqiao.config.urls"
WSGI_APPLICATION = "luoqiao.config.wsgi.application"
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASES = {"default": database_settings(OPTIONS.database_url)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
"""Shared by every process: who tried to sign in how often, which one-time code was used. The table is a migration's."""

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "luoqiao.interfaces.portal.around_page.around_page",
            ]
        },
    }
]

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = str(OPTIONS.data / "static")
BUILT_STATIC: Path = OPTIONS.data / "built"
STATICFILES_DIRS = [BUILT_STATIC] if BUILT_STATIC.is_dir() else []
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 30 * 24 * 3600 if HTTPS else 0
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "luoqiao.config.error_views.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
CALENDARS: Path = OPTIONS.data / "calendars"
"""Where an operator puts the notice of the next year before a release brings it."""
DOCUMENTS = os.environ.get("DOCUMENTS", "")
"""Where documents are kept: empty for a folder in the data folder, another folder, or s3://bucket/prefix."""
DOCUMENTS_FOLDER: Path = OPTIONS.data / "documents"
SEALS_FOLDER: Path = OPTIONS.data / "seals"
"""Where the seals of the audit chain are written, a file a day; to be copied elsewhere."""
PICTURES_FOLDER: Path = OPTIONS.data / "pictures"
"""Pages of documents drawn as pictures; may be emptied at any time."""
DOCUMENTS_ENDPOINT = os.environ.get("DOCUMENTS_ENDPOINT", "")
"""The address of an S3-compatible store that is not the one of the library's maker."""
POPULATION_UPLOAD = os.environ.get("POPULATION_UPLOAD") == "1"
"""Whether anybody may replace the district's enterprises on the page; else only officers and heads of units may."""

IDLE_SECONDS = 30 * 60
"""Whoever does nothing for so long signs in again."""
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "luoqiao.interfaces.portal.accounts.password_rules.LongAndMixed"},
    {"NAME": "luoqiao.interfaces.portal.accounts.password_rules.NotCommon"},
    {"NAME": "luoqiao.interfaces.portal.accounts.password_rules.NotOneself"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PROXIES", "") or ("1" if HTTPS else "0"))
ACCOUNT_ADAPTER = "luoqiao.interfaces.portal.accounts.sign_in.AccountAdapter"
ACCOUNT_FORMS = {"change_password": "luoqiao.interfaces.portal.accounts.sign_in.ChangePasswordForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "240/m/ip", "login_failed": "60/m/ip,10/15m/key", "reauthenticate": "10/m/user"}
"""By address here, generously: an office shares one. Each account has its own lock (apps.accounts.sign_in)."""
MFA_ADAPTER = "luoqiao.interfaces.portal.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "洛桥"
MFA_TOTP_TOLERANCE = 1
SOCIALACCOUNT_ADAPTER = "luoqiao.interfaces.portal.accounts.single_sign_on.SingleSignOnAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [OIDC]}} if OIDC else {}

MAIL_URL = os.environ.get("MAIL_URL", "")
"""`smtp://user:password@host:587`; empty: nobody gets e-mail."""
MAIL_FROM = os.environ.get("MAIL_FROM", "")
SITE_URL = os.environ.get("SITE_URL", "").strip().rstrip("/")
"""How people reach this site from outside, put before the links in e-mail and pushes; empty: no links there."""

PROCRASTINATE_ON_APP_READY = "luoqiao.interfaces.worker.schedule.register"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.security.DisallowedHost": {"handlers": ["stderr"], "level": "CRITICAL", "propagate": False},
    },
}
