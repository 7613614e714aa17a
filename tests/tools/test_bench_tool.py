"""A bench prints ratios and says no when a promise is broken."""

import json

import pytest

from tools import bench
from tools.bench import Figure, measured, report


def test_a_ratio_is_kept_or_broken() -> None:
    assert Figure("import", 3.0, 1.0, "s", "floor", limit=4).kept is True
    assert Figure("import", 5.0, 1.0, "s", "floor", limit=4).kept is False
    assert Figure("orders", 100.0, 20.0, "/s", "peer", limit=5, more_is_better=True).kept is True
    assert Figure("orders", 99.0, 20.0, "/s", "peer", limit=5, more_is_better=True).kept is False
    assert Figure("orders", 99.0, 20.0, "/s", "peer").kept is None


def test_the_answer_is_red_when_one_promise_is_broken(capsys: pytest.CaptureFixture[str]) -> None:
    kept, broken = Figure("a", 1, 1, "s", "floor", limit=2), Figure("b", 3, 1, "s", "floor", limit=2)
    assert report({"x": [kept]}, as_json=False) == 0
    assert report({"x": [kept, broken]}, as_json=False) == 1
    assert "3.00" in capsys.readouterr().out
    assert report({"x": [broken]}, as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["x"][0]["ratio"] == 3


def test_work_is_measured_in_cpu_and_wall_seconds() -> None:
    with measured() as spent:
        sum(range(2_000_000))
    assert 0 < spent[0].cpu <= spent[0].wall * 1.5


def test_unknown_benches_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        bench.main(["no-such-bench"])
    assert "no-such-bench" in capsys.readouterr().err
