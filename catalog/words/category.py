"""What is said of categories: why one cannot stand where it was put."""

from catalog.rules.category import LONGEST_PATH, NotAPath

TAKEN = "A category of this name stands there already."
WHY_NOT = {
    NotAPath.SEPARATOR: "A name holds no “/”: it separates the names in a category's path.",
    NotAPath.BELOW_ITSELF: "A category cannot stand below itself, or below one of its own.",
    NotAPath.TOO_LONG: f"The names from the root to a category have at most {LONGEST_PATH} characters together.",
}
