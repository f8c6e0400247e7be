from datetime import date

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consult.punctuation import with_aside


def with_former(name, former):
    names = "、".join(one for one in dict.fromkeys(former) if one != name)
    return with_aside(name, _("formerly %(names)s") % {"names": names}) if names else name


class FormerNames:
    """What keeps its former names: a line of `former_names` for each day in `renamed_on`, the oldest first.

    A line holds the `NAMES` that ended on that day, parted by tabs; the last of them is what lists show.
    """

    NAMES = ("name",)

    @property
    def formerly(self):
        """Pairs of the day on which names ended, and those names."""
        lines = self.former_names.splitlines()
        return [(date.fromisoformat(day), line.split("\t")) for day, line in zip(self.renamed_on, lines, strict=False)]

    def names_on(self, day):
        present = [getattr(self, name) for name in self.NAMES]
        return next((names for until, names in self.formerly if day and day < until), present)

    def name_on(self, day):
        """What it was called on the day; as today without one."""
        return self.names_on(day)[-1] if day else getattr(self, self.NAMES[-1])

    @property
    def every_name(self):
        return [self.name_on(None), *(names[-1] for _until, names in self.formerly)]

    def with_former_names(self):
        """As a control to choose from names it, to be found by a former name too."""
        return with_former(str(self), self.every_name[1:])

    def why_not_renamed(self, on):
        """Why its name cannot have changed on the day, in words; None where it can."""
        if on > timezone.localdate():
            return _("The day cannot be in the future.")
        if self.called_so_since and on < self.called_so_since:
            words = _("The former name holds since %(day)s: enter a later day, or tick that it was a mistake.")
            return words % {"day": date_format(self.called_so_since)}
        return None

    @property
    def called_so_since(self):
        return self.formerly[-1][0] if self.formerly else getattr(self, "valid_from", None)

    def rename(self, former, on):
        """Keeps the names that end on the day, in the order of `NAMES`; none that began on it."""
        if on == self.called_so_since:
            self.take_back_renaming()
            return
        self.former_names = "\n".join(filter(None, [self.former_names, line_of(former)]))
        self.renamed_on = [*self.renamed_on, on.isoformat()]

    def take_back_renaming(self):
        """Forgets the last former names where they are the present ones again."""
        lines = self.former_names.splitlines()
        if lines and lines[-1] == line_of(self.names_on(None)):
            self.former_names = "\n".join(lines[:-1])
            self.renamed_on = self.renamed_on[:-1]


def line_of(names):
    return "\t".join(" ".join(name.split()) for name in names)


def called(value, day):
    """Whatever it is in words, by its name of the day where it keeps its former ones; None is no word."""
    return value.name_on(day) if isinstance(value, FormerNames) else "" if value is None else str(value)
