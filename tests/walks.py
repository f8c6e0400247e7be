"""Walks remembered: a leg that starts from the very same rows is walked once and then written down again.

What for: most tests begin in mid-life, with `journey.referred()` say; walking there was the greater part of the
suite's time (decision 0095).

How: `TRACE` reads along what the present test writes and chains it into a digest. Two tests with the same digest have
the same rows with the same ids. A leg marked `@remembered` is looked up by its name, its arguments and that digest.
Where it is unknown it is walked, and what it wrote is recorded (`Walk.keep`). Where it is known, its statements are
executed again, and the objects in hand become what they became then (`Walk.repeat`).

When not: on PostgreSQL, outside one transaction, in tests that take `settings` or `monkeypatch`, and where an argument
cannot be compared, every leg is walked. `CONSULT_WALK=always` walks every leg of every test; a test that passes only
so has found a fault of this file.
"""

import os
import pickle
import re
from dataclasses import dataclass
from datetime import date, time
from functools import wraps
from hashlib import blake2b
from io import BytesIO
from os import urandom

from django.db import connection, models
from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.utils import timezone, translation

from tests import factories

IS_OFF = os.environ.get("CONSULT_WALK") == "always"
WRITING = re.compile(r"INSERT|UPDATE|DELETE|REPLACE")
# What differs between two tests that do the same: times of the clock, digests over them, salts of passwords.
CLOCK_OR_SALT = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d|[0-9a-f]{64}|md5\$")
# Attempts to sign in, of which no leg asks.
UNFOLLOWED_TABLES = re.compile(r'"axes_')


class Incomparable(Exception):
    """An argument of which no two can be told to be the same."""


class Trace:
    """What the present test has written so far, as a digest, and the recordings of legs that are under way."""

    def __init__(self):
        self.digest, self.marks, self.recordings, self.is_followed = b"", {}, [], False

    def follow(self, is_followed):
        """Begin a test: with an unknown past, which matches no other, where what it does is not to be remembered."""
        self.is_followed = is_followed
        self.digest = self.digest if is_followed else urandom(16)

    def watch(self, execute, sql, params, many, context):
        """A wrapper of `connection.execute_wrapper` that reads along."""
        found = execute(sql, params, many, context)
        if self.is_followed:
            self.read(sql, params, many)
        return found

    def read(self, sql, params, many):
        """Chain a statement that writes; a savepoint rolled back to takes the digest back, and ends all recordings."""
        verb, _space, rest = sql.partition(" ")
        if verb == "BEGIN":
            self.begin()
        elif verb == "SAVEPOINT":
            self.marks[rest] = self.digest, factories.numbers.last
        elif verb == "ROLLBACK":
            unknown = urandom(16), factories.numbers.last
            self.digest, factories.numbers.last = self.marks.get(rest.rpartition(" ")[2], unknown)
            self.recordings = [None for _each in self.recordings]
        elif WRITING.match(verb) and not UNFOLLOWED_TABLES.search(sql):
            self.chain(sql, params)
            for recording in filter(None, self.recordings):
                said = sql if params is None else SQLiteCursorWrapper.convert_query(None, sql)
                recording.writes.append((said, params or (), many))

    def begin(self):
        """Start from tables as the tests before have left them, whose ids go on from where they are."""
        factories.numbers.last = 0
        cursor = connection.connection.execute("SELECT name, seq FROM sqlite_sequence ORDER BY name")
        self.digest, self.marks, self.recordings = repr(cursor.fetchall()).encode(), {}, []

    def chain(self, sql, params):
        lasting = [value for value in params or () if not (isinstance(value, str) and CLOCK_OR_SALT.match(value))]
        self.digest = blake2b(self.digest + repr((sql, lasting)).encode(), digest_size=16).digest()

    @property
    def is_known(self):
        """Whether the digest tells all that was written: a browser's event loop brings a connection of its own."""
        is_read = self.is_followed and self.watch in connection.execute_wrappers
        return not IS_OFF and is_read and connection.vendor == "sqlite" and connection.in_atomic_block


