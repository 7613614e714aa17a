"""The units that nearly every shop needs, under their OKEI codes; the first exchange may rename them."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

UNITS = [  # code, short, full, international code, step in thousandths
    ("796", "pcs", "Piece", "PCE", 1000),
    ("166", "kg", "Kilogram", "KGM", 1),
    ("163", "g", "Gram", "GRM", 1),
    ("168", "t", "Tonne", "TNE", 1),
    ("112", "l", "Litre", "LTR", 1),
    ("006", "m", "Metre", "MTR", 1),
    ("055", "m²", "Square metre", "MTK", 1),
    ("113", "m³", "Cubic metre", "MTQ", 1),
    ("356", "h", "Hour", "HUR", 1),
    ("715", "pair", "Pair", "NPR", 1000),
    ("839", "set", "Set", "SET", 1000),
    ("778", "pack", "Package", "NMP", 1000),
]


def ship(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    Unit = apps.get_model("catalog", "Unit")
    fields = ("code", "short", "full_name", "international", "step_thousandths")
    Unit.objects.using(editor.connection.alias).bulk_create(Unit(**dict(zip(fields, unit, strict=True))) for unit in UNITS)


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
