"""The countries of the demonstration: in each a firm, what it sells in, where its goods lie, who its customers are.

Names of people are put together from lists of common first and last names, the last ones such as women and men share:
whoever they name is nobody.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """One firm with its shop, its warehouses and its customers.

    per_rouble_micro: how many millionths of its currency the demonstration takes for a rouble of 1C's price list, and
    step_micro what a price is rounded to; neither is the rate of any day. also_from: warehouses of another firm from
    which its shop sells as well.
    """

    code: str
    firm: str
    legal_name: str
    currency: str
    zone: str
    language: str
    shop: str
    shop_name: str
    prefix: str
    price_type: str
    per_rouble_micro: int
    step_micro: int
    per_day: int
    warehouse: tuple[str, str]
    defects: tuple[str, str]
    delivery: tuple[str, tuple[str, ...]]
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    companies: tuple[str, ...]
    towns: tuple[str, ...]
    streets: tuple[str, ...]
    phones_from: int
    also_from: str = ""


RUSSIA = Country(
    "RU", "Торговый дом «Цикорий»", "ООО «Торговый дом «Цикорий»", "RUB", "Europe/Moscow", "ru",
    "kafenion", "Кафенион", "K", "Розничная", 1_000_000, 10_000_000, 13,
    ("showroom", "Шоурум"), ("defects-ru", "Брак"),
    ("Доставка курьером", ("250", "350", "500")),
    ("Анна", "Мария", "Ольга", "Елена", "Ирина", "Наталья", "Иван", "Алексей", "Дмитрий", "Сергей", "Павел", "Артём"),
    ("Белых", "Черных", "Седых", "Долгих", "Юрченко", "Гончаренко"),
    ("Кофейня «Маяк»", "Пекарня «Две печи»", "Гостиница «Пристань»", "Офис на набережной"),
    ("Москва", "Тверь", "Калуга", "Рязань", "Тула"),
    ("Кофейная улица", "Чайная улица", "Сахарная улица", "Пряничный переулок"), 0,
)  # fmt: skip
KAZAKHSTAN = Country(
    "KZ", "Шаңырақ Кофе", "ЖШС «Шаңырақ Кофе»", "KZT", "Asia/Almaty", "ru",
    "dastarkhan", "Дастархан", "D", "Бөлшек баға", 6_000_000, 10_000_000, 5,
    ("almaty", "Склад Алматы"), ("defects-kz", "Брак Алматы"),
    ("Доставка по городу", ("1500", "2000", "3000")),
    ("Айгүл", "Әсел", "Динара", "Гүлнар", "Мадина", "Айдос", "Нұрлан", "Ерлан", "Тимур", "Данияр"),
    ("Жұлдыз", "Таудан", "Өзен", "Бұлақ", "Гүлден", "Аспан"),
    ("Кофейня «Алма»", "Наубайхана «Нан»", "Мейманхана «Арқа»"),
    ("Алматы", "Астана", "Шымкент", "Қарағанды"),
    ("Алма көшесі", "Шай көшесі", "Бидай көшесі"), 400, also_from="RU",
)  # fmt: skip
ROMANIA = Country(
    "RO", "Cafea și Ceai", "Cafea și Ceai SRL", "RON", "Europe/Bucharest", "ro",
    "pravalia", "Prăvălia", "P", "Preț cu amănuntul", 53_000, 100_000, 5,
    ("bucuresti", "Depozit București"), ("defects-ro", "Defecte București"),
    ("Livrare prin curier", ("14.90", "19.90", "24.90")),
    ("Ana", "Maria", "Ioana", "Elena", "Andreea", "Mihai", "Andrei", "Ștefan", "Radu", "Vlad"),
    ("Luncă", "Izvoreanu", "Codreanu", "Munteanu", "Livadă", "Câmpeanu"),
    ("Cafeneaua Farul", "Brutăria Două Cuptoare", "Pensiunea Poiana"),
    ("București", "Cluj-Napoca", "Iași", "Timișoara"),
    ("Strada Cafelei", "Strada Ceaiului", "Aleea Zahărului"), 800,
)  # fmt: skip
GREECE = Country(
    "GR", "Καφενείον", "Καφενείον ΙΚΕ", "EUR", "Europe/Athens", "el",
    "emporio", "Εμπόριο", "E", "Λιανική", 10_500, 100_000, 6,
    ("athina", "Αποθήκη Αθήνας"), ("defects-gr", "Ελαττωματικά Αθήνας"),
    ("Αποστολή με κούριερ", ("2.90", "3.90", "4.90")),
    ("Μαρία", "Ελένη", "Κατερίνα", "Σοφία", "Δήμητρα", "Γιώργος", "Νίκος", "Κώστας", "Δημήτρης", "Γιάννης"),
    ("Γεωργίου", "Ιωάννου", "Δημητρίου", "Νικολάου", "Παπανικολάου", "Παπαγεωργίου"),
    ("Καφέ Φάρος", "Φούρνος Δύο Φούρνοι", "Ξενώνας Αυλή"),
    ("Αθήνα", "Θεσσαλονίκη", "Πάτρα", "Ηράκλειο"),
    ("Οδός Καφέ", "Οδός Τσαγιού", "Οδός Ζάχαρης"), 1200, also_from="RO",
)  # fmt: skip
COUNTRIES = (RUSSIA, KAZAKHSTAN, ROMANIA, GREECE)
BY_CODE = {country.code: country for country in COUNTRIES}
BY_SHOP = {country.shop: country for country in COUNTRIES}
