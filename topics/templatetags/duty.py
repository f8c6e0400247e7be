"""The short form of a member's duty record, for pages of people."""

from django import template
from django.utils import timezone

from topics.duty.counting import duty_of
from topics.duty.record import not_due

register = template.Library()
register.filter("not_due", not_due)


@register.inclusion_tag("topics/duty_card.html")
def duty_card(member):
    """The figures of this year, with the way to the record."""
    today = timezone.localdate()
    return {"member": member, "year": today.year, "duty": duty_of(member, today.replace(month=1, day=1), today)[1]}
