"""Logs: one JSON object a line on stderr, with the ids that were bound while the line was written, without secrets."""

import os
import socket
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

SECRET_WORDS = ("password", "secret", "token", "authorization", "cookie", "api_key", "session_key")
HIDDEN = "(hidden)"
SPEAK_LOUD_ONLY = ("celery", "kombu")  # each ring would be a line
SAID_BY_US = ("celery.worker.consumer",)  # a broker that is away is said once, not with each try


def hide_secrets(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Blank whatever is named like a secret, also one level down, before anything is written."""
    return {name: hidden(name, value) for name, value in event.items()}


def hidden(name: str, value: object) -> object:
    """The value, or a word in its place when its name speaks of a secret."""
    if any(word in str(name).lower() for word in SECRET_WORDS):
        return HIDDEN
    if isinstance(value, dict):
        return {inner: hidden(inner, content) for inner, content in value.items()}
    return value


def name_process(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Which process of which machine: lines of a house on several machines are read together."""
    event["process"] = f"{socket.gethostname()}:{os.getpid()}"
    return event


COMMON: list[Processor] = [
    name_process,
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    hide_secrets,
]


def configure() -> None:
    """Let structlog hand its events to the standard library, where the libraries' own lines go too."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *COMMON,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def logging_settings(*, level: str, readable: bool) -> dict[str, Any]:
    """Django's LOGGING: JSON for machines, coloured lines for a person at a terminal."""
    last: Processor = structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "events": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": COMMON,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["stderr"], "level": level},
        # Django's own handlers would write each line a second time
        "loggers": {name: {"handlers": [], "propagate": True} for name in ("django", "django.server", "django.request")}
        | {name: {"level": "ERROR"} for name in SPEAK_LOUD_ONLY}
        | {name: {"level": "CRITICAL"} for name in SAID_BY_US},
    }
