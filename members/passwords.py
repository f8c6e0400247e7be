import re
from itertools import product

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consult.options import held
from members.pinyin import initials_of, pinyin_of

CLASSES = [r"[a-z]", r"[A-Z]", r"[0-9]", r"[^a-zA-Z0-9]"]
DISTRICT = re.compile(r"(?:自治)?[省市县区旗州]$")
OF_THE_CPPCC = ("政协", "协商", "委员", "委员会", "人民", "中国", "商量", "好办事", "有事来")
LATIN_WORDS = ("cppcc", "consult")
FEWEST_OTHER_LETTERS = 4


class ThreeClassesValidator:
    """Refuses a password with fewer than three of: small letters, capitals, digits, other characters."""

    def validate(self, password, user=None):
        if sum(bool(re.search(pattern, password)) for pattern in CLASSES) < 3:
            raise ValidationError(self.get_help_text(), code="password_classes")

    def get_help_text(self):
        return _("A password needs three of these: small letters, capitals, digits, other characters.")


class CountyWordsValidator:
    """Refuses a password made of words of the county or of the CPPCC, whatever digits and marks stand between."""

    def validate(self, password, user=None):
        letters = "".join(filter(str.isalpha, password.casefold()))
        others = re.sub("|".join(map(re.escape, guessed_words())), "", letters)
        if others != letters and len(others) < FEWEST_OTHER_LETTERS:
            raise ValidationError(self.get_help_text(), code="password_county_words")

    def get_help_text(self):
        return _(
            "A password must not be made of the county's name or words of the CPPCC, in characters or pinyin, digits "
            "or not: choose other words."
        )


class FormerPasswordsValidator:
    """Refuses the passwords that the account had last."""

    def validate(self, password, user=None):
        if user and user.pk and any(check_password(password, former) for former in user.last_passwords):
            raise ValidationError(self.get_help_text(), code="password_former")

    def get_help_text(self):
        return _("Choose another password than your last %(number)d ones.") % {"number": settings.PASSWORDS_REMEMBERED}


def guessed_words():
    """The words that somebody who knows the house tries first, the longest first."""
    county = held("county")
    names = {county, DISTRICT.sub("", county)}
    initials = {initials_of(name + end) for name, end in product(names, ("政协", "县政协"))}
    words = {*names, *OF_THE_CPPCC}
    return sorted({*words, *map(pinyin_of, words), *initials, *LATIN_WORDS} - {""}, key=len, reverse=True)
