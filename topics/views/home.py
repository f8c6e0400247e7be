from datetime import timedelta

from django.db.models import Count
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from consult.calendar.holidays import missing_year
from consult.exports.workbook import Sheet, workbook_response
from consult.options import held
from members.models import Anonymisation, Term
from members.rules import is_office, is_secadmin
from members.vacancies import ending_soon, vacancies
from topics.annual_plans.execution import Execution, due_to_begin
from topics.annual_plans.rows import figures_of_plans
from topics.first_steps import first_jobs, first_steps
from topics.last_moves import with_since
from topics.models import AnnualPlan, ConsultationSession, Recommendation, SessionStage, Step, Topic, TopicStage
from topics.models.concerns import concerning
from topics.models.recommendation import OPEN_RECOMMENDATIONS
from topics.models.topic_stage import PATH, PLANNING
from topics.sheets.steps import move_of, stage_of
from topics.sheets.waiting import WAITING_COLUMNS
from topics.tasks.desk import desk_counts
from topics.tasks.due import due_words
from topics.tasks.next_steps import home_rows
from topics.views.invitations import invitations_for

SHOWN = 12


def home(request):
    """What waits for me, the pipeline of topics, what is overdue or due soon, and the coming sessions."""
    only = request.GET.get("task", "")
    if request.GET.get("export") == "xlsx":
        return waiting_workbook(request.user, only)
    rows, counts = home_rows(request.user, only)
    total = sum(count["count"] for count in counts)
    context = {
        "rows": with_since(rows if only or "all" in request.GET else rows[:SHOWN]),
        "total": total,
        "beginnings": () if total else first_jobs(request.user),
        "shown_total": sum(count["count"] for count in counts if only in ("", count["name"])),
        "fetched": len(rows),
        "counts": counts,
        "only": only,
        "stages": pipeline(request.user),
        "late": late_work(request.user),
        "overdue": Recommendation.objects.visible_to(request.user).overdue(),
        "sessions": coming_sessions(request.user),
        "news": news(request.user),
        "sees_sessions": request.user.has_perm("topics.list_sessions"),
        "invitations": invitations_for(request.user),
        "own_committees": [a.committee for a in request.user.current_appointments if a.committee],
        "desk": desk_counts(request.user),
        "first_steps": first_steps(request.user),
        "today": timezone.localdate(),
    }
    if request.user.has_perm("topics.change_settings"):
        context["missing_year"] = missing_year(timezone.localdate())
    if is_secadmin(request.user):
        context |= {"appoints": True, "vacancies": vacancies(), "ending": ending_soon()}
    if is_office(request.user):
        context["leaderless"] = Topic.objects.without_leader_in_office().count()
        context["outstayed"] = Term.objects.outstayed()
        context["anonymisations"] = Anonymisation.objects.waiting_for(request.user)
        context["this_year"] = plan_of_the_year(timezone.localdate())
    return render(request, "topics/home.html", context)


def waiting_workbook(user, only):
    rows, counts = home_rows(user, only, most=None)
    kind = [(_("What to do"), count["label"]) for count in counts if count["name"] == only]
    title, sheet = _("To-do list"), Sheet(_("To-do list"), WAITING_COLUMNS, with_since(rows))
    response = workbook_response([sheet], title=title, user=user, filters=kind)
    response.taken = {"register": title, "rows": len(rows)}
    return response


def pipeline(user):
    """A tile per stage of the path with the number of visible topics, opening its list; none for who sees no topic."""
    found = Topic.objects.visible_to(user).order_by().values_list("stage").annotate(Count("pk"))
    counts = dict(found)
    if not counts:
        return []
    return [
        {
            "label": TopicStage(stage).label,
            "count": counts.get(stage, 0),
            "url": f"{reverse('topic_list')}?{urlencode({'stage': stage})}",
            "hot": stage in {TopicStage.PROPOSED, TopicStage.PLAN_REVIEW, TopicStage.REFERRED} and counts.get(stage),
        }
        for stage in PATH
    ]


def plan_of_the_year(today):
    """How far this year's plan is and which of its items should have begun; None where none is issued."""
    plan = AnnualPlan.objects.in_force(today.year).first()
    if plan is None:
        return None
    figures = figures_of_plans([plan])[plan.pk]
    count = figures.total() - figures[Execution.ADJUSTED]
    return {"plan": plan, "done": figures[Execution.DONE], "count": count, "to_begin": due_to_begin(today)}


def late_work(user, most=5):
    """Dicts for the card, what concerns the user first: open recommendations overdue or due within the warning days,
    and for the office the topics whose committee is overdue."""
    limit = timezone.localdate() + timedelta(days=held("warning_days"))
    late = Recommendation.objects.visible_to(user).filter(stage__in=OPEN_RECOMMENDATIONS, due_on__lte=limit)
    late = late.annotate(concerns=concerning(user, "topic__")).order_by("-concerns", "due_on")
    asked = late.select_related("topic").with_departments()[:most]
    rows = [late_row(one, one.text, one.lead and one.lead.department, one.topic) for one in asked]
    rows += [late_row(one, str(one), one.organiser, one.get_stage_display()) for one in late_topics(user)[:most]]
    return sorted(rows, key=lambda row: (not row["concerns"], row["record"].due_on))[:most]


def late_topics(user):
    if not is_office(user):
        return Topic.objects.none()
    late = Topic.objects.visible_to(user).filter(stage__in=PLANNING, due_on__lt=timezone.localdate())
    return late.exclude(organiser=None).select_related("organiser").order_by("due_on")


def late_row(record, text, unit, about):
    concerns = getattr(record, "concerns", False)
    said = {"chip": due_words(record.due_on), "text": text, "unit": unit or "", "about": about}
    return {"record": record, "concerns": concerns} | said


def coming_sessions(user, days=7):
    today = timezone.localdate()
    planned = ConsultationSession.objects.visible_to(user).filter(
        stage=SessionStage.PLANNED, held_on__range=(today, today + timedelta(days=days))
    )
    told = planned.with_replies().told_to(user).annotate(concerns=concerning(user, "topic__"))
    return told.select_related("topic", "topic__organiser", "venue").order_by("held_on", "starts_at")


def news(user, days=14, most=6):
    """The last move of each topic that concerns the user, made by others."""
    moved = Step.objects.news_for(user, timezone.now() - timedelta(days=days)).select_related("topic")[: most * 10]
    last = {}
    for step in moved:
        last.setdefault(step.topic_id, step)
    return [{"step": step, "move": move_of(step), "stage": stage_of(step)} for step in last.values()][:most]
