"""Counts: what lies at a source, typed into the cells of a page and saved together."""
