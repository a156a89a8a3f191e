"""案件: claims and recognitions from the first draft to the published decision."""
