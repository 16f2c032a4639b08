"""Who comes through the web server: `python -m tests.proof.visitors NAME SEED FOLDER HOME BUYERS`, until standard input is closed.

Buyers fill in the checkout and send it again until they are told what became of it; readers open pages.
"""

import random
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from pathlib import Path

from tests.faults.shopper import BUYER, Attempt, buy, page_of
from tests.proof.history import History, Outcome
from tests.proof.leash import Leash

CARD = {"payment_method": "card", "card_number": "4242 4242 4242 4242", "card_expiry": "12/99", "card_cvc": "123"}
PAGES = ("/", "/products/hot-1", "/products/hot-2", "/products/hot-3", "/cart/", "/admin/login/")
# What a page may answer: that it is there, or that the shop is busy and for how long.
POLITE = {200, 302, 503}


def buy_on(name: str, home: str, history: History, chance: random.Random, leash: Leash) -> None:
    """Buy one unit after the other, by check or card."""
    count = 0
    while leash.is_held:
        count += 1
        buy_one(
            f"{name}-{count}-{chance.getrandbits(32):x}@example.org",
            home,
            history,
            buyer=BUYER | (CARD if chance.random() < 0.5 else {}),
            choose=lambda products: chance.choice([product for product in products if "hot" in product]),
            goes_on=lambda: leash.is_held,
        )
        time.sleep(chance.random() * 0.3)


def buy_one(
    email: str,
    home: str,
    history: History,
    *,
    buyer: Mapping[str, str],
    product: str = "",
    choose: Callable[[Sequence[str]], str] = itemgetter(0),
    goes_on: Callable[[], bool],
) -> Outcome:
    """Buy, and keep what was told."""
    number = 0

    def begun(_: Attempt) -> None:
        nonlocal number
        number = history.ask("check out", {"email": email, "method": buyer["payment_method"]})

    attempt = buy(home, begun, goes_on=goes_on, email=email, buyer=buyer, product=product, choose=choose)
    outcome = Outcome.DONE if attempt.told else Outcome.REFUSED if attempt.refused else Outcome.UNKNOWN
    if number:
        history.tell(number, outcome, {"checkout": attempt.told, "why": attempt.refused})
    return outcome


def read_on(home: str, history: History, chance: random.Random, leash: Leash) -> None:
    """Open pages, and note what no page may say."""
    while leash.wait(chance.random() * 0.4):
        page = chance.choice(PAGES)
        status, text = page_of(home + page)
        if status and (status not in POLITE or "Traceback" in text):
            number = history.ask("open a page", {"page": page})
            history.tell(number, Outcome.FAULT, {"status": status, "text": text[-500:]})


def main(name: str, seed: str, folder: str, home: str, buyers: str) -> None:
    """Let them in."""
    leash, history = Leash(), History(Path(folder) / f"{name}.jsonl")

    def chance(who: str) -> random.Random:
        return random.Random(f"{seed}:{name}:{who}")

    acts: list[Callable[[], None]] = [
        lambda who=f"{name}{number}": buy_on(who, home, history, chance(who), leash)  # type: ignore[misc]
        for number in range(int(buyers))
    ]
    acts.append(lambda: read_on(home, history, chance("reader"), leash))
    threads = [threading.Thread(target=act, daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
