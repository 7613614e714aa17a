"""Known vulnerabilities of the pinned packages: python -m tools.audit

A finding fails. A service that cannot be reached does not: it is said aloud, and the next run asks again.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 90
VULNERABLE = 1
COMMAND = [
    *(sys.executable, "-m", "pip_audit", "--disable-pip", "--no-deps", "--progress-spinner", "off", "--timeout", "10"),
    *("-r", str(ROOT / "requirements.lock")),
]


def main() -> int:
    """Ask pip-audit about requirements.lock."""
    try:
        done = subprocess.run(COMMAND, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return unreachable("no answer in time")
    if done.returncode == VULNERABLE and "known vulnerabilit" in done.stderr + done.stdout:
        print(done.stderr, done.stdout, sep="\n")
        return 1
    if done.returncode:
        return unreachable((done.stderr.strip().splitlines() or ["pip-audit failed"])[-1])
    return 0


def unreachable(reason: str) -> int:
    """Say it, and let the rest go on."""
    print(f"NOTE: packages were NOT audited, the service could not be asked ({reason[:120]})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
