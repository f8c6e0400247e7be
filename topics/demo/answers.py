"""The lives of the demo's recommendations after their referral, each after its script."""

from consult.calendar.workdays import add_workdays, months_later
from topics.demo import desks, phrases
from topics.demo.papers import scanned_reply
from topics.models import ContactWay, Referral

HANDLING = {"adopted": "AAB", "partly": "BBC", "not_adopted": "CD"}


def answer_life(life, recommendation, script):
    """From referral to last verdict; the script names a mishap or the point where it is left."""
    try:
        yield from walk(Case(life, recommendation, script))
    finally:
        life.awaited -= 1


class Case:
    """One recommendation under way: who answers it now, and what its script wants."""

    def __init__(self, life, recommendation, script):
        self.life, self.w, self.rng = life, life.w, life.rng
        self.recommendation, self.script = recommendation, script

    @property
    def lead(self):
        standing = Referral.objects.standing().select_related("department")
        return standing.get(recommendation=self.recommendation, is_lead=True).department

    @property
    def liaison(self):
        return self.w.liaisons[self.lead.name]

    @property
    def advice(self):
        return self.life.matter.subject.advice[(self.recommendation.number - 1) % len(self.life.matter.subject.advice)]

    def days(self, least, most):
        return self.rng.randint(least, most)

    def do(self, name, by, **answers):
        return self.w.do(self.recommendation, name, by, **answers)


def walk(case):
    script = case.script
    if script == "unreceived":
        return
    if script.startswith("object"):
        # A day later at most: over the holidays in October the objection period would end.
        yield 1
        yield from object_to(case)
        if script == "objected":
            return
    yield case.days(1, 3)
    if script != "by_hand":
        case.do("receive", case.liaison)
    if script == "received":
        contact(case)
        return
    if script in {"extended", "under_way", "asking", "declined"}:
        yield from ask_for_time(case)
    if script in {"under_way", "asking", "declined"}:
        contact(case)
        return
    yield from wait(case)
    contact(case)
    answer(case)
    if script == "answered":
        return
    yield from evaluate(case)
    if script in {"reworking", "evaluated", "lapsed"}:
        return
    yield from carry_out(case)


def contact(case):
    """Two of three departments have met the proposing unit some days after the referral."""
    rng = case.w.rng(f"contact {case.life.topic.number}/{case.recommendation.number}")
    if rng.random() < 0.35:
        return
    referred_on = case.recommendation.referrals.standing().get(is_lead=True).referred_on
    said = {"way": rng.choice(ContactWay.values), "agreed": rng.choice(phrases.AGREED)}
    said["happened_on"] = min(add_workdays(referred_on, rng.randint(1, 6)), case.w.clock.day)
    case.do("contact", "office02" if case.script == "by_hand" else case.liaison, **said)


def object_to(case):
    """Not ours, says the lead (or a co-department); the office reassigns or upholds."""
    referrals = list(case.recommendation.referrals.standing())
    referral = referrals[-1] if case.script == "object_co" else referrals[0]
    liaison = case.w.liaisons[referral.department.name]
    case.do("object", liaison, referral=referral, reason=case.rng.choice(phrases.OBJECTED))
    if case.script == "objected":
        return
    yield case.days(1, 3)
    if case.script in {"object_upheld", "object_twice"}:
        case.do("uphold", "office01", reason=phrases.UPHELD)
    else:
        standing = {r.department_id for r in referrals}
        fitting = [case.w.departments[a.department] for a in case.life.matter.subject.advice]
        other = next(d for d in [*fitting, *case.w.departments.values()] if d.pk not in standing)
        words = {"letter_number": case.w.paper("示协办"), "reason": phrases.REASSIGNED}
        if referral.is_lead:
            due_on = months_later(case.w.clock.day, 3)
            case.do("reassign", "office01", department=other, due_on=due_on, **words)
        else:
            case.do("reassign_share", "office01", department=other, **words)


