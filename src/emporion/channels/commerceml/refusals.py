"""What a file or a field of CommerceML is refused for, in words a person at the 1C end can act on."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused


class FileRefused(Refused):
    """The file as a whole cannot be read; rows that came before the spot are good and may be kept."""

    code = "commerceml.file"
    says = gettext_noop("The file cannot be read as CommerceML 2.")
    remedy = gettext_noop("Export the file anew from the other program; this one is damaged or is no CommerceML.")


class EmptyFile(FileRefused):
    """Nothing but blanks: an upload that never began, or an export that broke before its first byte."""

    code = "commerceml.file.empty"
    says = gettext_noop("The file is empty.")
    remedy = gettext_noop("Run the exchange again; if it stays empty, look into the log of the exchange in 1C.")


class NotXml(FileRefused):
    """Not well-formed, or cut in the middle."""

    code = "commerceml.file.not_xml"
    says = gettext_noop("The file is not whole XML: line %(line)s, column %(column)s: %(cause)s.")
    remedy = gettext_noop("The file was probably cut on the way. Send it again.")


class HtmlFile(FileRefused):
    """A web page where XML was expected: a proxy's or a hosting's error page as a rule."""

    code = "commerceml.file.html"
    says = gettext_noop("This is a web page, not a CommerceML file.")
    remedy = gettext_noop("Open the file: it usually shows an error message of a proxy or of the hosting.")


class DoctypeFile(FileRefused):
    """A DOCTYPE can make a small file huge or read foreign files; 1C never writes one."""

    code = "commerceml.file.doctype"
    says = gettext_noop("The file declares a document type (DOCTYPE), which CommerceML does not use.")
    remedy = gettext_noop("Remove the DOCTYPE line from the program that makes the file.")


class EntityFile(FileRefused):
    """An entity such as &nbsp; that XML does not know without a document type."""

    code = "commerceml.file.entity"
    says = gettext_noop("Line %(line)s uses an entity that XML does not know: %(cause)s.")
    remedy = gettext_noop("Write the character itself instead of the entity.")


class TooDeep(FileRefused):
    """Elements inside elements beyond any honest group tree."""

    code = "commerceml.file.too_deep"
    says = gettext_noop("The elements of the file are nested deeper than %(limit)s levels.")
    remedy = gettext_noop("Export the file anew from the other program; this one is damaged or is no CommerceML.")


class TooLarge(FileRefused):
    """One row, or something that is no row at all, that would not fit into memory."""

    code = "commerceml.file.too_large"
    says = gettext_noop("One element of the file is larger than %(limit_mb)s MB.")
    remedy = gettext_noop("Export the file anew from the other program; this one is damaged or is no CommerceML.")


class OldCommerceML(FileRefused):
    """CommerceML 1 (1C 7.7): everything in attributes, where CommerceML 2 has elements."""

    code = "commerceml.file.version_1"
    says = gettext_noop("The file is CommerceML 1 (1C:Enterprise 7.7), which is another format.")
    remedy = gettext_noop("Switch the exchange in 1C to CommerceML 2.04 or newer.")


class UnknownRoot(FileRefused):
    """Well-formed XML of some other trade."""

    code = "commerceml.file.unknown_root"
    says = gettext_noop("The file begins with <%(root)s>, which is not CommerceML 2.")
    remedy = gettext_noop("Check that the right file was sent: its first element must be <КоммерческаяИнформация>.")


class FileNotComplete(FileRefused):
    """The file does not end as a CommerceML file does: a piece of it is missing."""

    code = "commerceml_not_complete"
    says = gettext_noop("The file %(name)s is not complete: its end is missing.")
    remedy = gettext_noop("Let 1C send it again from the start; nothing of it was taken.")


class FieldRefused(Refused):
    """A field of a row cannot be used; facts: element, field, raw (at most 200 characters) and place."""

    code = "commerceml.field"
    says = gettext_noop("%(place)s: the field %(field)s cannot be used: “%(raw)s”.")
    remedy = gettext_noop("Correct the field in 1C and send the row again.")


class MissingField(FieldRefused):
    """A field without which the row says nothing."""

    code = "commerceml.field.missing"
    says = gettext_noop("%(place)s: the field %(field)s is missing or empty.")
    remedy = gettext_noop("Fill the field in 1C and send the row again.")


class BadNumber(FieldRefused):
    """Neither 1234.50 nor 1 234,50 nor anything between them."""

    code = "commerceml.field.number"
    says = gettext_noop("%(place)s: %(field)s is not a number: “%(raw)s”.")
    remedy = gettext_noop("Write it as 1234.50 and send the row again.")


class NumberTooLarge(FieldRefused):
    """A number that does not fit into 64 bits after scaling."""

    code = "commerceml.field.number_too_large"
    says = gettext_noop("%(place)s: %(field)s is too large: “%(raw)s”.")


class NegativePrice(FieldRefused):
    """A price below zero, also 1C's -999 999 999,9 for "not set"."""

    code = "commerceml.field.negative_price"
    says = gettext_noop("%(place)s: %(field)s is below zero: “%(raw)s”.")
    remedy = gettext_noop("Correct the price in 1C and send it again.")


class BadDate(FieldRefused):
    """No date in any of the spellings seen in real files."""

    code = "commerceml.field.date"
    says = gettext_noop("%(place)s: %(field)s is not a date: “%(raw)s”.")
    remedy = gettext_noop("Write it as 2026-01-31 and send the row again.")


class BadFlag(FieldRefused):
    """Neither true nor false."""

    code = "commerceml.field.flag"
    says = gettext_noop("%(place)s: %(field)s is neither true nor false: “%(raw)s”.")
    remedy = gettext_noop("Write true or false and send the row again.")
