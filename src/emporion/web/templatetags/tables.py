"""The table of a list: {% load tables %}{% table list rows %}{% cell "number" %}…{% endcell %}…{% endtable %}."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from ..lists import Shown
from ..lists.words import Column

register = template.Library()
HEADED = '<th scope="row" class="{}">', "</th>"
PLAIN = '<td class="{}">', "</td>"


class CellNode(template.Node):
    """The inside of one column's cells; an expression behind the name gives more classes."""

    def __init__(self, name: str, look: FilterExpression | None, inside: NodeList) -> None:
        self.name, self.look, self.nodelist = name, look, inside

    def render(self, context: Context) -> SafeString:
        """The content alone; the table draws the cell around it."""
        return self.nodelist.render(context)


class TableNode(template.Node):
    """Draws heads, rows and the boxes to select by, the columns in the order that the reader chose."""

    child_nodelists = ("cells",)

    def __init__(self, shown: FilterExpression, rows: FilterExpression, cells: NodeList) -> None:
        self.shown, self.rows, self.cells = shown, rows, cells
        self.by_name = {node.name: node for node in cells.get_nodes_by_type(CellNode) if isinstance(node, CellNode)}

    def render(self, context: Context) -> SafeString:
        """The whole table."""
        shown: Shown[Any] = self.shown.resolve(context)
        rows = list(self.rows.resolve(context))
        columns = [one for one in shown.columns if one.name in self.by_name]
        cells = [_Cell(column, self.by_name[column.name]) for column in columns]
        with context.push(row=None):
            drawn = [(row.id, self._row(context, cells, row)) for row in rows]
        frame = {"list": shown, "heads": shown.heads, "rows": drawn, "selects": bool(shown.acts)}
        return mark_safe(get_template("web/parts/table.html").render(frame))  # noqa: S308 - rendered by a template

    def _row(self, context: Context, cells: list[_Cell], row: object) -> SafeString:
        context["row"] = row
        return mark_safe("".join([cell.drawn(context) for cell in cells]))  # noqa: S308 - of safe parts


class _Cell:
    """The cells of one column; what opens them is written once where it is the same for every row."""

    def __init__(self, column: Column[Any], node: CellNode) -> None:
        self.inside, self.look = node.nodelist, node.look
        self.usual = " ".join(filter(None, ("e-num" if column.is_number else "", column.look)))
        self.opening, self.ending = HEADED if column.is_fixed else PLAIN
        self.opened = format_html(self.opening, self.usual)

    def drawn(self, context: Context) -> str:
        """The cell of the row that stands in the context."""
        more = self.look.resolve(context) if self.look else ""
        opened = format_html(self.opening, f"{self.usual} {more}".strip()) if more else self.opened
        return f"{opened}{self.inside.render(context)}{self.ending}"


@register.tag("table")
def table(parser: Parser, token: Token) -> TableNode:
    """{% table list rows %}: list is a lists.Shown, rows are what its cells show; each has an id."""
    _name, shown, rows = token.split_contents()
    inside = parser.parse(("endtable",))
    parser.delete_first_token()
    return TableNode(parser.compile_filter(shown), parser.compile_filter(rows), inside)


@register.tag("cell")
def cell(parser: Parser, token: Token) -> CellNode:
    """{% cell "free" row.look %}: the inside of the column's cells for one row; the second word gives classes."""
    words = token.split_contents()
    inside = parser.parse(("endcell",))
    parser.delete_first_token()
    look = parser.compile_filter(words[2]) if words[2:] else None
    return CellNode(words[1].strip("\"'"), look, inside)
