"""A log line is JSON, and holds no secret."""

import json
import os
import socket
import subprocess
import sys


def logged(source: str) -> list[dict[str, object]]:
    setup = "import django; django.setup(); import structlog, logging; log = structlog.get_logger('shop');"
    done = subprocess.run(
        [sys.executable, "-c", setup + source],
        env=os.environ | {"EMPORION_LOG": "INFO"}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stderr.splitlines()]


def test_a_line_tells_the_ids_of_the_work_at_hand() -> None:
    [line] = logged("structlog.contextvars.bind_contextvars(order='O-1'); log.info('placed', lines=3)")
    assert (line["event"], line["order"], line["lines"], line["level"], line["logger"]) == (
        *("placed", "O-1", 3, "info", "shop"),
    )


def test_a_line_tells_which_process_of_which_machine_wrote_it() -> None:
    [line] = logged("log.info('placed')")
    machine, _, process = str(line["process"]).rpartition(":")
    assert machine == socket.gethostname() and process.isdecimal()


def test_secrets_are_blanked_one_level_down_too() -> None:
    [line] = logged("log.info('sent', password='pearl', headers={'Authorization': 'Basic pearl', 'Host': 'shop'})")
    assert "pearl" not in json.dumps(line)
    assert line["headers"] == {"Authorization": "(hidden)", "Host": "shop"}


def test_the_libraries_lines_go_the_same_way_with_their_cause() -> None:
    [line] = logged("\ntry:\n    1 / 0\nexcept ZeroDivisionError:\n    logging.getLogger('other').exception('failed')")
    assert line["event"] == "failed"
    assert "ZeroDivisionError" in str(line["exception"])
