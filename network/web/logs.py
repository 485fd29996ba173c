"""What the portal's processes write to standard output, for the journal to keep."""

from __future__ import annotations

from typing import Any

# Each tick of the beat would write three lines and hide what matters.
_ROUTINE = ("celery.beat", "celery.worker.strategy", "celery.app.trace", "celery.worker.request")


def logging_config(level: str) -> dict[str, Any]:
    """Django's LOGGING; `level` is DEBUG, INFO, WARNING or ERROR. DEBUG shows each task."""
    quiet = "WARNING" if level == "INFO" else level
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "class": "network.web.redaction.RedactingFormatter",
                "format": "{asctime} {levelname} {name} {message}",
                "style": "{",
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {name: {"level": quiet} for name in _ROUTINE},
    }
