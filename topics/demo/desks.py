"""The desks of the demo's departments: drafts, countersigns and heads' checks, and what lies open at the end."""

from topics.demo import phrases
from topics.models import Recommendation
from topics.models.recommendation import OWED_BY_DEPARTMENT
from topics.workflow.answer_drafts import keep_draft

STATES = ("returned", "submitted", "drafted", "submitted", "assigned")


def send(case, said):
    """The answer by way of a draft where others have a say in it; now and then sent without waiting for them."""
    w, record = case.w, case.recommendation
    record.refresh_from_db()
    rng = w.rng(f"desk {case.life.topic.number}/{record.number}")
    head, co_referrals = w.heads.get(case.lead.name), record.co_referrals
    if not head and not co_referrals:
        case.do("answer", case.liaison, **said)
        return
    waits = rng.random() < 0.8
    submit(w, record, case.liaison, said)
    for referral in co_referrals if waits else []:
        agreement = {"agreement": "agrees"}
        if rng.random() < 0.2:
            agreement = {"agreement": "opinion", "remark": rng.choice(phrases.COUNTERSIGNED)}
        w.do(record, "countersign", w.liaisons[referral.department.name], **agreement)
    case.do("answer", head or case.liaison, alone_reason="" if waits else phrases.NOT_WAITED, **said)


def draft(w, record, by, said):
    record.refresh_from_db()
    content = {"measures": "", "reason_not_adopted": ""} | {name: value or "" for name, value in said.items()}
    for day in ("planned_on", "completed_on"):
        content[day] = said.get(day)
    keep_draft(record, content, by=w.users[by], now=w.clock.tick())


def submit(w, record, by, said):
    draft(w, record, by, said)
    w.do(record, "submit_draft", by)


def lie_open(w):
    """On the last day: drafts in every state at the headed departments, countersigns awaited at the others."""
    owed = Recommendation.objects.filter(stage__in={"received", "reworking"}).order_by("due_on", "pk")
    turns = dict.fromkeys(w.heads, 0)
    for record in owed:
        lead, liaison = record.lead.department.name, w.liaisons[record.lead.department.name]
        if lead in turns:
            turn = turns[lead]
            turns[lead] += 1
            leave(w, record, w.seconds[lead] if turn % 2 else liaison, STATES[turn % len(STATES)])
        elif record.co_referrals:
            submit(w, record, liaison, proposal(w))
    sign_some(w)


def leave(w, record, handler, state):
    lead = record.lead.department.name
    w.do(record, "assign", w.liaisons[lead], handler=w.users[handler])
    if state == "drafted":
        draft(w, record, handler, proposal(w) | {"planned_on": None})
    elif state != "assigned":
        submit(w, record, handler, proposal(w))
    if state == "returned":
        w.do(record, "return_draft", w.heads[lead], reason=phrases.DRAFT_RETURNED)


def proposal(w):
    return {
        "decision": "adopted",
        "handling_result": "B",
        "measures": phrases.DRAFTED,
        "planned_on": w.clock.anchor.replace(month=12, day=20),
    }


def sign_some(w):
    drafts = Recommendation.objects.filter(stage__in=OWED_BY_DEPARTMENT, drafts__state="submitted").order_by("pk")
    for number, record in enumerate(drafts):
        names = [referral.department.name for referral in record.co_referrals]
        if number % 2 and names and names[0] not in w.heads:
            w.do(record, "countersign", w.liaisons[names[0]], agreement="agrees")
