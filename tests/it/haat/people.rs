//! Shopkeepers at work, straight in the database: what any other process may do.

use postgres::types::ToSql;
use serde_json::Value;

use super::{MIRPUR, TestHaat};

/// A shop before it is written.
pub struct NewShop<'a> {
    haat: &'a TestHaat,
    name_bn: Option<String>,
    name_en: Option<String>,
    external_id: Option<String>,
    kind: &'static str,
    at: (f64, f64),
    hours: Option<Value>,
}

/// A shop in the database.
#[derive(Clone, Debug, PartialEq)]
pub struct Shop {
    /// As the database writes it.
    pub uuid: String,
    /// As the API shows it.
    pub id: String,
}

/// A product in the database.
pub struct Product {
    /// As the database writes it.
    pub uuid: String,
    /// As the API shows it.
    pub id: String,
}

/// An offer in the database.
pub struct Listing {
    /// As the database writes it.
    pub uuid: String,
}

impl TestHaat {
    /// A grocery in Mirpur, until somebody says otherwise; an empty name is not told.
    pub fn shop(&self, name_en: &str) -> NewShop<'_> {
        NewShop {
            haat: self,
            name_bn: None,
            name_en: (!name_en.is_empty()).then(|| name_en.to_owned()),
            external_id: None,
            kind: "grocery",
            at: MIRPUR,
            hours: None,
        }
    }

    /// A master product.
    pub fn product(&self, bn: &str, en: &str, category: Option<&str>) -> Product {
        let uuid = self.insert(
            "INSERT INTO products (id, name_bn, name_en, category_code)
             VALUES (gen_random_uuid(), $1, $2, $3) RETURNING id::text",
            &[&bn, &en, &category],
        );
        let id = shown("prd", &uuid);
        Product { uuid, id }
    }

    /// A master product with a name in one language or both; an empty one is not
    /// told.
    pub fn product_in_languages(&self, bn: &str, en: &str) -> Product {
        let uuid = self.insert(
            "INSERT INTO products (id, name_bn, name_en)
             VALUES (gen_random_uuid(), nullif($1, ''), nullif($2, '')) RETURNING id::text",
            &[&bn, &en],
        );
        let id = shown("prd", &uuid);
        Product { uuid, id }
    }

    /// A category; kinds separated by `|`.
    pub fn category(&self, code: &str, bn: &str, en: &str, sold_by: &str) {
        let parent = code.rsplit_once('/').map(|(parent, _)| parent);
        let kinds: Vec<&str> = sold_by.split('|').filter(|kind| !kind.is_empty()).collect();
        self.sql(
            "INSERT INTO categories (code, parent_code, name_bn, name_en, sold_by)
             VALUES ($1, $2, $3, $4, $5)",
            &[&code, &parent, &bn, &en, &kinds],
        );
    }

    /// An offer: the price in poisha, pieces on the shelf; `None` is not told.
    pub fn listing(
        &self,
        shop: &Shop,
        product: &Product,
        price: Option<i64>,
        stock: Option<i32>,
    ) -> Listing {
        let uuid = self.insert(
            "INSERT INTO listings (id, shop_id, product_id, price_poisha, stock, availability)
             VALUES (gen_random_uuid(), $1::text::uuid, $2::text::uuid, $3, $4,
                CASE WHEN $4::int IS NULL THEN 'unknown' WHEN $4 > 0 THEN 'in_stock' ELSE 'sold_out' END)
             RETURNING id::text",
            &[&shop.uuid, &product.uuid, &price, &stock],
        );
        Listing { uuid }
    }

    fn insert(&self, statement: &str, values: &[&(dyn ToSql + Sync)]) -> String {
        let row = self.db().connect().query_one(statement, values);
        row.unwrap_or_else(|error| panic!("{error:?}")).get(0)
    }
}

impl NewShop<'_> {
    /// Its name in Bengali.
    pub fn bn(mut self, name: &str) -> Self {
        self.name_bn = Some(name.to_owned());
        self
    }

    /// What it mainly is.
    pub fn kind(mut self, kind: &'static str) -> Self {
        self.kind = kind;
        self
    }

    /// Where it is.
    pub fn at(mut self, lat: f64, lng: f64) -> Self {
        self.at = (lat, lng);
        self
    }

    /// So many metres north of Mirpur, roughly.
    pub fn north(self, metres: f64) -> Self {
        self.at(MIRPUR.0 + metres / 110_750.0, MIRPUR.1)
    }

    /// Its id in the file it came from.
    pub fn external(mut self, id: &str) -> Self {
        self.external_id = Some(id.to_owned());
        self
    }

    /// Its week, `[[day, from, to], …]` in minutes.
    pub fn hours(mut self, hours: Value) -> Self {
        self.hours = Some(hours);
        self
    }

    /// Writes it.
    pub fn open(self) -> Shop {
        let hours = self.hours.as_ref().map(Value::to_string);
        let uuid = self.haat.insert(
            "INSERT INTO shops (id, name_bn, name_en, kind, location, hours, external_id)
             VALUES (gen_random_uuid(), $1, $2, $3, ST_MakePoint($5, $4)::geography, $6::text::jsonb, $7)
             RETURNING id::text",
            &[&self.name_bn, &self.name_en, &self.kind, &self.at.0, &self.at.1, &hours, &self.external_id],
        );
        let id = shown("shp", &uuid);
        Shop { uuid, id }
    }
}

fn shown(prefix: &str, uuid: &str) -> String {
    format!("{prefix}_{}", uuid.replace('-', ""))
}
