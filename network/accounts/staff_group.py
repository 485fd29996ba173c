"""The Secretariat's group: what its staff may do in the admin, kept in step with the models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from pghistory.models import MiddlewareEvents

from network.accounts.models.user import SECRETARIAT

EXPORTS_TRAIL = "export_middlewareevents"


def _is_ours(app_config: AppConfig) -> bool:
    return Path(app_config.path).parent == settings.BASE_DIR


def _make_permission_to_export_trail(using: str) -> None:
    """Another package's model, so the permission is not in its Meta."""
    kinds = ContentType.objects.db_manager(using)
    kind = kinds.get_for_model(MiddlewareEvents, for_concrete_model=False)
    Permission.objects.using(using).get_or_create(
        content_type=kind, codename=EXPORTS_TRAIL, defaults={"name": "Can export the history"}
    )


def grant_secretariat(sender: AppConfig, **options: Any) -> None:
    """After migrations: give the group every permission on this app's models.

    The admin classes refuse what staff must not do in spite of it (edit a frozen version, delete an
    account), and so does the database where the rule is permanent. The audit trail is read-only.
    """
    app_config = sender
    if _is_ours(app_config):
        wanted = Q(content_type__app_label=app_config.label)
    elif app_config.label == "pghistory":
        wanted = Q(content_type__app_label="pghistory") & (
            Q(codename__startswith="view_") | Q(codename=EXPORTS_TRAIL)
        )
    else:
        return
    using = options.get("using", "default")
    # Django's own receiver may stand behind this one; it does nothing the second time.
    create_permissions(app_config, verbosity=0, interactive=False, using=using)
    if app_config.label == "pghistory":
        _make_permission_to_export_trail(using)
    group, _created = Group.objects.using(using).get_or_create(name=SECRETARIAT)
    wanted_keys = Permission.objects.using(using).filter(wanted).exclude(group=group)
    group.permissions.add(*wanted_keys)
