"""The app's configuration and what it registers on the floors below."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = _("Plans and initiatives")

    def ready(self) -> None:
        # Forms need the models of every app, which are there only now.
        from initiatives import review  # noqa: PLC0415

        review.register()
