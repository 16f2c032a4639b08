"""A message as it will be sent."""

from dataclasses import dataclass

from django.template.loader import render_to_string


@dataclass(frozen=True)
class Message:
    """Subject and both bodies of one e-mail."""

    subject: str
    text: str
    html: str


def rendered(template: str, context: dict[str, object]) -> Message:
    """Render the three parts in `templates/emails/<template>/`."""
    folder = f"emails/{template}"
    return Message(
        subject=" ".join(render_to_string(f"{folder}/subject.txt", context).split()),
        text=render_to_string(f"{folder}/body.txt", context).strip() + "\n",
        html=render_to_string(f"{folder}/body.html", context),
    )
