"""CommerceML 2, the language in which 1C:Enterprise and a web shop exchange goods, prices, stock and orders.

`reader` cuts a file of any size into rows, `catalog_reader` and `orders_reader` turn a row into a record, `writer`
makes the file of orders that 1C takes home. What stands in a file decides how it is read: neither its name, nor its
namespace, nor its version does, so the classic, the "guid" and the split layouts go through the same door.
"""
