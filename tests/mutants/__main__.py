"""Break the code on purpose, and see whether the tests beside it notice: `make mutants SAMPLE=300 SEED=1`.

Each mutant is judged by the mirrored tests of its module alone. Arguments are floors or files; without any, rules, queries and
steps of both apps. Prints what survived, and fails below 90 % killed.
"""

import json
import os
import random
import resource
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest

from tests.mutants.cold import OPTIONS, survives
from tests.mutants.mutant import FLOORS, Mutant, mutants
from tests.mutants.warm import Warm

WANTED = 0.9


def _warm_survivors(chosen: list[Mutant]) -> tuple[list[Mutant], list[Mutant]]:
    """Run `chosen`, each in a fork of one warm process; return the survivors, certain and uncertain ones."""
    tests = sorted({path for mutant in chosen for path in mutant.tests()})
    if not tests:
        return [], chosen
    with NamedTemporaryFile("r+") as told:
        child = os.fork()
        if child == 0:
            place = {mutant: number for number, mutant in enumerate(chosen)}

            def tell(mutant: Mutant, survived: bool, certain: bool) -> None:
                with Path(told.name).open("a") as answers:
                    answers.write(json.dumps([place[mutant], survived, certain]) + "\n")
                print("S" if survived else ".", end="", flush=True)

            code = pytest.main([*OPTIONS, *map(str, tests)], plugins=[Warm(chosen, tell)])
            sys.stdout.flush()
            os._exit(int(code))
        _, status = os.waitpid(child, 0)
        answers = [json.loads(line) for line in told.read().splitlines()]
    if len(answers) < len(chosen):
        sys.exit(f"The tests did not run to their end ({os.waitstatus_to_exitcode(status)}).")
    certain, uncertain = (
        [chosen[number] for number, survived, sure in answers if survived and sure is wanted]
        for wanted in (True, False)
    )
    return certain, uncertain


def main(floors: tuple[str, ...], sample: int, seed: int) -> int:
    """Run a sample and print what it showed; return the exit code."""
    every = mutants(floors)
    chosen = random.Random(seed).sample(every, min(sample, len(every)))
    with_tests = [mutant for mutant in chosen if mutant.tests()]
    untested = [mutant for mutant in chosen if not mutant.tests()]
    at_once = [mutant for mutant in with_tests if mutant.function is not None]
    certain, uncertain = _warm_survivors(at_once)
    # What a call while importing had made is as it was: such a survivor is tried again from the beginning.
    again = [mutant for mutant in with_tests if mutant.function is None] + uncertain
    survivors = untested + certain + [mutant for mutant in again if survives(mutant)]
    print()
    for mutant in sorted(survivors, key=lambda mutant: (mutant.path, mutant.line)):
        without = "" if mutant.tests() else "   no tests of its own"
        print(f"{mutant.path}:{mutant.line}{without}\n{mutant.diff()}")
    killed = len(chosen) - len(survivors)
    spent = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 60
    print(
        f"{killed} of {len(chosen)} killed ({killed / len(chosen):.0%}), of {len(every)} possible; {spent:.1f} minutes of CPU"
    )
    return 0 if killed >= WANTED * len(chosen) else 1


if __name__ == "__main__":
    sys.exit(
        main(tuple(sys.argv[1:]) or FLOORS, int(os.environ.get("SAMPLE", "300")), int(os.environ.get("SEED", "1")))
    )
