"""What all tables share: a workspace, and for events that they are never changed."""

from __future__ import annotations

from typing import Any, Final, TypeVar

from django.db import models
from django_scopes import get_scope
from django_scopes.manager import DisabledQuerySet

WORD_MAX: Final = 40
NAME_MAX: Final = 200


_M = TypeVar("_M", bound=models.Model)


class OfWorkspace(models.Manager[_M]):
    """Rows of the workspace in whose scope one asks; outside of any scope every question is an error.

    The manager of django-scopes with a name of its own, so that types can be checked.
    """

    def get_queryset(self) -> models.QuerySet[_M]:
        """Rows of the scope's workspace; all of them where scopes are switched off on purpose."""
        scope = get_scope()
        if not scope.get("_enabled", True):
            return super().get_queryset()
        if "workspace" not in scope:
            return DisabledQuerySet(self.model, using=self._db, missing_scopes={"workspace"})  # type: ignore[no-any-return]
        return super().get_queryset().filter(workspace=scope["workspace"])

    def all(self) -> models.QuerySet[_M]:
        """The same rows."""
        return self.get_queryset()


class Owned(models.Model):
    """A row of one workspace; asking for it outside of a workspace's scope is an error."""

    workspace = models.ForeignKey("ledger.Workspace", on_delete=models.CASCADE, related_name="+")

    objects = OfWorkspace()

    class Meta:
        abstract = True


class UnchangeableError(TypeError):
    """An event was about to be changed or deleted; write one that supersedes it."""


class Event(Owned):
    """Something that happened: written once, never changed.

    A correction, a closing or a withdrawal is a new row that `supersedes` the old one and tells all of it anew; the row
    that nobody supersedes is what holds. Only one row can supersede another, so of two people who act on one row at
    the same time the second is told. `void` says that it never happened.

    `happened_on` is a day of the seller's clock, `seq` the order within it (ours 0, theirs 10, our answer 20, as in
    the history), `recorded_on` the day on which we came to know it.
    """

    happened_on = models.DateField()
    seq = models.IntegerField(null=True, blank=True)
    happened_at = models.DateTimeField(null=True, blank=True)
    recorded_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("ledger.User", null=True, on_delete=models.PROTECT, related_name="+")
    supersedes = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="later")
    void = models.BooleanField(default=False)
    imported = models.ForeignKey("ledger.ImportRun", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Stores a new event.

        Raises:
            UnchangeableError: The event is stored already.
        """
        if self.pk is not None:
            raise UnchangeableError(f"{type(self).__name__} {self.pk} is an event: supersede it")
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Events stay.

        Raises:
            UnchangeableError: Always.
        """
        raise UnchangeableError(f"{type(self).__name__} {self.pk} is an event: supersede it with a void one")


def words(*choices: str) -> list[tuple[str, str]]:
    """Choices of a column whose words are those of the history; pages have their own names for them."""
    return [(c, c) for c in choices]


def word(*choices: str, **kwargs: Any) -> models.CharField[str, str]:
    """A column of one of a few words."""
    return models.CharField(max_length=WORD_MAX, choices=words(*choices), **kwargs)