class Freezer(pickle.Pickler):
    """Writes records in hand down by their places."""

    def __init__(self, file, in_hand):
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self.places = {id(record): place for place, record in enumerate(in_hand)}

    def persistent_id(self, value):
        return self.places.get(id(value))


class Thawer(pickle.Unpickler):
    """Makes all records anew but those in hand, which stay the very same objects."""

    def __init__(self, file, in_hand):
        super().__init__(file)
        self.in_hand = in_hand

    def persistent_load(self, place):
        return self.in_hand[place]


@dataclass
class Walk:
    """What a leg wrote, and what became of its walker and of the records that were in hand before it."""

    writes: list
    after: bytes = b""
    digest: bytes = b""
    number: int = 0

    def keep(self, walker, result, in_hand, were):
        changes = [changes_of(record, fields) for record, fields in zip(in_hand, were, strict=True)]
        file = BytesIO()
        Freezer(file, in_hand).dump([changes, dict(walker.cast), state_of(walker), result])
        self.after, self.digest, self.number = file.getvalue(), TRACE.digest, factories.numbers.last

    def repeat(self, walker, in_hand):
        cursor = connection.connection.cursor()
        for sql, params, many in self.writes:
            (cursor.executemany if many else cursor.execute)(sql, params)
            cursor.fetchall()
        for recording in filter(None, TRACE.recordings):
            recording.writes += self.writes
        TRACE.digest, factories.numbers.last = self.digest, self.number
        changes, cast, of_walker, result = Thawer(BytesIO(self.after), in_hand).load()
        for record, fields in zip(in_hand, changes, strict=True):
            vars(record).update(fields)
        walker.cast.update(cast)
        vars(walker).update(of_walker)
        return result


TRACE, WALKS = Trace(), {}


def remembered(leg):
    """A leg of a walker with a `cast`, walked once from each history."""

    @wraps(leg)
    def walk(walker, *args, **kwargs):
        key = key_of(leg, walker, [args, kwargs])
        if not key:
            return leg(walker, *args, **kwargs)
        reached = records_in([dict(walker.cast), state_of(walker), args, kwargs])
        in_hand = list({id(one): one for one in reached}.values())
        if known := WALKS.get(key):
            return known.repeat(walker, in_hand)
        were = [dict(vars(one)) for one in in_hand]
        TRACE.recordings.append(Walk([]))
        try:
            result = leg(walker, *args, **kwargs)
        finally:
            recorded = TRACE.recordings.pop()
        if recorded:
            recorded.keep(walker, result, in_hand, were)
            WALKS[key] = recorded
        return result

    return walk


def state_of(walker):
    """What a walker holds beside its cast."""
    return {name: value for name, value in vars(walker).items() if name != "cast"}


def changes_of(record, before):
    """The attributes that a leg has set on a record in hand."""
    return {name: value for name, value in vars(record).items() if name not in before or before[name] is not value}


def key_of(leg, walker, arguments):
    """The same for two calls that do the same; None where that cannot be told."""
    if not TRACE.is_known:
        return None
    try:
        asked = comparable([state_of(walker), arguments])
    except Incomparable:
        return None
    return leg.__qualname__, timezone.localdate(), translation.get_language(), tuple(walker.cast), asked, TRACE.digest


def records_in(value):
    """The records among arguments, in their order."""
    if isinstance(value, models.Model):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from records_in(one)
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from records_in(one)


def comparable(value):
    """Something hashable that is the same for the same arguments."""
    if isinstance(value, models.Model):
        fields = [(f.attname, vars(value).get(f.attname)) for f in value._meta.concrete_fields]
        known = [(name, one) for name, one in fields if not isinstance(one, (timezone.datetime, bytes))]
        return (value._meta.label, repr([pair for pair in known if not CLOCK_OR_SALT.match(str(pair[1]))]))
    if isinstance(value, dict):
        return tuple((name, comparable(one)) for name, one in value.items())
    if isinstance(value, (list, tuple)):
        return type(value), tuple(comparable(one) for one in value)
    if value is None or isinstance(value, (str, int, date, time)):
        return type(value), value
    raise Incomparable
