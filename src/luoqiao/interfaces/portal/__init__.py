"""门户: the pages people read, built from parts in `templates/components`."""
