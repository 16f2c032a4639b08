"""The colours that product pictures are drawn in, and the colour names that ask for them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Tone:
    """Four colours of one hue as CSS colours: the ground behind, the lit side, the thing itself, its shaded side."""

    ground: str
    light: str
    main: str
    dark: str


TONES = {
    "pine": Tone("#dde7e1", "#7fa893", "#33624f", "#1e4034"),
    "harbour": Tone("#dbe6ee", "#86acc8", "#33658a", "#1d435f"),
    "sand": Tone("#f2eadb", "#e6cfa6", "#c8a46e", "#8f6d3f"),
    "rust": Tone("#f4e3da", "#e0a082", "#bc5c34", "#823a1b"),
    "plum": Tone("#ece1e9", "#b88fac", "#7d4e70", "#53304a"),
    "marigold": Tone("#f9efd5", "#f7d688", "#e2aa30", "#a67412"),
    "slate": Tone("#e5e9eb", "#adb7be", "#6e7b84", "#474f56"),
    "moss": Tone("#e9ebda", "#adb475", "#747e3d", "#4b5225"),
}
# Only for products that name their colour: else a third of the shop front would be black or white.
NAMED_ONLY = {
    "ink": Tone("#e4e7e9", "#7a828a", "#343a40", "#1a1d21"),
    "chalk": Tone("#c9d4d0", "#ffffff", "#f3f2ec", "#b3b6ac"),
    "cherry": Tone("#f6e0de", "#e4938e", "#bf4140", "#862727"),
    "cocoa": Tone("#ede3db", "#b89377", "#80593e", "#543822"),
    "tangerine": Tone("#fbe7d6", "#f7b885", "#e37d34", "#a55214"),
    "violet": Tone("#e8e3f2", "#ac9bd3", "#6f58a9", "#493877"),
}
ALL_TONES = TONES | NAMED_ONLY
NAMED_TONES = {
    "black": "ink",
    "charcoal": "ink",
    "ink": "ink",
    "white": "chalk",
    "cream": "chalk",
    "chalk": "chalk",
    "gray": "slate",
    "grey": "slate",
    "silver": "slate",
    "slate": "slate",
    "red": "cherry",
    "pink": "cherry",
    "orange": "tangerine",
    "tangerine": "tangerine",
    "yellow": "marigold",
    "gold": "marigold",
    "marigold": "marigold",
    "green": "pine",
    "pine": "pine",
    "lime": "moss",
    "olive": "moss",
    "moss": "moss",
    "blue": "harbour",
    "navy": "harbour",
    "harbour": "harbour",
    "purple": "violet",
    "lavender": "violet",
    "plum": "plum",
    "brown": "cocoa",
    "cocoa": "cocoa",
    "beige": "sand",
    "tan": "sand",
    "sand": "sand",
    "rust": "rust",
}
