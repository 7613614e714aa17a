"""Two customers are compared: what speaks for one, how sure it is, and what never makes it sure."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as some

from emporion.kernel.naming import named
from emporion.kernel.pairing import CERTAIN, LIKELY, POSSIBLE
from emporion.kernel.spelling import folded_words, sounded
from emporion.parties.likeness import Sight, compared, keys, mailbox, place

PHONE = (("+37369123456", True),)
MAIL = frozenset({"ana@example.com"})
WORDS = ("Ана", "Maria", "Ελένη", "Popescu", "Чеботарь", "Ștefan")
INN = frozenset({("RU.inn", "7707083893")})


def person(number: int, name: str = "Ana Rusu", **said: object) -> Sight:
    return Sight(number, names=(name,) if name else (), **said)  # type: ignore[arg-type]


def how(one: Sight, other: Sight) -> tuple[int, tuple[str, ...]] | None:
    found = compared(one, other)
    assert found == compared(other, one)
    return (found.sureness, found.reasons) if found else None


@pytest.mark.parametrize(
    "one_name",
    [
        "Юлия Julia Yulia Iuliia Yuliya Iulia Ιουλία Ioulia",
        "Щербаков Shcherbakov Scherbakov Ščerbakov",
        "Хачатурян Khachaturyan Hachaturian",
        "Γιώργος Giorgos Yiorgos",
        "Γιάννης Giannis Yiannis",
        "Παπαδόπουλος Papadopoulos Пападопулос",
        "Χρήστος Christos Hristos Христос",
        "Μπάκας Bakas Mpakas",
        "Мария Maria Mariya Mariia Μαρία",
        "Артём Артем Artem Artyom Artiom",
        "Дмитрий Dmitry Dmitriy Dmitrii Dmitrij",
        "Ștefan Stefan Ştefan Штефан",
        "Воробьёв Vorobyov Vorobev Vorobiev",
        "Иванов Ivanov Ivanoff",
    ],
)
def test_a_name_sounds_alike_in_every_alphabet(one_name: str) -> None:
    assert len({sounded(form) for form in one_name.split()}) == 1


@pytest.mark.parametrize("two_names", ["Иванов Ivanova", "Мария Марина", "Андрей Андреа", "Ion Ioana", "Олег Ольга"])
def test_two_names_sound_different(two_names: str) -> None:
    one, other = two_names.split()
    assert sounded(one) != sounded(other)


@given(some.text(max_size=40))
def test_letters_case_and_doubled_spaces_change_no_key(name: str) -> None:
    assert sounded(name.upper().lower()) == sounded(name.upper())
    assert sounded(f"  {name}\t") == sounded(name)


@given(some.lists(some.sampled_from(WORDS), max_size=5), some.randoms())
def test_the_order_of_a_name_changes_no_key(words: list[str], random: object) -> None:
    mixed = list(words)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert keys(person(1, " ".join(words))) == keys(person(1, " ".join(mixed)))
    assert named(folded_words(" ".join(words)), folded_words(" ".join(mixed))) in ("name", "name_order")


@given(some.integers(10_000_000, 999_999_999_999))
def test_however_a_phone_is_written_its_key_is_the_same(number: int) -> None:
    ways = (f"+{number}", f"00{number}", str(number), f"8{number}")
    assert len({frozenset(keys(person(1, "", phones=((way, False),)))) for way in ways}) == 1


def test_one_mailbox_has_one_name() -> None:
    assert mailbox("ana.rusu+shop@googlemail.com") == mailbox("anarusu@gmail.com") == "anarusu@gmail.com"
    assert mailbox("ana.rusu@ya.ru") == mailbox("ana-rusu@yandex.com")
    assert mailbox("ana.rusu@example.com") != mailbox("anarusu@example.com")


def test_an_address_is_one_in_other_letters() -> None:
    assert place("ул. Columna, д. 5, кв. 3") == place("COLUMNA 5 ap 3") == place("Колумна 5, 3")
    assert place("Chisinau") == ""


def test_one_name_phone_and_mailbox_make_it_certain() -> None:
    one, other = person(1, phones=PHONE, emails=MAIL), person(2, phones=PHONE, emails=MAIL)
    assert how(one, other) == (CERTAIN, ("phone", "email", "name"))


def test_a_phone_without_its_country_is_the_same_phone() -> None:
    for written in ("069123456", "69123456", "37369123456"):
        assert how(person(1, phones=PHONE), person(2, phones=((written, False),))) == (LIKELY, ("phone_form", "name"))
    moscow = person(1, phones=(("+79161234567", True),))
    assert how(moscow, person(2, phones=(("89161234567", False),))) == (LIKELY, ("phone_form", "name"))
    assert how(moscow, person(2, phones=(("89161234560", False),))) is None


@pytest.mark.parametrize(
    ("mine", "theirs", "reason", "sureness"),
    [
        ("Ana Rusu", "Rusu Ana", "name_order", CERTAIN),
        ("Ana Rusu", "АНА РУСУ", "name_letters", CERTAIN),
        ("Iuliia Rusu", "Yulia Rusu", "name_spelling", LIKELY),
        ("Мария Русу", "Mara Rusu", "name_spelling", LIKELY),
        ("Иванов Иван", "Иванов Иван Петрович", "name_shorter", LIKELY),
        ("Popescu Ion", "Popesku Ion", "name", 0),
        ("Ivan Cebotaru", "Ivan Cebotanu", "name_near", LIKELY),
        ("A. Rusu", "Ana Rusu", "name_initials", LIKELY),
        ("Ana", "Ana Rusu", "name_part", LIKELY),
        ("Ana", "Ana", "name", LIKELY),
        ("", "Ana Rusu", "nameless", LIKELY),
        ("Мария Русу", "Ион Русу", "name_half", POSSIBLE),
        ("Александр Иванов", "Александра Иванова", "name_differs", POSSIBLE),
        ("Петров Иван Сергеевич", "Петров Иван Иванович", "name_half", POSSIBLE),
    ],
)
def test_how_sure_it_is_with_one_phone_and_one_mailbox(mine: str, theirs: str, reason: str, sureness: int) -> None:
    found = how(person(1, mine, phones=PHONE, emails=MAIL), person(2, theirs, phones=PHONE, emails=MAIL))
    if sureness:
        assert found == (sureness, ("phone", "email", reason))
    else:
        assert found and found[0] >= LIKELY


def test_one_phone_alone_never_makes_it_certain() -> None:
    found = how(person(1, phones=PHONE, addresses=frozenset({"5 columna"})), person(2, phones=PHONE))
    assert found == (LIKELY, ("phone", "name"))


def test_a_family_with_one_phone_and_names_of_its_own_is_not_proposed() -> None:
    assert how(person(1, "Иван Петров", phones=PHONE), person(2, "Анна Петрова", phones=PHONE)) is None


def test_other_tax_numbers_are_other_customers_whatever_else_is_the_same() -> None:
    one = person(1, phones=PHONE, emails=MAIL, taxes=INN)
    assert how(one, person(2, phones=PHONE, emails=MAIL, taxes=frozenset({("RU.inn", "500100732259")}))) is None
    assert how(one, person(2, taxes=INN)) == (CERTAIN, ("tax", "name"))


def test_a_firm_is_certain_only_at_one_place_with_its_number_and_a_contact() -> None:
    def firm(number: int, **said: object) -> Sight:
        return Sight(number, "company", ("ООО «Вектор»",), **said)  # type: ignore[arg-type]

    assert how(firm(1, phones=PHONE, emails=MAIL), firm(2, phones=PHONE, emails=MAIL)) == (
        LIKELY,
        ("phone", "email", "name"),
    )
    here, there = frozenset({"5 columna"}), frozenset({"7 lenina"})
    one = firm(1, taxes=INN, phones=PHONE, addresses=here)
    assert how(one, firm(2, taxes=INN, phones=PHONE)) == (CERTAIN, ("tax", "phone", "name"))
    assert how(one, firm(2, taxes=INN, phones=PHONE, addresses=there)) == (LIKELY, ("tax", "phone", "name"))
    assert how(one, Sight(3, "company", ("Vector OOO",), taxes=INN)) == (LIKELY, ("tax", "name_letters"))


def test_namesakes_are_proposed_only_where_nothing_speaks_against_it() -> None:
    other = (("+37369000001", True),)
    assert how(person(1, phones=PHONE), person(2, phones=other)) is None
    assert how(person(1, phones=PHONE), person(2, emails=MAIL)) == (POSSIBLE, ("name",))
    here = frozenset({"5 columna"})
    assert how(person(1, phones=PHONE, addresses=here), person(2, phones=other, addresses=here)) == (
        POSSIBLE,
        ("name", "address"),
    )
