"""The figures of a fuzz: a line after each part, all of them at the end, however many processes share the parts."""

import pytest

from tests.fuzz.report import Report

TOLD = "fuzz report"


class Figures:
    """Adds up what the parts tell."""

    def __init__(self, config: pytest.Config) -> None:
        """Begin with nothing."""
        self._config = config
        self._total = Report()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Say how far it is, after each part."""
        for name, told in report.user_properties if report.when == "call" else []:
            if name == TOLD and isinstance(told, dict):
                self._total.add(Report.of_json(told))
                self._say(self._total.progress())

    def pytest_terminal_summary(self) -> None:
        """Say what came of all parts."""
        if self._total.sent:
            self._say(str(self._total))

    def _say(self, text: str) -> None:
        terminal = self._config.pluginmanager.get_plugin("terminalreporter")
        # A worker has none: it tells its reports to who started it.
        if isinstance(terminal, pytest.TerminalReporter):
            terminal.ensure_newline()
            terminal.write_line(text)


def pytest_configure(config: pytest.Config) -> None:
    """Listen."""
    config.pluginmanager.register(Figures(config), "fuzz figures")
