"""办事的人: people in their posts, and the codes and days that the tests of the register share."""

from __future__ import annotations

from datetime import UTC, date, datetime

from luoqiao.core.parties.actor import Actor, Post, Role

AT = datetime(2023, 3, 1, 9, 0, tzinfo=UTC)
ON = date(2023, 3, 1)
USCC, OTHER = "91350504MA2000019C", "91350504MA20000277"
WANAN, HESHI = "350504001", "350504102"
OFFICER = Actor(1, "林经办", (Post(Role.OFFICER, "industry_information"),))
HEAD = Actor(2, "杜局长", (Post(Role.UNIT_HEAD, "industry_information"),))
CLERK = Actor(3, "王小镇", (Post(Role.TOWN_CLERK, WANAN),))
AGENT = Actor(4, "陈会计", (Post(Role.ENTERPRISE_AGENT, USCC),))
PARK = Actor(5, "园区", (Post(Role.PARK_MANAGER, "luojiang_economic_zone"),))
FINANCE = Actor(6, "苏财政", (Post(Role.FINANCE_OFFICER, "finance"),))
AUDITOR = Actor(7, "审计员", (Post(Role.AUDITOR),))
LEADER = Actor(8, "区长", (Post(Role.LEADER),))
EXPERT = Actor(9, "专家", (Post(Role.EXPERT),))
ADMIN = Actor(10, "管理员", (Post(Role.SYSTEM_ADMIN), Post(Role.SECURITY_ADMIN), Post(Role.AUDIT_ADMIN)))
