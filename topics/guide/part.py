from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Part:
    """One job: its words, the name of its picture under `img/help/`, the page where it begins, the role that has it."""

    title: str | Promise
    text: str | Promise
    picture: str = ""
    begins_at: str = "home"
    role: str = ""

    @property
    def address(self):
        return f"img/help/{self.picture}.webp"
