"""A number is proven by tests that ran and passed, and by nothing else."""

import json
from pathlib import Path

import pytest

from tools import acceptance
from tools.acceptance import Promise, judge, read

RAN = {
    "tests/a.py::test_one": ["passed", "passed"],
    "tests/a.py::test_two": ["failed"],
    "tests/b.py::test_it": ["skipped"],
}


@pytest.mark.parametrize(
    ("tests", "reason", "passed"),
    [
        (["tests/a.py::test_one"], "", 2),
        (["tests/a.py::test_one", "tests/a.py::test_two"], "1 failed", 2),
        (["tests/a.py"], "1 failed", 2),
        (["tests/b.py::test_it"], "1 skipped", 0),
        (["tests/a.py::test_one", "tests/gone.py::test_it"], "did not run: tests/gone.py::test_it", 2),
        ([], "no test names it", 0),
    ],
)
def test_a_number_needs_every_test_it_names(tests: list[str], reason: str, passed: int) -> None:
    verdict = judge(Promise("P1", "Nothing is promised twice.", tuple(tests)), RAN)
    assert (verdict.reason, verdict.passed, verdict.proven) == (reason, passed, not reason)


def test_the_runner_really_runs_the_tests_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "test_shop.py").write_text(
        "import pytest\n"
        "@pytest.mark.parametrize('n', [1, 2])\ndef test_open(n): assert n\n"
        "def test_closed(): assert False\n"
        "def test_moved(): pytest.skip('elsewhere')\n"
    )
    (tmp_path / "conftest.py").write_text(
        "def pytest_addoption(parser): parser.addoption('--slow', action='store_true')"
    )
    (tmp_path / "promises.toml").write_text(
        '[P1]\npromise = "open"\ntests = ["test_shop.py::test_open"]\n'
        '[P2]\npromise = "closed"\ntests = ["test_shop.py::test_closed"]\n'
        '[P3]\npromise = "moved"\ntests = ["test_shop.py::test_moved"]\n'
        '[P4]\npromise = "never"\ntests = ["test_none.py::test_gone"]\n'
    )
    monkeypatch.setattr(acceptance, "ROOT", tmp_path)
    monkeypatch.setattr(acceptance, "PROMISES", tmp_path / "promises.toml")
    monkeypatch.setenv("EMPORION_WORKERS", "0")
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE")
    assert acceptance.main(["--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["P1"] == {"proven": True, "passed": 2, "reason": ""}
    assert [told[number]["reason"] for number in ("P2", "P3", "P4")] == [
        *("1 failed", "1 skipped", "did not run: test_none.py::test_gone")
    ]


def test_reports_of_runs_that_are_over_serve_as_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def report(name: str, cases: list[str]) -> str:
        (tmp_path / name).write_text(f"<testsuites><testsuite>{''.join(cases)}</testsuite></testsuites>")
        return str(tmp_path / name)

    [number] = [promise for promise in read(acceptance.PROMISES) if promise.number == "P1"]
    named = [test.partition("::") for test in number.tests]
    ran = [f'<testcase file="{file}" name="{name or "test_any"}[sqlite]"/>' for file, _, name in named]
    quick, long = report("quick.xml", ran[:1]), report("long.xml", ran[1:])
    assert acceptance.main(["--json", "--from", quick, "--from", long, "P1"]) == 0
    assert json.loads(capsys.readouterr().out)["P1"]["passed"] == len(number.tests)
    with pytest.raises(SystemExit):
        acceptance.main(["--from", str(tmp_path / "gone.xml"), "P1"])
    assert "gone.xml" in capsys.readouterr().err


def test_the_project_s_own_list_can_be_read() -> None:
    promises = read(acceptance.PROMISES)
    assert {"S1.14", "P1"} <= {promise.number for promise in promises}
    tests = {tuple(test.split("::")) for promise in promises for test in promise.tests}
    assert [test for test in tests if not _stands(*test)] == []


def _stands(file: str, name: str = "") -> bool:
    path = acceptance.ROOT / file
    return path.exists() and f"\ndef {name}" in path.read_text()
