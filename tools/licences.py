"""Licences of all installed packages, and the list of our own choices: python -m tools.licences

Strong copyleft (GPL, AGPL) is refused, also in tools; weak copyleft (LGPL, MPL) only for packages named here, which we
use as they are. Every package that pyproject.toml asks for has its line in docs/dependencies.md.
"""

import re
import sys
import tomllib
from importlib.metadata import Distribution, distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WEAK_BUT_ACCEPTED = {
    *("psycopg", "psycopg-binary", "python-stdnum", "orjson", "certifi", "fido2"),  # part of the program
    *("hypothesis", "pathspec"),  # tools
}
STRONG = re.compile(r"\bA?GPL|Affero|(?<!Lesser )General Public", re.IGNORECASE)
WEAK = re.compile(r"\bLGPL|Lesser General Public|\bMPL|Mozilla Public|\bEPL\b|CDDL", re.IGNORECASE)


def main() -> int:
    """Print what is wrong; nothing when all is well."""
    wrong = [fault for package in distributions() for fault in faults(name_of(package), licence_of(package))]
    wrong += [f"docs/dependencies.md has no line for {name}" for name in undocumented(ROOT)]
    for line in sorted(set(wrong)):
        print(line)
    return 1 if wrong else 0


def name_of(package: Distribution) -> str:
    """The package's name as the registry writes it."""
    return canonical(package.metadata["Name"] or "?")


def canonical(name: str) -> str:
    """Names differ by case, dots and underscores only on paper."""
    return re.sub(r"[-_.]+", "-", name).lower()


def licence_of(package: Distribution) -> str:
    """What the package says of itself, the exact expression first; its classifiers are alternatives."""
    told = field(package, "License-Expression")
    classifiers = [line for line in package.metadata.get_all("Classifier") or [] if line.startswith("License ::")]
    named = [line.split("::")[-1].strip() for line in classifiers if line.count("::") > 1]
    return told or " OR ".join(named) or field(package, "License").partition("\n")[0]


def field(package: Distribution, name: str) -> str:
    """One field of the package's metadata; empty where it is not given."""
    return str(package.metadata.json.get(name.lower().replace("-", "_"), ""))


def faults(name: str, licence: str) -> list[str]:
    """Why a package may not be used; nothing when it may."""
    if not licence:
        return [f"{name} does not tell its licence"]
    choices = re.split(r"\bOR\b", licence)
    if all(STRONG.search(choice) and not WEAK.search(choice) for choice in choices):
        return [f"{name} is under {licence}: strong copyleft is not used here"]
    if all(WEAK.search(choice) for choice in choices) and name not in WEAK_BUT_ACCEPTED:
        return [f"{name} is under {licence}: name it in tools/licences.py if it is used unchanged"]
    return []


def undocumented(root: Path) -> list[str]:
    """Packages that pyproject.toml asks for and docs/dependencies.md does not explain."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    asked = [*project["dependencies"], *(name for names in project["optional-dependencies"].values() for name in names)]
    names = {canonical(re.split(r"[\[<>=!~; ]", line, maxsplit=1)[0]) for line in asked}
    page = root / "docs/dependencies.md"
    told = {canonical(name) for name in re.findall(r"^\| *`?([\w.-]+)", page.read_text(), re.MULTILINE)}
    return sorted(names - told)


if __name__ == "__main__":
    sys.exit(main())
