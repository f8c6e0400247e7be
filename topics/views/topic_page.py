from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from topics.likeness.comparing import Subject
from topics.likeness.similar import similar_topics
from topics.models import Topic, TopicStage
from topics.models.topic_stage import WITH_PROPOSER
from topics.tasks.next_steps import next_step
from topics.topic_contents import whole, with_relations
from topics.views.jumps import TOPIC, with_jumps
from topics.workflow import offers


@require_safe
def topic_detail(request, pk):
    """What the topic is, where it stands, who acts next; then its recommendations, sessions, plans and history."""
    user = request.user
    topic = get_object_or_404(with_relations(Topic.objects.visible_to(user)), pk=pk)
    card, others = gold_card(topic, user)
    context = whole(topic, user) | {
        "next": card,
        "offers": others,
        "may_edit": user.has_perm("topics.change_draft", topic),
        "may_delete": user.has_perm("topics.delete_topic", topic),
        "may_upload": user.has_perm("topics.add_document", topic),
        "similar": like_draft(topic, user),
    }
    return render(request, "topics/topic_detail.html", with_jumps(TOPIC, context))


def like_draft(topic, user):
    """Only before it is proposed: later it is the office that looks at them."""
    if topic.stage != TopicStage.DRAFT:
        return []
    return similar_topics(Subject(topic.title, topic.background), user, apart_from=topic.pk)


def gold_card(topic, user):
    """The next step and the moves beside it; what takes that step stands in its card alone.

    Where its page is this one and none of its moves can be made, it leads to the draft's form or down to the moves.
    """
    card, offered = next_step(topic, user), offers(user, topic)
    if card is None or not card["is_me"]:
        return card, offered
    if is_here := card["url"] == topic.get_absolute_url():
        card["url"] = reverse("topic_update", args=[topic.pk]) if topic.stage in WITH_PROPOSER else "#moves"
    own = [one for one in offered if not one.unmet and takes_it(one.transition, card["url"], is_here, topic)]
    return card | {"offers": own if is_here else [], "record": topic}, [one for one in offered if one not in own]


def takes_it(transition, url, is_here, topic):
    """Whether the transition is what the card asks for: the main one of this page, or that of the page it leads to."""
    if is_here:
        return transition.tone == "primary"
    return bool(transition.page) and reverse(transition.page, args=[topic.pk]) == url


@require_safe
def topic_print(request, pk):
    """One topic on A4, with everything that its reader may see."""
    topic = get_object_or_404(with_relations(Topic.objects.visible_to(request.user)), pk=pk)
    return render(request, "topics/topic_print.html", whole(topic, request.user))
