"""Why something typed is no value of its setting: one sentence for each problem, wherever the setting is edited."""

from catalog.rules.setting import SettingProblem

NOT_A_NUMBER = "Please enter a valid number in this field."
TOO_PRECISE = "Please enter a number with at most four decimal places."
NOT_NEGATIVE = "Please enter a number of 0 or more in this field."
WHOLE = "Please enter a whole number, or set Qty Uses Decimals to Yes."

SENTENCES = {
    SettingProblem.NOT_OFFERED: "Please select an option.",
    SettingProblem.NO_FLAG: "Please choose Yes or No.",
    SettingProblem.NO_NUMBER: NOT_A_NUMBER,
    SettingProblem.TOO_PRECISE: TOO_PRECISE,
    SettingProblem.NEGATIVE: NOT_NEGATIVE,
    SettingProblem.NOT_ABOVE_ZERO: "Please enter a number greater than 0 in this field.",
    SettingProblem.INCREMENT_NOT_WHOLE: "Quantity increments can't use decimals. Enter a new increment and try again.",
    SettingProblem.NOT_WHOLE: WHOLE,
    SettingProblem.GROUP_TWICE: "Please give each customer group one row.",
    SettingProblem.NO_SUCH_GROUP: "Please select a customer group that exists.",
    SettingProblem.NO_EMAIL: "“{}” is no e-mail address. Separate addresses by commas or lines.",
    SettingProblem.EMPTY: "This is a required field.",
    SettingProblem.SEVERAL_LINES: "Please enter one line.",
    SettingProblem.CONTROL_CHARACTER: "Please enter text without control characters.",
    SettingProblem.BAD_TEXT: "Please enter another text: {}",
}


def setting_problem_words(problem: SettingProblem, detail: str = "") -> str:
    """Return the sentence for a field; `detail` is what `InvalidSettingError` holds."""
    return SENTENCES[problem].format(detail)
