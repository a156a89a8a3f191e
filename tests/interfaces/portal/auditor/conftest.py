"""审计页面测试的准备: the office of the case pages, with its auditor."""

from __future__ import annotations

from tests.apps.cases.conftest import firms, programme  # noqa: F401 # fixtures, asked for by name
from tests.interfaces.portal.cases.conftest import office  # noqa: F401 # the fixture of that name