def ask_for_time(case):
    """The office agrees, or declines, on the day on which the department asks, or has still to decide."""
    yield case.days(12, 20)
    report(case)
    yield case.days(6, 12)
    case.recommendation.refresh_from_db()
    until = months_later(case.recommendation.due_on, 1)
    case.do("ask_extension", case.liaison, asked_until=until, reason=phrases.ASKED_FOR_TIME)
    if case.script == "declined":
        case.do("decline_extension", "office01", reason=phrases.DECLINED)
    elif case.script != "asking":
        case.do("extend", "office01", due_on=until, reason=phrases.EXTENDED)


def report(case):
    said = {"findings": case.rng.choice(phrases.PROGRESS), "evidence": case.rng.choice(phrases.EVIDENCE)}
    case.do("report", case.liaison, **said)


def wait(case):
    """Until the answer: some weeks, or beyond the due date."""
    case.recommendation.refresh_from_db()
    if case.script == "late":
        yield add_workdays(case.recommendation.due_on, case.days(4, 10))
        return
    if case.life.story.until == "answered":
        yield case.days(8, 20)
        return
    yield case.days(8, 18)
    if case.rng.random() < 0.3 and case.script != "answered":
        report(case)
    yield case.days(4, 22)


def answer(case, measures=""):
    """The department's answer, or the office's on its behalf with the scanned reply."""
    told, advice = case.life.matter.told, case.advice
    decision = {"partly": "partly", "not_adopted": "not_adopted"}.get(case.script, "adopted")
    result = case.rng.choice(HANDLING[decision])
    today = case.w.clock.day
    said = {
        "decision": decision,
        "handling_result": result,
        "measures": "" if decision == "not_adopted" else measures or f"{told(advice.measure)}。",
        "reason_not_adopted": "" if decision == "adopted" else told(advice.reservation),
        "planned_on": None if decision == "not_adopted" or result == "A" else add_workdays(today, case.days(20, 70)),
        "completed_on": today if result == "A" else None,
    }
    if case.script == "by_hand":
        replied_on = add_workdays(today, -2)
        document = scanned_reply(case)
        case.do("answer_on_behalf", "office02", happened_on=replied_on, document=document, **said)
    else:
        desks.send(case, said)


def evaluate(case):
    """The verdict of the proposing unit; once "not satisfied" where the script is a reworking; none where it lapses."""
    if case.script == "lapsed":
        yield 18
        case.do("lapse", "office01")
        return
    yield case.days(2, 9)
    by = case.w.proposer(case.life.topic)
    if case.script in {"reworked", "reworked_in_vain", "reworking"}:
        comment = case.rng.choice(phrases.UNSATISFIED)
        case.do("send_back", by, verdict="not_satisfied", comment=comment, **counts(case, "not"))
        if case.script == "reworking":
            return
        yield case.days(10, 20)
        answer(case, f"{case.life.matter.told(case.advice.measure)}；另明确责任人和月度进度，每月向协商代表通报一次。")
        yield case.days(3, 8)
    if case.script == "reworked_in_vain":
        verdict, comment = "not_satisfied", phrases.STILL_NOT
    elif case.rng.random() < 0.3 or case.script == "partly":
        verdict, comment = "basically", case.rng.choice(phrases.BASICALLY)
    else:
        verdict, comment = "satisfied", case.rng.choice(phrases.SATISFIED)
    case.do("evaluate", by, verdict=verdict, comment=comment, **counts(case, verdict))


def counts(case, verdict):
    """How many members and people of the public said what beside the verdict."""
    many, some, few = case.days(6, 9), case.days(2, 4), case.days(0, 1)
    in_order = {"satisfied": (many, some, few), "basically": (some, many, few)}.get(verdict, (few, some, many))
    names = ("satisfied", "basically", "not")
    return {
        f"{who}_{name}": number for who in ("members", "public") for name, number in zip(names, in_order, strict=True)
    }


def carry_out(case):
    """What was adopted is noted as done, most of it."""
    case.recommendation.refresh_from_db()
    if case.recommendation.decision == "not_adopted" or case.rng.random() < 0.3:
        return
    yield case.days(6, 16)
    if case.life.topic.stage != "closed":
        said = {"measures": case.rng.choice(phrases.DONE), "evidence": case.rng.choice(phrases.EVIDENCE)}
        case.do("carry_out", case.life.staff, **said)
