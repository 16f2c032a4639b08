"""Two locks: what the shop runs on, and what tests and checks need besides. Both name the same versions, by hash and no address."""

import re
import tomllib

from tests.architecture.written_files import ROOT

RUN, DEV = "requirements.lock", "requirements-dev.lock"
ENTRY = re.compile(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)([^\n\\]*(?:\\\n +--hash=\S+ ?)*)", re.MULTILINE)


def _locked(name: str) -> dict[str, tuple[str, str]]:
    return {found[1]: (found[2], found[3]) for found in ENTRY.finditer((ROOT / name).read_text())}


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[~=<>]", wanted, maxsplit=1)[0].lower() for wanted in requirements}


def test_the_demo_runs_what_was_tested() -> None:
    run, dev = _locked(RUN), _locked(DEV)
    assert {name: entry for name, entry in run.items() if dev.get(name) != entry} == {}


def test_each_lock_holds_what_the_project_names_for_it_and_the_demo_gets_no_tool() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    shop, tools = _names(project["project"]["dependencies"]), _names(project["dependency-groups"]["dev"])
    run, dev = set(_locked(RUN)), set(_locked(DEV))
    assert shop - run == set()
    assert tools - dev == set()
    assert run & (tools - shop) == set()


def test_each_package_is_locked_by_hash_and_no_lock_names_where_it_comes_from() -> None:
    for name in (RUN, DEV):
        text = (ROOT / name).read_text()
        assert [package for package, (_, hashes) in _locked(name).items() if "--hash=" not in hashes] == []
        assert re.findall(r"^\s*-(?:i|-index-url|-extra-index-url|-find-links)\b|\w+://", text, re.MULTILINE) == []
