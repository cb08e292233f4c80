"""The course of a tuning by its method: in rounds of pairs, or step by step on a corpus."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tangostudio.messages import TuneRequest
from tangostudio.studio import tune_views
from tangostudio.studio.train_views import TrainCourse
from tangostudio.studio.tune_views import Course
from tangostudio.tuning import methods

AnyCourse = Course | TrainCourse


def course_of(request: TuneRequest, stored: Iterable[Mapping[str, Any]] = ()) -> AnyCourse:
    """The course of a request with the news that were stored. Raises BadRequest."""
    if request.method not in methods.ON_CORPUS:
        return Course.of(request, stored)
    news = (tune_views.from_values(values) for values in stored)
    return TrainCourse.of(request, [item for item in news if item is not None])
