"""A course: what held before the first day, and since each day that changed it."""

from datetime import date

from backorders.queries.shelf_history import Course

FIRST, SECOND, THIRD = (date(2026, 11, number) for number in (2, 3, 4))


def test_a_course_tells_of_each_day_what_held_when_it_ended() -> None:
    course = Course(5)
    course.note(SECOND, 3)
    course.note(None, 4)
    assert list(course.over((FIRST, SECOND, THIRD))) == [(FIRST, 4), (SECOND, 3), (THIRD, 3)]
