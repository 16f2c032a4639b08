"""One verb a file: every write about orders. Keyword-only, one transaction, effects after commit."""
