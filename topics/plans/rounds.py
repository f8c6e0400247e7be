"""The versions of plans round by round, read in a fixed number of queries for pages that show many plans."""

from django.db.models import Prefetch

from topics.models import AgendaItem, Decision, Plan, PlanInvitee, Step
from topics.models.topic_parts import with_organisers

SENT = ("submit", "submit_revision", "confirm_party_group", "confirm_presidium")


def with_contents(versions):
    related = versions.select_related("topic__organiser", "venue", "leading_vice_chair", "outcome_kind")
    invitees = PlanInvitee.objects.select_related("member")
    return related.prefetch_related("agenda", "guests", Prefetch("invitees", invitees), with_organisers("topic__"))


class Rounds:
    """All versions of the topics of some plans, with their contents, agenda items and standing decisions.

    `contents=False` leaves out what is written in them, where only their way through the bodies is asked about.
    """

    def __init__(self, plans, contents=True):
        standing = Decision.objects.standing().select_related("item__meeting__term", "recorded_by")
        versions = Plan.objects.filter(topic__in={plan.topic_id for plan in plans}).prefetch_related(
            Prefetch("agenda_items", AgendaItem.objects.select_related("meeting__term").order_by("pk")),
            Prefetch("decisions", standing, to_attr="standing"),
            Prefetch("steps", Step.objects.filter(transition__in=SENT), to_attr="sent"),
        )
        self.versions = {plan.pk: plan for plan in (with_contents(versions) if contents else versions)}

    def __getitem__(self, plan):
        """The version as it was read here."""
        return self.versions[plan.pk]

    def lineage(self, plan):
        """This version and those whose decision it carries on as their confirmed revision, newest first."""
        versions, pk = [], plan.pk
        while pk:
            versions.append(self.versions[pk])
            pk = self.versions[pk].revises_id
        return versions

    def decision(self, plan, body):
        """The standing decision of the body that holds for this version, its own or carried over; None without."""
        found = [d for version in self.lineage(plan) for d in version.standing if d.item.meeting.body == body]
        return found[0] if found else None

    def sent_on(self, plan):
        """The last day on which the organiser or the office sent this version on, None for a draft."""
        return max((step.happened_on for step in self[plan].sent), default=None)

    def before(self, plan, body, meeting):
        """The version of this round that the body had on an agenda last before the meeting, None where it had none."""
        seen = [
            (item.meeting.meets_on, item.pk, version)
            for version in self.versions.values()
            for item in version.agenda_items.all()
            if (version.topic_id, version.round) == (plan.topic_id, plan.round)
            and item.meeting.body == body
            and item.meeting_id != meeting.pk
            and item.state in {AgendaItem.State.DECIDED, AgendaItem.State.DEFERRED}
            and item.meeting.meets_on <= meeting.meets_on
        ]
        return max(seen, key=lambda entry: entry[:2])[2] if seen else None
