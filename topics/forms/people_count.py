from django import forms
from django.utils.translation import gettext_lazy as _


class PeopleCount(forms.IntegerField):
    def __init__(self, **kwargs):
        super().__init__(label=_("Number of people"), min_value=1, max_value=9999, **kwargs)
