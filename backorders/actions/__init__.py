"""One verb a file: every write about orders. Keyword-only, one transaction, effects after commit.

Each judges what it is given against fresh rows under its own lock, whoever calls it, and refuses with nothing written: by an
exception of its own, by `DoesNotExist` for a row that is not there (any more), by `InvalidQuantityError` or `InvalidTextError`
for what no column holds. `tests/backorders/actions/test_every_action.py` calls them all with what no form would send.
"""
