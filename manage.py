#!/usr/bin/env python
"""Run Django's management commands for the portal.

All settings are read first. Where they refuse, one sentence says why, and the process ends with
78 (EX_CONFIG of sysexits.h); `manage.py settings` does nothing else.
"""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "network.settings")
    try:
        import network.settings  # noqa: F401 - read here, to say in a sentence what is wrong
    except ImproperlyConfigured as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(os.EX_CONFIG)
    if sys.argv[1:] != ["settings"]:
        execute_from_command_line(sys.argv)
