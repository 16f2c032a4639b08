"""What is owed is told in the reference's own sentence, in pages and mails alike."""

from django.template import Context, Template

from catalog.words.availability import OWED


def test_a_page_says_what_is_owed_as_the_reference_does() -> None:
    said = "We don't have as many quantity as you requested, but we'll back order the remaining 5."
    assert OWED.format(5) == said
    assert Template("{% load availability %}{{ owed|owed_in_words }}").render(Context({"owed": "5"})) == said


def test_a_number_from_elsewhere_writes_no_markup() -> None:
    said = Template("{% load availability %}{{ owed|owed_in_words }}").render(Context({"owed": "<b>"}))
    assert "&lt;b&gt;" in said
