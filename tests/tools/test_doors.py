"""The contract of doors, on a small house built for it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACT = """
[importlinter]
root_packages =
    toy
contract_types =
    doors: tools.doors.DoorsContract

[importlinter:contract:doors]
name = Doors
type = doors
house = toy
doors =
    commands
    queries
open_rooms =
    kernel
"""


def entered(folder: Path, **files: str) -> tuple[int, str]:
    for name in ("toy", "toy.stock", "toy.stock.tests", "toy.orders", "toy.orders.tests", "toy.kernel"):
        package = folder / name.replace(".", "/")
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("")
    contents = {
        "toy/stock/models": "",
        "toy/stock/queries": "",
        "toy/stock/tests/factories": "",
        "toy/kernel/money": "",
    }
    for name, source in {**contents, **{place.replace("__", "/"): text for place, text in files.items()}}.items():
        (folder / f"{name}.py").write_text(source)
    (folder / ".importlinter").write_text(CONTRACT)
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=folder, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
    )  # fmt: skip
    return done.returncode, done.stdout


def test_doors_and_the_kernel_are_open_and_tests_look_behind_them(tmp_path: Path) -> None:
    code, told = entered(
        tmp_path,
        toy__orders__rules="from toy.stock.queries import __doc__\nfrom toy.kernel.money import __doc__ as money",
        toy__orders__tests__test_orders="from toy.stock.tests.factories import __doc__\nfrom toy.stock import models",
    )
    assert code == 0, told


@pytest.mark.parametrize(
    ("importer", "source"),
    [
        ("toy__orders__rules", "from toy.stock.models import __doc__"),
        ("toy__orders__rules", "import toy.stock"),
        ("toy__orders__rules", "from toy.stock.tests.factories import __doc__"),
        ("toy__orders__rules", "from toy.stock import models"),
    ],
)
def test_windows_are_named(tmp_path: Path, importer: str, source: str) -> None:
    code, told = entered(tmp_path, **{importer: source})
    assert code == 1
    assert f"{importer.replace('__', '.')} reaches into toy.stock" in told.replace("\n", " ")
