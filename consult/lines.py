"""One line is one line: what a page or a document was copied from brings breaks and marks that nobody sees."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext as _

BREAKS = re.compile(r"\s*[\r\n\u2028\u2029]+\s*")


def plain(text):
    seen = "".join(sign for sign in BREAKS.sub(" ", text) if unicodedata.category(sign) != "Cf")
    return seen.strip()


def make_lines_plain(form):
    for name, field in form.fields.items():
        typed = form.cleaned_data.get(name)
        if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.Textarea) and typed:
            form.cleaned_data[name] = plain(typed)
            if field.required and not form.cleaned_data[name]:
                form.add_error(name, _("This field is required."))
