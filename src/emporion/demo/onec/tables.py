"""The tables of the simulated base. Money in minor units, quantities in thousandths, versions as a counter."""

TABLES = """
CREATE TABLE constant (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE goods_group (id TEXT PRIMARY KEY, parent TEXT REFERENCES goods_group, name TEXT NOT NULL, place INTEGER);
CREATE TABLE property (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, place INTEGER);
CREATE TABLE property_value (id TEXT PRIMARY KEY, property TEXT NOT NULL REFERENCES property, value TEXT NOT NULL);

CREATE TABLE goods (
    id TEXT PRIMARY KEY, code INTEGER NOT NULL UNIQUE, article TEXT NOT NULL, barcode TEXT NOT NULL,
    name TEXT NOT NULL, kind TEXT NOT NULL, goods_group TEXT REFERENCES goods_group, unit TEXT NOT NULL,
    vat TEXT NOT NULL, description TEXT NOT NULL, brand TEXT NOT NULL, country TEXT NOT NULL, grams INTEGER NOT NULL,
    service INTEGER NOT NULL DEFAULT 0, deleted INTEGER NOT NULL DEFAULT 0);
CREATE INDEX goods_article ON goods (article);
CREATE INDEX goods_name ON goods (name);
CREATE TABLE goods_property (goods TEXT NOT NULL REFERENCES goods, property TEXT NOT NULL REFERENCES property,
    value TEXT NOT NULL, PRIMARY KEY (goods, property));
CREATE TABLE picture (id TEXT PRIMARY KEY, goods TEXT NOT NULL REFERENCES goods, place INTEGER NOT NULL,
    drawing TEXT NOT NULL, colour TEXT NOT NULL, view INTEGER NOT NULL);
CREATE INDEX picture_goods ON picture (goods);

-- an offer is what can be sold: the goods itself (id = a) or one of its variants (id = a#b)
CREATE TABLE offer (id TEXT PRIMARY KEY, goods TEXT NOT NULL REFERENCES goods, place INTEGER NOT NULL,
    variant TEXT NOT NULL, barcode TEXT NOT NULL);
CREATE INDEX offer_goods ON offer (goods);
CREATE TABLE offer_option (offer TEXT NOT NULL REFERENCES offer, place INTEGER NOT NULL, name TEXT NOT NULL,
    value TEXT NOT NULL, PRIMARY KEY (offer, place));

CREATE TABLE price_type (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, currency TEXT NOT NULL, place INTEGER);
CREATE TABLE warehouse (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, place INTEGER);
CREATE TABLE price (offer TEXT NOT NULL REFERENCES offer, price_type TEXT NOT NULL REFERENCES price_type,
    minor INTEGER NOT NULL, PRIMARY KEY (offer, price_type));
CREATE TABLE stock (offer TEXT NOT NULL REFERENCES offer, warehouse TEXT NOT NULL REFERENCES warehouse,
    thousandths INTEGER NOT NULL, PRIMARY KEY (offer, warehouse));

CREATE TABLE customer (id TEXT PRIMARY KEY, name TEXT NOT NULL, company INTEGER NOT NULL, full_name TEXT NOT NULL,
    inn TEXT NOT NULL, kpp TEXT NOT NULL, address TEXT NOT NULL, phone TEXT NOT NULL, email TEXT NOT NULL);
CREATE TABLE customer_order (
    id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL, site_id TEXT NOT NULL,
    site_number TEXT NOT NULL, number_column TEXT NOT NULL, site_date TEXT NOT NULL, site_time TEXT NOT NULL,
    currency TEXT NOT NULL, comment TEXT NOT NULL, customer TEXT NOT NULL REFERENCES customer,
    requisites TEXT NOT NULL, posted INTEGER NOT NULL DEFAULT 0, cancelled INTEGER NOT NULL DEFAULT 0,
    deleted INTEGER NOT NULL DEFAULT 0);
CREATE INDEX customer_order_number ON customer_order (number_column);
CREATE TABLE order_line (
    id INTEGER PRIMARY KEY, customer_order TEXT NOT NULL REFERENCES customer_order,
    goods TEXT NOT NULL REFERENCES goods, offer TEXT NOT NULL,
    name TEXT NOT NULL, service INTEGER NOT NULL, price_minor INTEGER NOT NULL,
    thousandths INTEGER NOT NULL, sum_minor INTEGER NOT NULL, vat TEXT NOT NULL, vat_included INTEGER NOT NULL);
CREATE INDEX order_line_order ON order_line (customer_order);
CREATE TABLE reserve (line INTEGER NOT NULL REFERENCES order_line ON DELETE CASCADE,
    warehouse TEXT NOT NULL REFERENCES warehouse, thousandths INTEGER NOT NULL, PRIMARY KEY (line, warehouse));
CREATE TABLE payment (id TEXT PRIMARY KEY, customer_order TEXT NOT NULL REFERENCES customer_order,
    number TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL, sum_minor INTEGER NOT NULL,
    kind TEXT NOT NULL, site_number TEXT NOT NULL DEFAULT ''); -- of a payment the site took
CREATE TABLE shipment (id TEXT PRIMARY KEY, customer_order TEXT NOT NULL REFERENCES customer_order,
    number TEXT NOT NULL UNIQUE, made_at TEXT NOT NULL, track TEXT NOT NULL DEFAULT '');

-- 1C's exchange plan: what the site has not yet been told, with the version at which it changed
CREATE TABLE changed (kind TEXT NOT NULL, ref TEXT NOT NULL, version INTEGER NOT NULL, PRIMARY KEY (kind, ref));
CREATE TABLE exchange_log (id INTEGER PRIMARY KEY, at TEXT NOT NULL, what TEXT NOT NULL, outcome TEXT NOT NULL,
    text TEXT NOT NULL, steps TEXT NOT NULL, protocol TEXT NOT NULL); -- protocol: in 1C's own words
"""

# columns that bases made earlier lack, each at the end of its table
ADDED = (
    ("payment", "kind", "'Выплата безналичных денег'"),
    ("payment", "site_number", "''"),
    ("shipment", "track", "''"),
    ("exchange_log", "protocol", "''"),
)
