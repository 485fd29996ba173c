"""Columns that hold a moment."""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models

from network import clock


class EditedAtField(models.DateTimeField):
    """The moment of the last save, by the Network's clock (`auto_now` asks the machine's)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs = {"editable": False, "default": clock.now, **kwargs}
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> datetime.datetime:
        moment = clock.now()
        setattr(model_instance, self.attname, moment)
        return moment
