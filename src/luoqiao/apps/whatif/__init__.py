"""试算: scenarios that somebody named and kept, so that they can be opened, compared and handed on."""
