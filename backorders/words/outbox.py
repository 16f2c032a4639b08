"""What is said of rows that have to leave the system."""

# The text of a row while it is tried. It stays when the worker is killed meanwhile.
UNFINISHED = "It was begun and not finished: the worker may have been ended."
