from django import forms
from django.utils.translation import gettext_lazy as _


class PeopleCount(forms.IntegerField):
    """How many people of one kind there are: a row is only for those who are there at all."""

    def __init__(self, **kwargs):
        super().__init__(label=_("Number of people"), min_value=1, max_value=9999, **kwargs)
