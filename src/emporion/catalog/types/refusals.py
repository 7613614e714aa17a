"""Why the catalog declines. A refusal of a bulk verb carries the fact `card`: the index of the card it speaks of."""

from __future__ import annotations

from django.utils.translation import gettext_noop

from emporion.kernel.errors import Refused


class UnknownProduct(Refused):
    """No product has this id."""

    code = "unknown_product"
    says = gettext_noop("There is no product with number %(product)s.")
    remedy = gettext_noop("Search for it by name, article or barcode: it may have been merged into another one.")


class UnknownVariant(Refused):
    """No variant has this id."""

    code = "unknown_variant"
    says = gettext_noop("There is no variant with number %(variant)s.")
    remedy = gettext_noop("Search for it by name, article or barcode.")


class UnknownCategory(Refused):
    """No category has this id."""

    code = "unknown_category"
    says = gettext_noop("There is no category with number %(category)s.")
    remedy = gettext_noop("Choose one from the tree, or add it first.")


class UnknownProperty(Refused):
    """No property has this id."""

    code = "unknown_property"
    says = gettext_noop("There is no property with number %(property)s.")
    remedy = gettext_noop("Add the property first, then its values.")


class UnknownOption(Refused):
    """The option does not stand, or stands under another property."""

    code = "unknown_option"
    says = gettext_noop("Property %(property)s has no option with number %(option)s.")
    remedy = gettext_noop("Choose one of the property's own options, or add it first.")


class UnknownUnit(Refused):
    """No unit of measure has this code."""

    code = "unknown_unit"
    says = gettext_noop("There is no unit of measure with code %(unit)s.")
    remedy = gettext_noop("Add the unit first; the code is the one of OKEI, such as 796 for pieces.")


class NameMissing(Refused):
    """A new thing has no name, or a name was emptied."""

    code = "name_missing"
    says = gettext_noop("The name is missing.")
    remedy = gettext_noop("Give it a name; everything else can be told later.")


class TextTooLong(Refused):
    """A text that must be found quickly is longer than an index can hold."""

    code = "text_too_long"
    says = gettext_noop("The field %(field)s is %(length)s characters long; at most %(limit)s are kept.")
    remedy = gettext_noop("Shorten it, or put the text into the description.")


class NegativeWeight(Refused):
    """A weight below nothing."""

    code = "negative_weight"
    says = gettext_noop("A weight of %(grams)s g is not possible.")
    remedy = gettext_noop("Give the weight in grams, or 0 when it is not known.")


class StepNotPositive(Refused):
    """A unit cannot be sold in steps of nothing."""

    code = "step_not_positive"
    says = gettext_noop("The unit %(unit)s cannot be sold in steps of %(step)s thousandths.")
    remedy = gettext_noop("Give 1000 for whole pieces, or 1 for goods that are weighed.")


class CategoryLoop(Refused):
    """A category would become its own ancestor."""

    code = "category_loop"
    says = gettext_noop("The category “%(name)s” cannot stand below itself.")
    remedy = gettext_noop("Choose a parent that does not lie inside this category.")


class NotAPicture(Refused):
    """The first bytes are of no image format that every browser shows."""

    code = "not_a_picture"
    says = gettext_noop("The file is no PNG, JPEG, GIF or WebP picture.")
    remedy = gettext_noop("Save it in one of these formats; the name's ending does not count, the content does.")


class PictureTooLarge(Refused):
    """More bytes than a picture of goods needs."""

    code = "picture_too_large"
    says = gettext_noop("The picture has %(size)s bytes; at most %(limit)s are kept.")
    remedy = gettext_noop("Save it smaller: 2,000 pixels a side are enough for any shop.")


class UnknownField(Refused):
    """A field that cannot be protected because it is none."""

    code = "unknown_field"
    says = gettext_noop("A product has no field “%(field)s”.")
    remedy = gettext_noop("Protect one of: %(known)s.")


class BarcodeDigitWrong(Refused):
    """A code of the length of a GTIN whose check digit does not fit the others: no scanner reads it."""

    code = "barcode_digit_wrong"
    says = gettext_noop("No scanner reads the barcode %(barcode)s: its last digit would have to be %(digit)s.")
    remedy = gettext_noop("Scan it, or compare every digit with the label.")


class BarcodeTaken(Refused):
    """Entered by hand, a code names one thing; only other systems may bring the same code twice."""

    code = "barcode_taken"
    says = gettext_noop("The barcode %(barcode)s stands on “%(name)s” already.")
    remedy = gettext_noop("Compare the label, or take the code off there first.")


class VariantStands(Refused):
    """The product is offered with these very options already."""

    code = "variant_stands"
    says = gettext_noop("There already is “%(name)s”.")
    remedy = gettext_noop("Give at least one option another value.")
