"""Records, papers and reports call units and people as they were called on that day."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from members.anonymising import forget
from tests.journeys import day
from tests.papers import words_of_paper
from topics.models import Body, ConsultationSession, Referral
from topics.reports.annual import AnnualReport
from topics.reports.meeting_papers import line_of, what_it_is
from topics.statistics.counting import Counting
from topics.statistics.period import Period
from topics.statistics.results import Statistics
from topics.statistics.sections import BY_UNIT, Section

UNITS = [Section("units", "", tables=(BY_UNIT,))]


def rename(record, *names, on=None):
    former = [getattr(record, name) for name in record.NAMES]
    record.rename(former, on or timezone.localdate())
    for field, name in zip(record.NAMES, names, strict=True):
        setattr(record, field, name)
    record.save()
    return former[-1]
