from django.urls import path

from topics.views import documents, home, outcomes, proposals, recommendations, steps, topic_page, topics

urlpatterns = [
    path("", home.home, name="home"),
    path("steps/<slug:lifecycle>/<int:pk>/<slug:name>/", steps.take_step, name="step"),
    path("topics/", topics.TopicList.as_view(), name="topic_list"),
    path("topics/add/", proposals.topic_create, name="topic_create"),
    path("topics/add/<slug:source>/", proposals.DraftCreate.as_view(), name="topic_draft"),
    path("topics/record/", proposals.TopicRecord.as_view(), name="topic_record"),
    path("topics/<int:pk>/", topic_page.topic_detail, name="topic_detail"),
    path("topics/<int:pk>/edit/", proposals.topic_update, name="topic_update"),
    path("topics/<int:pk>/delete/", proposals.DraftDelete.as_view(), name="topic_delete"),
    path("topics/<int:pk>/print/", topic_page.topic_print, name="topic_print"),
    path("topics/<int:pk>/documents/add/", documents.document_upload, name="document_upload"),
    path("topics/<int:pk>/outcome/", outcomes.outcome, name="outcome"),
    path("topics/<int:pk>/refer/", outcomes.refer, name="refer"),
    path("recommendations/", recommendations.RecommendationList.as_view(), name="recommendation_list"),
    path("recommendations/<int:pk>/", recommendations.RecommendationDetail.as_view(), name="recommendation_detail"),
    path("recommendations/<int:pk>/evaluate/", recommendations.evaluate, name="evaluate"),
    path("documents/<int:pk>/", documents.document_download, name="document_download"),
    path("documents/<int:pk>/remove/", documents.document_delete, name="document_delete"),
    path("photos/<int:pk>/<slug:size>/", documents.photo, name="photo"),
]
