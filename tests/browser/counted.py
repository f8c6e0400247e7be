"""Counts what a day's work costs: clicks and page loads."""


class Counted:
    """A page whose clicks and loads are counted; typing is not."""

    def __init__(self, page):
        self.page, self.clicks, self.loads = page, 0, 0
        page.on("load", self.note_load)

    def note_load(self, _page):
        self.loads += 1

    def click(self, locator):
        self.clicks += 1
        locator.click()

    def go(self, locator):
        """Click what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.click(locator)
