"""What a register is sorted by: order_by expressions, turned round, with what is empty last."""

from django.db.models import Case, F, Value, When
from django.db.models.expressions import OrderBy
from django.db.models.functions import NullIf


def reversed_order(expression):
    """The opposite of one order_by expression: a name, an expression, or one with its direction."""
    if isinstance(expression, str):
        return expression.removeprefix("-") if expression.startswith("-") else f"-{expression}"
    if isinstance(expression, OrderBy):
        turned = expression.copy()
        turned.reverse_ordering()
        return turned
    return expression.desc(nulls_last=True)


def along(field, values):
    """An order_by expression that follows the values as they are given."""
    return Case(*(When(**{field: value}, then=Value(place)) for place, value in enumerate(values)))


def filled(field):
    """An order_by expression of a text, for which no text is empty."""
    return NullIf(F(field), Value(""))


def empty_last(expression):
    """An order_by expression by which what is empty comes last on every database, whichever way it runs."""
    if isinstance(expression, OrderBy):
        return expression
    if not isinstance(expression, str):
        return expression.asc(nulls_last=True)
    field = F(expression.removeprefix("-"))
    return field.desc(nulls_last=True) if expression.startswith("-") else field.asc(nulls_last=True)
