"""网页应用: the WSGI application for any server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoqiao.config.settings")
application = get_wsgi_application()
