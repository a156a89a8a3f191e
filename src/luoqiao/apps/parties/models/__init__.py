"""名录的表: one module a concept; every mutable table keeps each change of each row (django-pghistory)."""

from luoqiao.apps.parties.models.account import BankAccount
from luoqiao.apps.parties.models.enterprise import Contact, Enterprise, EnterpriseName, Establishment
from luoqiao.apps.parties.models.importing import ImportRun
from luoqiao.apps.parties.models.organisation import (
    Industry,
    NamedEnterprise,
    Park,
    PostHolder,
    Project,
    Seat,
    Township,
    Unit,
)
from luoqiao.apps.parties.models.production import KeyEquipment, ProductionLine, Workshop
from luoqiao.apps.parties.models.recognition import Standing, Title

__all__ = (
    "BankAccount", "Contact", "Enterprise", "EnterpriseName", "Establishment", "ImportRun", "Industry", "KeyEquipment",
    "NamedEnterprise", "Park", "PostHolder", "ProductionLine", "Project", "Seat", "Standing", "Title", "Township", "Unit",
    "Workshop",
)  # fmt: skip
