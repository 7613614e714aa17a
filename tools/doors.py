"""A contract for import-linter: a room is entered by its doors.

The layers say who may know whom; this says how. A neighbour who uses only `commands`, `queries` and `types` leaves a
room free to change its tables and rules.
"""

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Modules of one room import another room only through the modules that are named as doors.

    Rooms named open (the kernel) may be entered anywhere. Tests may look behind every door of the rooms below them:
    they prove what stands in the tables. Nobody but a test uses what stands among tests.
    """

    type_name = "doors"

    house = fields.StringField()
    doors = fields.SetField(subfield=fields.StringField())
    open_rooms = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect every import that climbs in through a window."""
        windows = [
            (importer, imported)
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if not self.allowed(importer, imported)
        ]
        return ContractCheck(kept=not windows, metadata={"windows": windows})

    def allowed(self, importer: str, imported: str) -> bool:
        """Same room, an open room, or a door; not the bare name of a room, which would hide what is used of it."""
        own, _, own_inside = self.parts(importer)
        room, of_house, inside = self.parts(imported)
        at_home = not of_house or room == own or room in (cast(set[str] | None, self.open_rooms) or ())
        return at_home or "tests" in own_inside.split(".") or inside.split(".")[0] in cast(set[str], self.doors)

    def parts(self, module: str) -> tuple[str, bool, str]:
        """Room, whether the module is of this house, and what stands inside the room."""
        prefix = f"{self.house}."
        room, _, inside = module.removeprefix(prefix).partition(".")
        return room, module.startswith(prefix), inside

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Name each window and the way round to the door."""
        for importer, imported in check.metadata["windows"]:
            output.print_error(f"- {importer} reaches into {imported}; ask its commands, queries or types instead")
