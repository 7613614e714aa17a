"""Groups that are renamed, moved, late, deleted, and goods that several catalogs put into groups (§5, §7.7, §7.15)."""

from __future__ import annotations

from emporion.catalog.models import Category, ProductCategory
from emporion.journal.queries import last_fact

from .bench import bring, catalog, connection, goods, ours


def tree(*groups: str) -> str:
    return f"<Классификатор><Ид>c</Ид><Наименование>К</Наименование><Группы>{''.join(groups)}</Группы></Классификатор>"


def group(key: str, name: str = "", inside: str = "", more: str = "") -> str:
    below = f"<Группы>{inside}</Группы>" if inside else ""
    return f"<Группа><Ид>{key}</Ид><Наименование>{name or key.upper()}</Наименование>{more}{below}</Группа>"


def of(key: str, *groups: str) -> str:
    listed = "".join(f"<Ид>{one}</Ид>" for one in groups)
    return goods(key, inside=f"<Группы>{listed}</Группы>")


def where(channel: int, key: str) -> set[str]:
    stands = ProductCategory.objects.filter(product=ours(channel, "product", key))
    return set(stands.values_list("category__name", flat=True))


def test_quirk_07_a_group_that_is_renamed_and_moved_is_the_same_group(house: str) -> None:
    channel = connection()
    bring(channel, tree(group("g1", "Home", group("g2", "Cups")), group("g3", "Gifts")), catalog(of("a", "g2")))
    cups = ours(channel, "category", "g2")
    bring(channel, tree(group("g1", "Home"), group("g3", "Gifts", group("g2", "Mugs"))))
    found = Category.objects.get(pk=cups)
    assert (found.name, found.parent and found.parent.name, where(channel, "a")) == ("Mugs", "Gifts", {"Mugs"})
    assert Category.objects.count() == 3
    bring(channel, tree(group("g2", "Mugs")))
    assert Category.objects.get(pk=cups).parent is None


def test_quirk_07_groups_of_one_name_in_two_branches_are_two(house: str) -> None:
    channel = connection()
    bring(channel, tree(group("g1", "Home", group("o1", "Other")), group("g2", "Garden", group("o2", "Other"))))
    assert ours(channel, "category", "o1") != ours(channel, "category", "o2")


def test_quirk_07_goods_stand_in_a_group_that_comes_after_them(house: str) -> None:
    channel = connection()
    bring(channel, tree(group("g1")), catalog(of("a", "g1", "late"), of("b", "late"), of("c", "never")))
    assert (where(channel, "a"), where(channel, "b")) == ({"G1"}, set())
    before = last_fact()
    again = bring(channel, tree(group("g1")), catalog(of("a", "g1", "late"), of("b", "late"), of("c", "never")))
    assert (again.counts["goods"].unchanged, last_fact()) == (3, before)
    bring(channel, catalog(of("b", "g1")))  # it waits for the other group no more
    bring(channel, tree(group("g1"), group("late")))
    assert [where(channel, key) for key in "abc"] == [{"G1", "LATE"}, {"G1"}, set()]


def test_quirk_07_a_group_marked_deleted_is_hidden_and_comes_back(house: str) -> None:
    channel = connection()
    marks = "<ПометкаУдаления>true</ПометкаУдаления>", "<ПометкаУдаления>false</ПометкаУдаления>"
    for mark, hidden in zip(marks, (True, False), strict=True):
        bring(channel, tree(group("g1", more=mark)))
        assert Category.objects.get().is_hidden is hidden


def test_quirk_15_goods_in_two_catalogs_keep_the_groups_of_both(house: str) -> None:
    channel = connection()
    second = catalog(of("a", "s1"), of("z", "s1")).replace("<Ид>k</Ид>", "<Ид>second</Ид>", 1)
    files = (tree(group("g1"), group("g2")) + catalog(of("a", "g1")), tree(group("s1")) + second)
    for file in files:
        bring(channel, file)
    assert (where(channel, "a"), where(channel, "z")) == ({"G1", "S1"}, {"S1"})
    before = last_fact()
    for file in files:
        bring(channel, file)
    assert last_fact() == before
    bring(channel, tree(group("g1"), group("g2")) + catalog(of("a", "g2")))
    assert where(channel, "a") == {"G2", "S1"}
