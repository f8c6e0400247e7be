from django.db import migrations

BEGINS = {"reassign": "department", "reassign_share": "department", "succeed": "successor", "succeed_share": "successor"}
ENDS = ("reassign", "reassign_share", "relieve", "succeed", "succeed_share")


def named(step, answer):
    return (step.answers.get(answer) or {}).get("id")


def began(step, referral):
    names_it = step.transition == "refer" or named(step, BEGINS.get(step.transition, "")) == referral.department_id
    return step.happened_on == referral.referred_on and names_it


def ended(step, referral):
    if step.transition not in ENDS or step.happened_on != referral.ended_on:
        return False
    if step.transition == "succeed_share":
        return named(step, "former_share") == referral.department_id
    if step.transition == "succeed":
        return named(step, "former_lead" if referral.is_lead else "successor") == referral.department_id
    return bool(referral.objected_on and not referral.is_upheld) or named(step, "department") == referral.department_id


def tell_all(apps, schema_editor):
    """Of several steps that fit, the last one: of those before it nothing stands."""
    referrals, steps = (apps.get_model("topics", name).objects for name in ("Referral", "Step"))
    moves = steps.filter(lifecycle="recommendation", transition__in=("refer", *ENDS))
    told = []
    for referral in referrals.order_by("pk").iterator():
        lines = list(moves.filter(recommendation=referral.recommendation_id).order_by("-sequence"))
        referral.begun_by = next((step for step in lines if began(step, referral)), None)
        referral.ended_by = next((step for step in lines if ended(step, referral)), None)
        told.append(referral)
    referrals.bulk_update(told, ["begun_by", "ended_by"], batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("topics", "0016_referrals_by_steps"),
    ]

    operations = [
        migrations.RunPython(tell_all, migrations.RunPython.noop),
    ]
