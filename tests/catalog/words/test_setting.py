"""Each problem of a setting has its sentence, as the reference has it where it has one."""

import pytest

from catalog.rules.setting import SettingProblem
from catalog.words.setting import SENTENCES, setting_problem_words

FROM_THE_REFERENCE = {
    SettingProblem.NO_NUMBER: "Please enter a valid number in this field.",
    SettingProblem.NOT_ABOVE_ZERO: "Please enter a number greater than 0 in this field.",
    SettingProblem.INCREMENT_NOT_WHOLE: "Quantity increments can't use decimals. Enter a new increment and try again.",
}


def test_each_problem_has_a_sentence_of_its_own() -> None:
    assert SENTENCES.keys() == set(SettingProblem)
    assert len(set(SENTENCES.values())) == len(SENTENCES)


@pytest.mark.parametrize(("problem", "said"), FROM_THE_REFERENCE.items(), ids=str)
def test_the_reference_s_sentences_are_said_as_it_says_them(problem: SettingProblem, said: str) -> None:
    assert setting_problem_words(problem) == said


def test_what_was_typed_is_named_where_it_helps() -> None:
    assert setting_problem_words(SettingProblem.NO_EMAIL, "ann") == (
        "“ann” is no e-mail address. Separate addresses by commas or lines."
    )
