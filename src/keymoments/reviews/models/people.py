"""Who signs in."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Standing(models.TextChoices):
    """What somebody may do beyond single reviews; most people have none."""

    NONE = "", _("None")
    MANAGER = "manager", _("Business manager")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("System administrator")


class People(BaseUserManager["User"]):
    """Makes accounts; allauth asks for it by Django's names."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an account. The address is kept in small letters: people type it either way."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account of an address, however it is typed."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A person with an account. What they may do in a review is their :class:`Membership` there."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    standing = models.CharField(max_length=20, choices=Standing, blank=True, default=Standing.NONE)
    is_active = models.BooleanField(default=True)
    system = models.BooleanField(default=False)  # background work; nobody signs in as it
    made_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = People()

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """The name as it was given."""
        return self.name
