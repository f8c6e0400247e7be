"""How much a day's work costs on the screen: clicks, keystrokes apart, and pages loaded."""

from dataclasses import dataclass


@dataclass
class Count:
    """What was done since the counting began."""

    clicks: int = 0
    loads: int = 0

    def __str__(self):
        return f"{self.clicks} clicks, {self.loads} page loads"


class Counted:
    """A page whose clicks and loads are counted; everything else is the page itself.

    A click is a press on a link, a button, a choice or a field; typing into a field that the Tab key reaches is none.
    """

    def __init__(self, page):
        self.page, self.count = page, Count()
        page.on("framenavigated", self.loaded)

    def loaded(self, frame):
        if frame == self.page.main_frame:
            self.count.loads += 1

    def click(self, words):
        """Press what matches the selector first; no page is awaited."""
        self.count.clicks += 1
        self.page.locator(words).first.click()

    def go(self, words):
        """Press what leads to another page and wait for it."""
        with self.page.expect_navigation():
            self.click(words)

    def choose(self, name, value):
        """One of a row of choices."""
        radio = self.page.locator(f"main [name='{name}'][value='{value}']")
        self.click(f"main label[for='{radio.get_attribute('id')}']")

    def type(self, name, words):
        """Typed by the keyboard alone, from the field before."""
        self.page.locator(f"main [name='{name}']").fill(words)
