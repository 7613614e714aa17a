"""A crowd for tests of doubles: people who came twice and wrote themselves differently, among those who only seem one.

Names are the commonest of four countries, put together; the same number gives the same crowd.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import count
from random import Random

from emporion.parties.types import PartyCard, TaxId

# as one writes them at home, then as others do
RUSSIAN = (
    (("Юлия", "Yulia", "Iuliia"), ("Сергей", "Sergey", "Sergei"), ("Наталья", "Natalia", "Natalya"),
     ("Дмитрий", "Dmitry", "Dmitrii"), ("Артём", "Artem", "Artyom"), ("Ксения", "Ksenia", "Xenia"),
     ("Михаил", "Mikhail", "Mihail"), ("Татьяна", "Tatiana", "Tatyana"), ("Юрий", "Yury", "Yuriy"),
     ("Евгений", "Evgeny", "Yevgeny")),
    (("Щербак", "Shcherbak", "Scherbak"), ("Хачатурян", "Khachaturyan", "Hachaturian"), ("Шевченко", "Shevchenko"),
     ("Чайка", "Chaika", "Chayka"), ("Жук", "Zhuk"), ("Цой", "Tsoy", "Tsoi"), ("Лысенко", "Lysenko"),
     ("Черных", "Chernykh"), ("Юсуп", "Yusup", "Iusup"), ("Яценко", "Yatsenko", "Iatsenko")),
)  # fmt: skip
GREEK = (
    (("Γιώργος", "Giorgos", "Yiorgos"), ("Ελένη", "Eleni"), ("Χρήστος", "Christos", "Hristos"), ("Ιουλία", "Ioulia"),
     ("Μιχαήλ", "Michail", "Mihail"), ("Ειρήνη", "Eirini", "Irini"), ("Βασίλης", "Vasilis", "Vassilis"),
     ("Θεοδώρα", "Theodora"), ("Στέφανος", "Stefanos"), ("Κωνσταντίνος", "Konstantinos", "Constantinos")),
    (("Παπαδόπουλος", "Papadopoulos"), ("Ψαρράς", "Psarras"), ("Μπάκας", "Bakas", "Mpakas"), ("Ξένος", "Xenos"),
     ("Οικονόμου", "Oikonomou", "Ikonomou"), ("Θωμάς", "Thomas"), ("Φωτίου", "Fotiou", "Photiou"),
     ("Γκίκας", "Gkikas", "Gikas"), ("Χατζής", "Chatzis", "Hatzis"), ("Ευθυμίου", "Efthymiou")),
)  # fmt: skip
ROMANIAN = (
    (("Ștefan", "Stefan", "Штефан"), ("Ioana", "Иоана"), ("Mihai", "Михай"), ("Andrei", "Андрей"),
     ("Elena", "Елена"), ("Vasile", "Василе"), ("Maria", "Мария"), ("Radu", "Раду"), ("Cristina", "Кристина"),
     ("Natalia", "Наталия")),
    (("Popescu", "Попеску"), ("Rusu", "Русу"), ("Cebotari", "Чеботари"), ("Munteanu", "Мунтяну"),
     ("Lungu", "Лунгу"), ("Ciobanu", "Чобану"), ("Moraru", "Морару"), ("Ursu", "Урсу"), ("Bălan", "Balan", "Балан"),
     ("Vieru", "Виеру")),
)  # fmt: skip
LANDS = {
    "RU": (RUSSIAN, "9{:09d}", "+7{}", ("8{}", "8 ({0[0]}{0[1]}{0[2]}) {1}", "7{}", "007{}")),
    "GR": (GREEK, "69{:08d}", "+30{}", ("{}", "0030{}", "+30 {}", "30{}")),
    "RO": (ROMANIAN, "72{:07d}", "+40{}", ("0{}", "0040{}", "+40 {}", "40{}")),
    "MD": (ROMANIAN, "69{:06d}", "+373{}", ("0{}", "00373{}", "+373 {}", "373{}")),
}
BRANDS = ("Ромашка", "Orion", "Αθηνά", "Steaua", "Вектор", "Delta", "Ήλιος", "Codru")


@dataclass(frozen=True)
class Twice:
    """Two cards, and whether one and the same customer wrote both; how says in what they differ."""

    first: PartyCard
    second: PartyCard
    is_one: bool
    how: str


class Crowd:
    """Pairs of cards, each with a phone and mailbox of its own where nothing else is said."""

    def __init__(self, seed: int = 7) -> None:
        self.random = Random(seed)
        self.number = count(1)

    def doubles(self, times: int) -> Iterator[Twice]:
        """Customers who came twice: another form of the phone, other letters, another alphabet, another order."""
        for at in range(times):
            land = list(LANDS)[at % len(LANDS)]
            card, forms = self.person(land)
            yield Twice(card, self.differently(card, forms, land, at), True, HOW[at % len(HOW)])

    def person(self, land: str) -> tuple[PartyCard, list[tuple[str, ...]]]:
        """Somebody with a phone and a mailbox, and the ways in which their names are written."""
        (firsts, lasts), national, plus, _forms = LANDS[land]
        forms = [self.random.choice(firsts), self.random.choice(lasts)]
        number = next(self.number) * 37 % 10**6
        phone = plus.format(national.format(number))
        name = " ".join(form[0] for form in forms)
        return PartyCard(name=name, phones=(phone,), emails=(f"buyer.{number}@gmail.com",)), forms

    def differently(self, card: PartyCard, forms: list[tuple[str, ...]], land: str, at: int) -> PartyCard:
        """The same customer as another shop wrote them down."""
        how = HOW[at % len(HOW)]
        if how == "case":
            return replace(card, name=card.name.upper(), phones=(), emails=(card.emails[0].upper(),))
        if how == "alias":
            return replace(card, phones=(), emails=(card.emails[0].replace(".", "", 1).replace("@", "+shop@"),))
        if how == "order":
            return replace(card, name=" ".join(reversed(card.name.split())), emails=())
        name = card.name if how == "phone" else " ".join(self.random.choice(form) for form in forms)
        return replace(card, name=name, phones=(self.written(card.phones[0], land),), emails=())

    def written(self, phone: str, land: str) -> str:
        """A phone as somebody of that country writes it, with no country told."""
        plus, forms = LANDS[land][2], LANDS[land][3]
        national = phone.removeprefix(plus.removesuffix("{}"))
        return self.random.choice(forms).format(national, national[3:])

    def lookalikes(self, times: int) -> Iterator[Twice]:
        """Customers who only seem one: a family's phone, a firm's mailbox, a name that two have."""
        makers = (self.spouses, self.father_and_son, self.desk, self.namesakes, self.branches)
        for at in range(times):
            yield makers[at % len(makers)]()

    def spouses(self) -> Twice:
        """Husband and wife, one phone and one mailbox between them."""
        his, _forms = self.person("RU")
        first, last = self.random.choice((("Александр", "Иванов"), ("Евгений", "Петров"), ("Валентин", "Козлов")))
        hers = {"Александр": "Александра", "Евгений": "Евгения", "Валентин": "Валентина"}[first]
        her = replace(his, name=f"{last}а {hers}")
        return Twice(replace(his, name=f"{last} {first}"), her, False, "spouses")

    def father_and_son(self) -> Twice:
        """They share first name, surname and phone; the father's name tells them apart, or there is only one phone."""
        he, _forms = self.person("RU")
        he = replace(he, name="Иван Петров")
        if self.random.random() < 0.5:
            names = ("Петров Иван Сергеевич", "Петров Иван Иванович")
            return Twice(replace(he, name=names[0]), replace(he, name=names[1]), False, "father and son")
        return Twice(replace(he, emails=()), replace(he, emails=(f"son.{he.emails[0]}",)), False, "father and son")

    def desk(self) -> Twice:
        """Two firms with one accountant: her phone, her mailbox."""
        card, _forms = self.person("MD")
        one, other = self.random.sample(BRANDS, 2)
        firm = replace(card, kind="company")
        return Twice(replace(firm, name=f"SRL {one}"), replace(firm, name=f"SRL {other}"), False, "firms")

    def namesakes(self) -> Twice:
        """Two people of one name who have nothing else in common."""
        one, other = self.person("RO")[0], self.person("RO")[0]
        return Twice(one, replace(other, name=one.name), False, "namesakes")

    def branches(self) -> Twice:
        """Two branches of a firm: one name, one mailbox, one phone, and numbers of their own."""
        card, _forms = self.person("RU")
        firm = replace(card, kind="company", name="ООО «Вектор»", country="RU")
        other = replace(firm, tax_ids=(TaxId("RU", "500100732259"),))
        return Twice(replace(firm, tax_ids=(TaxId("RU", "7707083893"),)), other, False, "branches")


HOW = ("phone", "case", "letters", "alias", "order", "letters")
