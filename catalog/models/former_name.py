"""What a member of staff was called before: what he did bears the name that he had then."""

from typing import ClassVar

from django.db import models


class FormerName(models.Model):
    """The account `account` was called `name`, as `staff_name` says it, until `until`. Written by a trigger, whoever renames.

    No foreign key: the name stays, whatever becomes of the account.
    """

    account = models.PositiveBigIntegerField()
    name = models.CharField(max_length=301)
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["account", "until"], name="former_name_of_account")]

    def __str__(self) -> str:
        return f"{self.name}, until {self.until}"
