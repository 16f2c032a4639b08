"""Break the code on purpose, and see whether the tests beside it notice: `make mutants SAMPLE=300 SEED=1`.

Each mutant is judged by the mirrored tests of its module; one of a step also by those of the actions that it is a part of.
Arguments are floors or files; without any, rules, queries and steps of both apps. Prints what survived, and fails below 90 %
killed.
"""

import json
import os
import random
import resource
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest

from tests.mutants.cold import OPTIONS, survives
from tests.mutants.mutant import FLOORS, Mutant, mutants
from tests.mutants.warm import Warm

WANTED = 0.9


@dataclass(frozen=True)
class Judged:
    """What became of one mutant in the warm process: whose tests killed it ("own", "callers" or none), and whether that is sure."""

    mutant: Mutant
    killer: str
    is_certain: bool


def judged_warm(chosen: list[Mutant]) -> list[Judged]:
    """Run `chosen`, each in a fork of one warm process."""
    tests = sorted({path for mutant in chosen for path in (*mutant.tests(), *mutant.tests_of_callers())})
    if not tests:
        return []
    with NamedTemporaryFile("r+") as told:
        child = os.fork()
        if child == 0:
            place = {mutant: number for number, mutant in enumerate(chosen)}

            def tell(mutant: Mutant, killer: str, is_certain: bool) -> None:
                with Path(told.name).open("a") as answers:
                    answers.write(json.dumps([place[mutant], killer, is_certain]) + "\n")
                print("." if killer else "S", end="", flush=True)

            code = pytest.main([*OPTIONS, *map(str, tests)], plugins=[Warm(chosen, tell)])
            sys.stdout.flush()
            os._exit(int(code))
        _, status = os.waitpid(child, 0)
        answers = [json.loads(line) for line in told.read().splitlines()]
    if len(answers) < len(chosen):
        sys.exit(f"The tests did not run to their end ({os.waitstatus_to_exitcode(status)}).")
    return [Judged(chosen[number], killer, is_certain) for number, killer, is_certain in answers]


def main(floors: tuple[str, ...], sample: int, seed: int) -> int:
    """Run a sample and print what it showed; return the exit code."""
    every = mutants(floors)
    chosen = random.Random(seed).sample(every, min(sample, len(every)))
    untested = [mutant for mutant in chosen if not mutant.tests() and not mutant.tests_of_callers()]
    tested = [mutant for mutant in chosen if mutant not in untested]
    judged = judged_warm([mutant for mutant in tested if mutant.function is not None])
    # What a call while importing had made is as it was: such a survivor is tried again from the beginning.
    again = [mutant for mutant in tested if mutant.function is None]
    again += [each.mutant for each in judged if not each.killer and not each.is_certain]
    survivors = untested + [each.mutant for each in judged if not each.killer and each.is_certain]
    survivors += [mutant for mutant in again if survives(mutant)]
    print()
    for mutant in sorted(survivors, key=lambda mutant: (mutant.path, mutant.line)):
        without = "   no tests" if mutant in untested else ""
        print(f"{mutant.path}:{mutant.line}{without}\n{mutant.diff()}")
    killed = len(chosen) - len(survivors)
    by_callers = sum(each.killer == "callers" for each in judged)
    spent = sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 60
    print(
        f"{killed} of {len(chosen)} killed ({killed / len(chosen):.0%}), {by_callers} of them steps that only the tests of their "
        f"actions killed; of {len(every)} possible; {spent:.1f} minutes of CPU"
    )
    return 0 if killed >= WANTED * len(chosen) else 1


if __name__ == "__main__":
    sys.exit(
        main(tuple(sys.argv[1:]) or FLOORS, int(os.environ.get("SAMPLE", "300")), int(os.environ.get("SEED", "1")))
    )
