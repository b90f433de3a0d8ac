"""Workspaces and people: who may see and do what."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models

from duecourse.ledger.models.base import NAME_MAX, WORD_MAX, Owned, word

ROLES: Final = ("sales", "finance", "manager", "admin")
LANGUAGES: Final = ("en", "zh-hans")
THEMES: Final = ("system", "light", "dark")


class People(BaseUserManager["User"]):
    """Makes users, who sign in with their mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A user; without a password nobody can sign in as him until he sets one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractUser):
    """Somebody who signs in; what he may do stands in his memberships."""

    username = None  # type: ignore[assignment]  # the mail address is the name one signs in with
    first_name = None  # type: ignore[assignment]  # one name, as people say it
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=NAME_MAX)
    language = word(*LANGUAGES, default="en")
    theme = word(*THEMES, default="system")
    single_keys = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = People()  # type: ignore[assignment, misc]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        """The name as colleagues say it."""
        return self.name or self.email


class Workspace(models.Model):
    """One selling firm: its orders, people and rules.

    `bank_loaded_on` is None while no bank feed is set up. `calendar` grows with every change of zone and closed days:
    then the plan of the day is made again. `audit_count` and `audit_head` say how far the audit chain went, so that an
    end which was cut off is noticed.
    """

    name = models.CharField(max_length=NAME_MAX)
    country = models.CharField(max_length=2, default="CN")
    zone = models.CharField(max_length=64, default="Asia/Shanghai")
    city = models.CharField(max_length=NAME_MAX, blank=True)
    language = word(*LANGUAGES, default="en")
    bank_loaded_on = models.DateField(null=True, blank=True)
    unmatched_money = models.BooleanField(default=False)
    policy = models.ForeignKey("ledger.PolicyVersion", null=True, on_delete=models.PROTECT, related_name="+")
    demo = models.BooleanField(default=False)
    calendar = models.IntegerField(default=0)
    audit_count = models.BigIntegerField(default=0)
    audit_head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return self.name


class Membership(Owned):
    """A person in a workspace; `substitute` stands in for him while he is away."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = word(*ROLES)
    active = models.BooleanField(default=True)
    substitute = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="stands_in")
    away_from = models.DateField(null=True, blank=True)
    away_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "user"], name="one_membership")]


class Invitation(Owned):
    """A link that lets somebody in once; only a hash of its token is kept."""

    email = models.EmailField(blank=True)
    role = word(*ROLES)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class PolicyVersion(Owned):
    """The rules and numbers of a workspace at one time, as their file says them; never changed."""

    number = models.IntegerField()
    text = models.TextField()
    why = models.CharField(max_length=NAME_MAX, blank=True)
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace", "number"], name="policy_number")]


class Closure(Owned):
    """A factory closure, both days included."""

    from_on = models.DateField()
    to_on = models.DateField()
    name = models.CharField(max_length=NAME_MAX, blank=True)


class ClosedDay(Owned):
    """A day on which the office is closed."""

    on = models.DateField()
    name = models.CharField(max_length=NAME_MAX, blank=True)


class ImportRun(Owned):
    """One file of orders that was read into the ledger; what it made names it, so that it can be taken back."""

    name = models.CharField(max_length=NAME_MAX)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=WORD_MAX, choices=[(s, s) for s in ("previewed", "done", "undone")])
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    counts = models.JSONField(default=dict)
    refused = models.JSONField(default=list)
    content = models.BinaryField(default=b"")
    mapping = models.JSONField(default=dict)
