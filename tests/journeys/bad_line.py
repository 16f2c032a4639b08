"""A line that holds requests back."""

from playwright.sync_api import Route


class Line:
    """A line that holds requests back until it is told to let them go."""

    def __init__(self) -> None:
        self.held: list[Route] = []
        self.is_open = False

    def hold(self, route: Route) -> None:
        """Keep a request, or let it pass when the line is open again."""
        if self.is_open:
            route.continue_()
        else:
            self.held.append(route)

    def hold_posts(self, route: Route) -> None:
        """Keep what is posted."""
        if route.request.method == "POST":
            self.hold(route)
        else:
            route.continue_()

    def let_go(self) -> None:
        """Send what was kept, and keep nothing more."""
        self.is_open = True
        for route in self.held:
            route.continue_()
