"""Which processes a demo keeps, and how they follow the code under `make dev`."""

import pytest
from django.core.management import CommandError

from inventory_site.demo_processes.demo import DemoProcesses
from inventory_site.demo_processes.kept_process import KeptProcess
from inventory_site.demo_processes.priority import OF_BACKGROUND


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Return what would be started, by name; nothing is."""
    commands: dict[str, list[str]] = {}

    def note(self: KeptProcess) -> None:
        commands[self.name] = [*self._command[1:]]

    monkeypatch.setattr(KeptProcess, "start", note)
    return commands


def test_a_demo_watches_no_file(started: dict[str, list[str]]) -> None:
    demo = DemoProcesses(8001, print)
    demo.start()
    assert list(started) == ["first web server"]
    demo.start_rest()
    assert "--reload" not in started["first web server"]
    assert started["first web server"] == started["second web server"]
    assert started["background worker"] == ["manage.py", "work", "--skip-checks"]


def test_what_sends_mails_and_looks_at_the_clock_leaves_the_processor_to_who_serves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: dict[str, int] = {}
    monkeypatch.setattr(KeptProcess, "start", lambda self: given.update({self.name: self.niceness}))
    demo = DemoProcesses(8001, print)
    demo.start()
    demo.start_rest()
    assert {name for name, niceness in given.items() if niceness == 0} == {"first web server", "second web server"}
    assert {niceness for niceness in given.values() if niceness} == {OF_BACKGROUND}


def test_dev_starts_web_server_and_worker_anew_when_code_changes(started: dict[str, list[str]]) -> None:
    demo = DemoProcesses(8001, print, reloads=True)
    demo.start()
    demo.start_rest()
    assert {"--reload", "--workers=1", "--reload-paths=backorders"} < set(started["first web server"])
    assert "second web server" not in started
    assert started["background worker"][:2] == ["-m", "watchfiles"]
    assert started["background worker"][4].endswith("manage.py work --skip-checks")
    assert started["timer of unpaid orders"][1] == "expire_payments"


def test_what_is_run_before_the_web_server_names_the_port_of_the_demo_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    DemoProcesses(8123, print).run("-I", "-S", "-c", "import os; assert os.environ['PAYMENT_HOST'] == 'localhost:8123'")
    with pytest.raises(CommandError, match="failed with status 3"):
        DemoProcesses(8123, print).run("-I", "-S", "-c", "raise SystemExit(3)")
