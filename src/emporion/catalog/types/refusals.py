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
    says = gettext_noop("There is no group with number %(category)s.")
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
    says = gettext_noop("The group “%(name)s” cannot stand inside itself.")
    remedy = gettext_noop("Choose one that does not lie inside this group.")


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


class CategoryNameTaken(Refused):
    """Entered by hand, a name stands once in a branch: nobody could tell the two apart."""

    code = "category_name_taken"
    says = gettext_noop("There already is a group “%(name)s” in this place.")
    remedy = gettext_noop("Give it another name, or put it into another group.")


class PropertyNameTaken(Refused):
    """Entered by hand, a property's name stands once."""

    code = "property_name_taken"
    says = gettext_noop("There already is a property “%(name)s”.")
    remedy = gettext_noop("Use that one, or give this one another name.")


class PictureBroken(Refused):
    """A picture whose header tells no size: cut short, or no picture behind its first bytes."""

    code = "picture_broken"
    says = gettext_noop("The picture is damaged: it does not tell its size.")
    remedy = gettext_noop("Open it, save it anew and choose that file.")


class TooManyPictures(Refused):
    """More pictures on one product than anybody looks at."""

    code = "too_many_pictures"
    says = gettext_noop("The product would have %(number)s pictures; at most %(limit)s are kept.")
    remedy = gettext_noop("Remove some first.")


class UnknownPicture(Refused):
    """The product shows no such picture, or no longer."""

    code = "unknown_picture"
    says = gettext_noop("The product does not have this picture.")
    remedy = gettext_noop("Load the page anew: somebody may have removed it meanwhile.")


class UnitInUse(Refused):
    """Quantities of the product are in the book; in another unit they would say something else."""

    code = "unit_in_use"
    says = gettext_noop("The unit cannot be changed any more: stock of “%(name)s” has moved in it.")
    remedy = gettext_noop("Add a product in the new unit and take this one out of sale.")


class ProductMergedWithItself(Refused):
    """Both numbers already stand for the same product."""

    code = "product_merged_with_itself"
    says = gettext_noop("Products %(product)s and %(into)s are the same product already.")
    remedy = gettext_noop("Choose two different products.")


class ProductAlreadyMerged(Refused):
    """The product stands in another one already."""

    code = "product_already_merged"
    says = gettext_noop("Product %(product)s is already merged into %(into)s.")
    remedy = gettext_noop("Merge %(into)s instead, or undo that merge first.")


class ProductStandsForOthers(Refused):
    """Others were merged into the product, so it cannot itself become part of one."""

    code = "product_stands_for_others"
    says = gettext_noop("Product %(product)s stands for product %(other)s, which was merged into it.")
    remedy = gettext_noop("Merge the two the other way round, or undo that merge first.")


class ProductNotMerged(Refused):
    """There is no merge to undo."""

    code = "product_not_merged"
    says = gettext_noop("Product %(product)s is not merged into another.")
    remedy = gettext_noop("Open the product: the page shows what was merged into it.")


class CannotTakeField(Refused):
    """A field that a merge cannot take over, for the double has nothing there."""

    code = "cannot_take_field"
    says = gettext_noop("The double has no “%(field)s” that the other could take over.")
    remedy = gettext_noop("Load the page anew: the product may have changed meanwhile.")


class UnitsDiffer(Refused):
    """The two are counted in different units: their quantities would say something else."""

    code = "units_differ"
    says = gettext_noop("“%(double)s” is counted in %(theirs)s, “%(into)s” in %(ours)s.")
    remedy = gettext_noop("Only what is counted in one unit can be merged; hide the one that is not sold.")


class DoubleHasStock(Refused):
    """Stock or promises of the double stand in the book; the book is never rewritten."""

    code = "double_has_stock"
    says = gettext_noop("Stock of “%(name)s” stands in the book: %(on_hand)s on hand, %(reserved)s reserved.")
    remedy = gettext_noop(
        "Ship or release what is reserved and count the rest under the other product, or let this variant come over as"
        " one of its own."
    )


class VariantsChanged(Refused):
    """What was chosen for the variants does not fit what stands."""

    code = "variants_changed"
    says = gettext_noop("What was chosen for variant %(variant)s does not fit the two products.")
    remedy = gettext_noop("Load the page anew; each variant becomes one of the other product's, and no two the same.")


class VariantStandsForOthers(Refused):
    """A variant that came over stands for one of a later merge."""

    code = "variant_stands_for_others"
    says = gettext_noop("A variant that came over stands for one of product %(product)s now.")
    remedy = gettext_noop("Undo that merge first.")
