"""测试的准备: shared by every test; the rooms below may add their own."""

from __future__ import annotations

pytest_plugins = ("tests.throwaway_database", "tests.live_site", "tests.chromium", "tests.journeys.demonstration_site")
