"""Tax rates by law, each from the first day on which we are certain of it. An earlier day is refused, not guessed.

RU  VAT: 18 → 20 % on 2019-01-01 (303-FZ of 2018-08-03), 20 → 22 % on 2026-01-01; 10 % reduced; 5 and 7 % for the
    simplified regime since 2025-01-01 (176-FZ of 2024-07-12)
KZ  VAT: 12 %, 16 % since 2026-01-01
MD  TVA: 20 %, reduced 8 %
RO  TVA: 19 → 21 %, reduced 9 → 11 % on 2025-08-01 (Legea 141/2025); the 5 % rate ended with July 2025
GR  FPA: 24 % since 2016-06-01, 13 % and 6 % (mainland)
CY  FPA: 19 % since 2014-01-13, 9 % and 5 %
"""

from collections.abc import Iterator
from datetime import date

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

GENERAL = [  # country, class, thousandths of a percent, from, to
    ("RU", "standard", 18_000, date(2004, 1, 1), date(2018, 12, 31)),
    ("RU", "standard", 20_000, date(2019, 1, 1), date(2025, 12, 31)),
    ("RU", "standard", 22_000, date(2026, 1, 1), None),
    ("RU", "reduced", 10_000, date(2004, 1, 1), None),
    ("KZ", "standard", 12_000, date(2009, 1, 1), date(2025, 12, 31)),
    ("KZ", "standard", 16_000, date(2026, 1, 1), None),
    ("MD", "standard", 20_000, date(2015, 1, 1), None),
    ("MD", "reduced", 8_000, date(2015, 1, 1), None),
    ("RO", "standard", 19_000, date(2017, 1, 1), date(2025, 7, 31)),
    ("RO", "standard", 21_000, date(2025, 8, 1), None),
    ("RO", "reduced", 9_000, date(2017, 1, 1), date(2025, 7, 31)),
    ("RO", "reduced", 11_000, date(2025, 8, 1), None),
    ("RO", "super_reduced", 5_000, date(2017, 1, 1), date(2025, 7, 31)),
    ("GR", "standard", 24_000, date(2016, 6, 1), None),
    ("GR", "reduced", 13_000, date(2016, 6, 1), None),
    ("GR", "super_reduced", 6_000, date(2016, 6, 1), None),
    ("CY", "standard", 19_000, date(2014, 1, 13), None),
    ("CY", "reduced", 9_000, date(2014, 1, 13), None),
    ("CY", "super_reduced", 5_000, date(2014, 1, 13), None),
]
EVER = date(2000, 1, 1)
CLASSES = ("standard", "reduced", "super_reduced", "zero", "exempt")
SPECIAL = date(2025, 1, 1)


def rates() -> Iterator[tuple[str, str, str, int, date, date | None]]:
    for country, tax_class, percent, first, last in GENERAL:
        yield country, tax_class, "general", percent, first, last
    for country in ("RU", "KZ", "MD", "RO", "GR", "CY"):
        for tax_class in ("zero", "exempt"):
            yield country, tax_class, "general", 0, EVER, None
        for tax_class in CLASSES:  # simplified: the firm adds no tax to anything
            yield country, tax_class, "simplified", 0, EVER, None
    for regime, percent in (("simplified_5", 5_000), ("simplified_7", 7_000)):
        for tax_class in CLASSES:
            yield "RU", tax_class, regime, 0 if tax_class in ("zero", "exempt") else percent, SPECIAL, None


def ship(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    TaxRate = apps.get_model("pricing", "TaxRate")
    fields = ("country", "tax_class", "regime", "percent_milli", "valid_from", "valid_to")
    TaxRate.objects.using(editor.connection.alias).bulk_create(TaxRate(**dict(zip(fields, rate, strict=True))) for rate in rates())


class Migration(migrations.Migration):
    dependencies = [("pricing", "0001_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
