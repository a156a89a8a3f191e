"""案件: what a case is, from the first draft to the published decision; every decision about its way stands here."""
