"""The goods of the simulated base in English, Romanian and Greek: 1C knows them in Russian alone.

A name is put together there as “kind «series» size, colour № number”; each part has its word here.
"""

from __future__ import annotations

import re

from emporion.catalog import commands as catalog
from emporion.catalog.queries import products
from emporion.catalog.types import TextCard
from emporion.kernel import rows

from .founding import ACTOR, ORIGIN

LANGUAGES = ("en", "ro", "el")
QUOTES = {"en": "“{}”", "ro": "„{}”", "el": "«{}»"}
TOGETHER = 1000
Words = tuple[str, str, str]
NAME = re.compile(r"(?P<kind>[^«]+) «(?P<series>[^»]+)»(?P<rest>.*)")
KINDS: dict[str, Words] = {
    "Кофе для эспрессо": ("Espresso coffee", "Cafea pentru espresso", "Καφές για εσπρέσο"),
    "Кофе моносорт": ("Single origin coffee", "Cafea de origine unică", "Καφές μίας προέλευσης"),
    "Кофе на развес": ("Loose coffee", "Cafea vărsată", "Χύμα καφές"),
    "Дрип-кофе": ("Drip bag coffee", "Cafea drip", "Καφές σε φακελάκι"),
    "Чай чёрный": ("Black tea", "Ceai negru", "Μαύρο τσάι"),
    "Чай зелёный": ("Green tea", "Ceai verde", "Πράσινο τσάι"),
    "Травяной сбор": ("Herbal tea", "Ceai de plante", "Αφέψημα βοτάνων"),
    "Чайник": ("Kettle", "Ceainic", "Βραστήρας"),
    "Турка": ("Cezve", "Ibric", "Μπρίκι"),
    "Воронка": ("Dripper", "Pâlnie de filtrare", "Χωνί φίλτρου"),
    "Френч-пресс": ("French press", "Presă franceză", "Γαλλική πρέσα"),
    "Гейзерная кофеварка": ("Moka pot", "Moka", "Μόκα"),
    "Кофемолка ручная": ("Hand grinder", "Râșniță manuală", "Χειροκίνητος μύλος"),
    "Чашка": ("Cup", "Ceașcă", "Φλιτζάνι"),
    "Кружка": ("Mug", "Cană", "Κούπα"),
    "Стакан": ("Glass", "Pahar", "Ποτήρι"),
    "Термокружка": ("Travel mug", "Cană termos", "Θερμός κούπα"),
    "Весы": ("Scale", "Cântar", "Ζυγαριά"),
    "Фильтры бумажные": ("Paper filters", "Filtre de hârtie", "Χάρτινα φίλτρα"),
    "Питчер": ("Milk pitcher", "Latieră", "Γαλατιέρα"),
    "Темпер": ("Tamper", "Tamper", "Πατητήρι"),
    "Шоколад": ("Chocolate", "Ciocolată", "Σοκολάτα"),
    "Сироп": ("Syrup", "Sirop", "Σιρόπι"),
}
ABOUT: dict[str, Words] = {
    "Кофе для эспрессо": (
        "Medium roast blend: chocolate, nuts, caramel. Good with milk and by itself.",
        "Amestec cu prăjire medie: ciocolată, nuci, caramel. Bun cu lapte și singur.",
        "Χαρμάνι μέτριου καβουρδίσματος: σοκολάτα, ξηροί καρποί, καραμέλα. Καλός με γάλα και σκέτος.",
    ),
    "Кофе моносорт": (
        "Light roast of one harvest: berries, citrus, a clean finish.",
        "Prăjire ușoară a unei singure recolte: fructe de pădure, citrice, final curat.",
        "Ανοιχτό καβούρδισμα μίας σοδειάς: μούρα, εσπεριδοειδή, καθαρή επίγευση.",
    ),
    "Кофе на развес": (
        "Beans from the sack, weighed when sold.",
        "Boabe din sac, cântărite la vânzare.",
        "Κόκκοι από το σακί, ζυγίζονται στην πώληση.",
    ),
    "Дрип-кофе": (
        "Ground coffee in a filter: all it takes is a cup and hot water.",
        "Cafea măcinată în filtru: trebuie doar o ceașcă și apă fierbinte.",
        "Αλεσμένος καφές σε φίλτρο: αρκούν ένα φλιτζάνι και ζεστό νερό.",
    ),
    "Чай чёрный": (
        "Large leaf, strong brew.",
        "Frunză mare, infuzie tare.",
        "Μεγάλο φύλλο, δυνατό αφέψημα.",
    ),
    "Чай зелёный": (
        "A mild brew, sweet as grass.",
        "Infuzie blândă, cu dulceață de iarbă.",
        "Ήπιο αφέψημα με γλύκα χόρτου.",
    ),
    "Травяной сбор": (
        "Without tea and caffeine.",
        "Fără ceai și cofeină.",
        "Χωρίς τσάι και καφεΐνη.",
    ),
    "Чайник": (
        "The thin spout pours an even stream, the handle stays cool.",
        "Ciocul subțire toarnă un jet egal, mânerul nu se încinge.",
        "Το λεπτό στόμιο ρίχνει ομαλά, η λαβή δεν καίει.",
    ),
    "Турка": (
        "The narrow neck holds the foam.",
        "Gâtul îngust ține spuma.",
        "Ο στενός λαιμός κρατά τον αφρό.",
    ),
    "Воронка": (
        "Ribs inside lead the water in a spiral.",
        "Nervurile din interior conduc apa în spirală.",
        "Οι ραβδώσεις οδηγούν το νερό σπειροειδώς.",
    ),
    "Френч-пресс": (
        "Tempered glass and a steel mesh.",
        "Sticlă călită și sită de oțel.",
        "Σκληρυμένο γυαλί και ατσάλινο πλέγμα.",
    ),
    "Гейзерная кофеварка": (
        "Strong coffee on the stove in five minutes.",
        "Cafea tare pe aragaz în cinci minute.",
        "Δυνατός καφές στην κουζίνα σε πέντε λεπτά.",
    ),
    "Кофемолка ручная": (
        "Steel burrs, twenty steps of grind.",
        "Pietre de oțel, douăzeci de trepte de măcinare.",
        "Ατσάλινα μαχαίρια, είκοσι βαθμίδες άλεσης.",
    ),
    "Чашка": (
        "Thin rim, thick bottom. Dishwasher safe.",
        "Margine subțire, fund gros. Se poate spăla la mașină.",
        "Λεπτό χείλος, παχύς πάτος. Πλένεται στο πλυντήριο.",
    ),
    "Кружка": (
        "Large, for a long talk.",
        "Mare, pentru o discuție lungă.",
        "Μεγάλη, για μακριά κουβέντα.",
    ),
    "Стакан": (
        "The double wall does not burn the hand.",
        "Peretele dublu nu arde mâna.",
        "Το διπλό τοίχωμα δεν καίει το χέρι.",
    ),
    "Термокружка": (
        "Keeps warm for six hours, does not leak.",
        "Ține cald șase ore, nu curge.",
        "Κρατά ζεστό έξι ώρες, δεν στάζει.",
    ),
    "Весы": (
        "Exact to 0.1 g, with a timer.",
        "Precizie de 0,1 g, cu cronometru.",
        "Ακρίβεια 0,1 g, με χρονόμετρο.",
    ),
    "Фильтры бумажные": (
        "Leave no taste of paper.",
        "Nu lasă gust de hârtie.",
        "Δεν αφήνουν γεύση χαρτιού.",
    ),
    "Питчер": (
        "A sharp spout for drawing on milk.",
        "Cioc ascuțit pentru desen pe lapte.",
        "Μυτερό στόμιο για σχέδια στο γάλα.",
    ),
    "Темпер": (
        "A level base, a handy grip.",
        "Bază dreaptă, mâner comod.",
        "Επίπεδη βάση, βολική λαβή.",
    ),
    "Шоколад": (
        "Cocoa beans, sugar and nothing else.",
        "Boabe de cacao, zahăr și nimic altceva.",
        "Κόκκοι κακάο, ζάχαρη και τίποτε άλλο.",
    ),
    "Сироп": (
        "For coffee, tea and lemonade.",
        "Pentru cafea, ceai și limonadă.",
        "Για καφέ, τσάι και λεμονάδα.",
    ),
}
SERIES: dict[str, Words] = {
    "Туман": ("Mist", "Ceață", "Ομίχλη"),
    "Рассвет": ("Dawn", "Zori", "Αυγή"),
    "Маяк": ("Lighthouse", "Far", "Φάρος"),
    "Прилив": ("Tide", "Flux", "Παλίρροια"),
    "Бриз": ("Breeze", "Briză", "Αύρα"),
    "Полдень": ("Noon", "Amiază", "Μεσημέρι"),
    "Гавань": ("Harbour", "Port", "Λιμάνι"),
    "Остров": ("Island", "Insulă", "Νησί"),
    "Тропа": ("Path", "Potecă", "Μονοπάτι"),
    "Роса": ("Dew", "Rouă", "Δροσιά"),
    "Иней": ("Frost", "Promoroacă", "Πάχνη"),
    "Янтарь": ("Amber", "Chihlimbar", "Κεχριμπάρι"),
    "Парус": ("Sail", "Pânză", "Πανί"),
    "Луг": ("Meadow", "Luncă", "Λιβάδι"),
    "Ручей": ("Brook", "Pârâu", "Ρυάκι"),
    "Сад": ("Garden", "Grădină", "Κήπος"),
    "Терраса": ("Terrace", "Terasă", "Βεράντα"),
    "Пристань": ("Pier", "Debarcader", "Αποβάθρα"),
    "Берег": ("Shore", "Mal", "Ακτή"),
    "Утро": ("Morning", "Dimineață", "Πρωί"),
    "Вечер": ("Evening", "Seară", "Βράδυ"),
    "Снегопад": ("Snowfall", "Ninsoare", "Χιονόπτωση"),
    "Облако": ("Cloud", "Nor", "Σύννεφο"),
    "Горизонт": ("Horizon", "Orizont", "Ορίζοντας"),
    "Долина": ("Valley", "Vale", "Κοιλάδα"),
    "Вершина": ("Summit", "Vârf", "Κορυφή"),
    "Костёр": ("Campfire", "Foc de tabără", "Φωτιά"),
    "Очаг": ("Hearth", "Vatră", "Εστία"),
    "Мельница": ("Mill", "Moară", "Μύλος"),
    "Причал": ("Quay", "Chei", "Προβλήτα"),
    "Компас": ("Compass", "Busolă", "Πυξίδα"),
    "Волна": ("Wave", "Val", "Κύμα"),
    "Дюна": ("Dune", "Dună", "Αμμόλοφος"),
    "Каштан": ("Chestnut", "Castan", "Καστανιά"),
    "Клён": ("Maple", "Arțar", "Σφένδαμος"),
    "Рябина": ("Rowan", "Scoruș", "Σορβιά"),
    "Вереск": ("Heather", "Iarbă neagră", "Ρείκι"),
    "Шалфей": ("Sage", "Salvie", "Φασκόμηλο"),
    "Лён": ("Flax", "In", "Λινάρι"),
    "Кедр": ("Cedar", "Cedru", "Κέδρος"),
}
WORDS: dict[str, Words] = {
    "молоко": ("milk white", "alb lapte", "λευκό γάλακτος"),
    "графит": ("graphite", "grafit", "γραφίτης"),
    "терракота": ("terracotta", "teracotă", "τερακότα"),
    "охра": ("ochre", "ocru", "ώχρα"),
    "лазурь": ("azure", "azur", "γαλάζιο"),
    "мята": ("mint", "mentă", "μέντα"),
    "хвоя": ("pine green", "verde brad", "πράσινο πεύκου"),
    "слива": ("plum", "prună", "δαμάσκηνο"),
    "мл": ("ml", "ml", "ml"),
    "мм": ("mm", "mm", "χιλ."),
    "чашки": ("cups", "cești", "φλιτζάνια"),
    "чашек": ("cups", "cești", "φλιτζάνια"),
}


def name_all() -> int:
    """Tell the catalog what the goods are called in three more languages; answers how many names differed."""
    found = products(hidden=None).values_list("pk", "name")
    cards = [card for pk, name in found for card in _cards(pk, name)]
    return sum(catalog.put_texts(cards=part, actor=ACTOR, origin=ORIGIN) for part in rows.chunks(cards, TOGETHER))


def _cards(product: int, name: str) -> list[TextCard]:
    if not (parts := NAME.fullmatch(name)) or parts["kind"] not in KINDS:
        return []
    return [
        TextCard(product, language, called(name, language), ABOUT[parts["kind"]][place])
        for place, language in enumerate(LANGUAGES)
    ]


def called(name: str, language: str) -> str:
    """A name of the base in another language; one that is made otherwise stays as it is."""
    parts, place = NAME.fullmatch(name), LANGUAGES.index(language)
    if not parts or parts["kind"] not in KINDS or parts["series"] not in SERIES:
        return name
    rest = re.sub(r"\w+", lambda word: WORDS[word[0]][place] if word[0] in WORDS else word[0], parts["rest"])
    return f"{KINDS[parts['kind']][place]} {QUOTES[language].format(SERIES[parts['series']][place])}{rest}"
