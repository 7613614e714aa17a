"""A process of its own that does what it is told: python -m tests.rush.hand

It reads a line of JSON: the database, what to do, with which words. Connected to the database it says "ready", waits
for a line that says "go", so that all hands begin together, does it and answers a line of JSON.
"""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402

from tests.rush.acts import ACTS  # noqa: E402
from tools.testing.databases import using  # noqa: E402


def main() -> None:
    """Work until nobody tells anything any more."""
    for line in sys.stdin:
        told = json.loads(line)
        with using(told["database"]):
            connection.ensure_connection()
            print("ready", flush=True)
            sys.stdin.readline()
            answer = ACTS[told["act"]](**told["words"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
