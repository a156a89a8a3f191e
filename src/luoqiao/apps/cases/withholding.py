"""封存的材料暂不给看: a document that is used only in cases that were never opened is shown to its owner alone.

Where a procedure seals what is handed in, its documents are withheld from the moment they are attached; once the case is opened,
or the document is used in another case too, it is seen like any other.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, OuterRef

from luoqiao.apps.cases.history import get_procedure
from luoqiao.apps.cases.models import CaseDocument, CaseEvent
from luoqiao.apps.evidence.services import set_withheld
from luoqiao.apps.policy import queries as policy
from luoqiao.core.cases.events import Unsealed
from luoqiao.core.cases.procedure import Procedure, StepKind


def seals(procedure: Procedure) -> bool:
    """Whether what is handed in under a procedure is sealed for a while."""
    return any(step.kind is StepKind.SEALED for step in procedure.steps)


def keep_withheld(documents: Iterable[int]) -> None:
    """Bring each of these documents to what its uses in cases allow."""
    asked = set(documents)
    if not asked:
        return
    opened = CaseEvent.objects.filter(case=OuterRef("case"), kind=Unsealed.kind)
    uses = CaseDocument.objects.filter(document__in=asked, dropped_at__isnull=True).values_list(
        "document", "case__pack", "case__procedure_digest", "case__procedure", Exists(opened)
    )
    used, seen = set(), set()
    for document, pack, digest, procedure, was_opened in uses:
        used.add(document)
        if was_opened or not seals(get_procedure(policy.get_pack_of(pack, digest), procedure)):
            seen.add(document)
    set_withheld(used - seen, withheld=True)
    set_withheld(asked - (used - seen), withheld=False)
