"""名录的问句: enterprises by code, by words, by scope; what they hold on a day; units, townships, parks by name."""

from luoqiao.apps.parties.imports import ImportView, ReportRow
from luoqiao.apps.parties.queries.enterprises import (
    EnterprisePage,
    find_enterprise,
    get_enterprise,
    get_seen_enterprise,
    list_enterprises,
    search_enterprises,
)
from luoqiao.apps.parties.queries.holdings import (
    find_usable_account,
    list_standings,
    list_titles,
    list_titles_by_enterprise,
    standing_codes,
)
from luoqiao.apps.parties.queries.importing import (
    get_import,
    get_import_file,
    get_import_report,
    get_unused_columns,
    list_imports,
    list_unfinished_imports,
)
from luoqiao.apps.parties.queries.one_page import (
    HeldName,
    Holding,
    MaskedContact,
    NamedView,
    ProjectView,
    SeatView,
    UnitView,
    get_version_time,
    list_accounts,
    list_contacts,
    list_holdings,
    list_named_enterprises,
    list_names,
    list_projects,
    list_proposed_accounts,
    list_unit_views,
)
from luoqiao.apps.parties.queries.places import (
    Named,
    industry_names,
    list_industries,
    list_parks,
    list_townships,
    list_units,
    park_names,
    township_names,
    unit_names,
)
from luoqiao.apps.parties.scope import enterprise_scope

__all__ = (
    "EnterprisePage", "HeldName", "Holding", "ImportView", "MaskedContact", "Named", "NamedView", "ProjectView",
    "ReportRow", "SeatView", "UnitView", "enterprise_scope", "find_enterprise", "find_usable_account",
    "get_enterprise", "get_import", "get_import_file", "get_import_report", "get_seen_enterprise",
    "get_unused_columns", "get_version_time", "industry_names", "list_accounts", "list_contacts", "list_enterprises",
    "list_holdings", "list_imports", "list_industries", "list_named_enterprises", "list_names", "list_parks",
    "list_projects", "list_proposed_accounts", "list_standings", "list_titles", "list_titles_by_enterprise",
    "list_townships", "list_unfinished_imports", "list_unit_views", "list_units", "park_names", "search_enterprises",
    "standing_codes", "township_names", "unit_names",
)  # fmt: skip
