"""Strong copyleft stays out, weak copyleft is named."""

from pathlib import Path

import pytest

from tools.licences import faults, undocumented


@pytest.mark.parametrize(
    ("name", "licence", "fault"),
    [
        ("a", "MIT", ""),
        ("a", "GPL-3.0-only OR MIT", ""),
        ("psycopg", "LGPL-3.0-only", ""),
        ("a", "MPL-2.0 OR Apache-2.0", ""),
        ("a", "GPL-3.0-or-later", "strong copyleft"),
        ("a", "GNU Affero General Public License v3", "strong copyleft"),
        ("a", "GNU General Public License v3 (GPLv3)", "strong copyleft"),
        ("a", "GNU Lesser General Public License v3 (LGPLv3)", "name it"),
        ("a", "LGPL-3.0-only", "name it"),
        ("a", "", "does not tell"),
    ],
)
def test_licences_are_judged(name: str, licence: str, fault: str) -> None:
    assert fault in "".join(faults(name, licence))
    assert bool(faults(name, licence)) == bool(fault)


def test_a_package_without_a_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/dependencies.md").write_text("| package | why |\n|---|---|\n| django | the frame |\n")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["django>=5.2,<6"]\noptional-dependencies.dev = ["Py_Test[x]>=1"]'
    )
    assert undocumented(tmp_path) == ["py-test"]
