"""测试设置: as in service, without files that a build step writes and without a key on disk."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("LUOQIAO_SECRET_KEY", "only-for-tests-of-luoqiao-never-in-service-0123456789")
os.environ.pop("DATABASE_URL", None)

from luoqiao.config.settings import *  # noqa: F403 the key must stand in the environment first
from luoqiao.config.settings import STORAGES as _STORAGES

ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "luoqiao",
        "USER": "postgres",
        "HOST": "",
        "OPTIONS": {},
    }
}
STORAGES = {
    **_STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = ""
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
"""Quick, because tests make many accounts; the site of the browser tests keeps the slow one."""
DOCUMENTS = ""
DOCUMENTS_FOLDER = Path(tempfile.gettempdir()) / f"luoqiao-test-documents-{os.getpid()}"
SEALS_FOLDER = Path(tempfile.gettempdir()) / f"luoqiao-test-seals-{os.getpid()}"
PICTURES_FOLDER = Path(tempfile.gettempdir()) / f"luoqiao-test-pictures-{os.getpid()}"
MAIL_URL = MAIL_FROM = SITE_URL = ""
