"""Goods are recognised by barcode, article and name; what is not plain is left to a person."""

from __future__ import annotations

import pytest

from emporion.exchange.types import LEAST, Found, Marks, is_renumbered, matched, same_names

CUP = Marks("Кружка фарфоровая, 350 мл", "КР-350", ("4600000000017",))


def one(theirs: Marks, *ours: Marks) -> Found:
    return matched({"key": theirs}, dict(enumerate(ours, 1)))["key"]


@pytest.mark.parametrize(
    ("theirs", "by", "percent"),
    [
        (CUP, ("barcode", "article", "name"), 99),
        (Marks("кружка ФАРФОРОВАЯ 350 мл", "kp 350"), ("article", "name"), 97),  # Latin letters that look the same
        (Marks("Кружка новая фарфоровая 350 мл", "", CUP.barcodes), ("barcode", "alike"), 92),
        (Marks(CUP.name), ("name",), 92),
        (Marks("Скатерть", "", CUP.barcodes), ("barcode",), 70),
        (Marks("Скатерть", "КР-350"), ("article",), 55),
        (Marks(CUP.name, "ДРУГОЙ"), ("name",), 50),
        (Marks("Кружка фарфоровая, 450 мл", "КР-350"), ("article",), 55),  # another size
    ],
)
def test_what_agrees_says_how_sure_it_is(theirs: Marks, by: tuple[str, ...], percent: int) -> None:
    found = one(theirs, CUP, Marks("Нож", "Н-1", ("4600000000024",)))
    assert (found.object_id, found.by, found.percent) == (1, by, percent)
    assert found.is_sure is (percent > 90)


def test_what_is_like_nothing_is_new() -> None:
    assert one(Marks("Скатерть", "СК-1"), CUP) == Found()
    assert one(Marks(), Marks()) == Found()


def test_a_mark_on_many_decides_only_together_with_another() -> None:
    red, blue = Marks("Кружка красная", "КР"), Marks("Кружка синяя", "КР")
    assert one(red, red, blue).object_id == 1
    assert one(Marks("Скатерть", "КР"), red, blue) == Found(0, 30, (), (1, 2))
    assert one(red, red, red) == Found(0, 30, (), (1, 2))


def test_two_of_theirs_are_never_taken_for_one_of_ours() -> None:
    found = matched({"a": Marks("", "КР-350"), "b": Marks("", "", CUP.barcodes)}, {1: CUP})
    assert [one.is_sure for one in found.values()] == [False, False]
    found = matched({"a": CUP, "b": CUP}, {1: CUP})
    assert all(not one.object_id and one.others == (1,) for one in found.values())


def test_marks_that_disagree_are_put_before_a_person_with_both() -> None:
    knife = Marks("Нож поварской", "Н-1", ("4600000000024",))
    found = one(Marks("", "КР-350", knife.barcodes), CUP, knife)
    assert not found.is_sure and {found.object_id, *found.others} == {1, 2}


def test_one_that_is_named_by_its_own_key_is_nobody_else() -> None:
    assert matched({"key": CUP}, {1: CUP, 2: Marks("Нож")}, free={2})["key"] == Found()
    assert matched({"key": CUP}, {1: CUP, 2: CUP}, free={2})["key"].object_id == 0  # no longer the only one


def test_a_few_or_a_small_share_may_be_chance() -> None:
    assert is_renumbered(LEAST, LEAST, 20)
    assert not is_renumbered(LEAST - 1, LEAST - 1, 20)
    assert is_renumbered(100, 20, 20) and not is_renumbered(100, 19, 20)
    assert not is_renumbered(100, 100, 0)


def test_names_that_stand_once_on_both_sides_are_the_same() -> None:
    theirs = {"a": "Посуда / Чашки", "b": "Прочее", "c": "Прочее", "d": "Новое"}
    assert same_names(theirs, {1: "посуда / чашки", 2: "Прочее", 3: "Иное"}) == {"a": 1}
