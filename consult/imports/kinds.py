"""What can be imported: a declaration for each kind of record, in the module `imports` of its app."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.apps import apps
from django.core import serializers
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from consult.imports import readers

IN_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]")
DECORATION = re.compile(r"[\s*:：()\[\]（）【】/、]+")


@dataclass(frozen=True)
class ImportColumn:
    """A column: the field it fills, how it is headed, and how its cells are read.

    `aliases` are other headings. A `required` one is needed for a new record. `example` and `hint` stand in the
    template. `relation` says that the value belongs to other tables than the record's own. `masked` gives what a
    page may show of a stored value, `absent` what to do where a file has no such column;
    where it is `told_by_file`, the name of the file then stands for it.
    """

    name: str
    label: str | Promise
    aliases: tuple = ()
    read: Callable = readers.line
    required: bool = False
    example: str = ""
    hint: str | Promise = ""
    relation: bool = False
    masked: Callable | None = None
    absent: str | Promise = ""
    told_by_file: bool = False

    def headings(self):
        """All the headings it is known by, stripped of decoration."""
        return {plain_heading(words) for words in (*readers.in_each_language(self.label), *self.aliases)}

    def said(self, value):
        """A value as a person reads it; what the file says is compared by these words."""
        if value is None or value == "":
            return ""
        if hasattr(self.read, "said"):
            return self.read.said(value)
        return in_words(value, self.read)

    def shown(self, stored):
        """What the page shows of a stored value."""
        return self.masked(stored) if self.masked and stored else self.said(stored)


def in_words(value, read):
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return f"{value:%Y-%m}" if read is readers.month else value.isoformat()
    if isinstance(value, list):
        return "、".join(sorted(str(one) for one in value))
    return str(value)


def plain_heading(words):
    return DECORATION.sub("", unicodedata.normalize("NFKC", str(words))).lower()


def headings_of(cell):
    """What a cell of the head may stand for: its words, and those outside its brackets."""
    words = cell if isinstance(cell, str) else ""
    return plain_heading(words), plain_heading(IN_BRACKETS.sub("", words))


def refusal(error):
    if error.code == "max_length":
        return _("At most %(limit_value)d characters; here are %(show_value)d.") % error.params
    return " ".join(error.messages)


class ImportKind:
    """One kind of record: `columns`, and how a row finds its record by the column `key`, is compared and saved.

    `own` names the relations whose rows an import makes together with the record; any other that points to it was
    built on it. `most` bounds the rows of one file; where they are personal, the file is given back to those alone who
    have just given their password again.
    """

    slug = label = model = register = icon = permission = key = None
    is_personal = False
    columns = ()
    own = ()
    most = 5000
    notes = ()

    def tables(self):
        """What the cells of all rows are looked up in, read once."""
        return {}

    def hold(self):
        """Keeps waiting, to the end of the transaction, whoever would meanwhile change what the rows say together."""

    def look_over(self, keys, tables):
        """Puts into the tables what the keys of all rows say together."""

    def look_over_rows(self, rows):
        """Refuses what the rows, each read and settled, say together."""

    def column(self, name):
        return next(column for column in self.columns if column.name == name)

    def thing(self, column):
        """What the words of a column name: what is said of them holds wherever the same is named."""
        return getattr(column.read, "thing", f"{self.slug}.{column.name}")

    def told(self, by_name):
        """What is said by the name of a column, as [(column, said)] in the order of the columns."""
        return [(column, by_name[column.name]) for column in self.columns if column.name in by_name]

    def rows(self):
        """The records with what `held` reads of them."""
        return self.model.objects.all()

    def records(self, keys):
        found = self.rows().filter(**{f"{self.key}__in": list(keys)}) if len(keys) < 500 else self.rows()
        return {getattr(record, self.key): record for record in found if getattr(record, self.key) in keys}

    def held(self, record):
        """What is stored, by column; a column left out is never compared, only used."""
        return {column.name: getattr(record, column.name) for column in self.columns}

    def is_said(self, column, raw, record, held):
        """Whether the cell says what is stored already, in whichever form it was written out."""
        return readers.words_of(raw) == readers.words_of(column.said(held))

    def settle(self, record, values, tables):
        """Fills in what follows from the values of a row, and gives its errors by column."""
        return {}

    def note(self, record, values, tables):
        """What should be looked at although it is no error, in words, or None."""
        return None

    def invalid(self, record, values):
        """What the model itself refuses, by column."""
        own = {name: value for name, value in values.items() if not self.column(name).relation}
        draft = self.model(**own)
        fields = {field.name for field in self.model._meta.fields}
        try:
            draft.clean_fields(exclude=fields - set(own))
        except ValidationError as error:
            return {name: " ".join(map(refusal, errors)) for name, errors in error.error_dict.items()}
        return {}

    @property
    def names(self):
        """The columns with names of which the former ones are kept; that of the key stays as it is."""
        return [name for name in getattr(self.model, "NAMES", ()) if name != self.key]

    def create(self, rows, by):
        """The new records for the values of each row, in their order."""
        return [self.create_one(values, by) for values in rows]

    def create_one(self, values, by):
        raise NotImplementedError

    def change(self, record, values, by):
        """Saves the changed values in the record, whose version has moved on already."""
        for name, value in values.items():
            setattr(record, name, value)
        record.save()

    def snapshot(self, record, names):
        """What must be known to set these columns back."""
        (data,) = serializers.serialize("python", [record])
        return {name: data["fields"][name] for name in names}

    def set_back(self, record, before):
        for name, value in before.items():
            field = self.model._meta.get_field(name)
            if field.many_to_many:
                getattr(record, name).set(value)
            else:
                setattr(record, field.attname, field.to_python(value))
        record.save()

    def not_set_back(self, rows):
        """Why what the rows made or changed, by the id of the record, cannot be as it was before, in words."""
        return []

    def traces(self, record):
        """What shows that somebody touched the record since."""
        return [record.version]

    def remove(self, records, by):
        """Deletes the records that an import made and nothing was built on."""
        for record in records:
            record.delete()

    def built_on(self, keys):
        """The ids among these whose records something else points to."""
        found = set()
        for relation in self.model._meta.get_fields():
            is_pointing = relation.auto_created and not relation.concrete and relation.name not in self.own
            if is_pointing and relation.get_accessor_name() not in self.own:
                field = relation.field.name
                rows = relation.related_model._base_manager.filter(**{f"{field}__in": keys})
                found |= set(rows.order_by().values_list(field, flat=True))
        return found & set(keys)


@cache
def kinds():
    """All kinds of all apps by slug: the lists `KINDS` of their modules `imports`."""
    found = {}
    for label in ("committees", "members", "topics"):
        if apps.is_installed(label):
            found |= {kind.slug: kind for kind in import_string(f"{label}.imports.KINDS")}
    return found
