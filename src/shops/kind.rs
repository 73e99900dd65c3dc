//! The kinds of shop, and what other maps call them.

use std::fmt;
use std::str::FromStr;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::Text;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A word that names no kind of shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a kind of shop")]
pub struct UnknownKind;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)+) => {
        /// What a shop mainly is. The order is that of the database's check and
        /// of every list people choose from.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
        #[diesel(sql_type = Text)]
        #[repr(u8)]
        pub enum ShopKind { $($(#[$doc])* $name,)+ }

        impl ShopKind {
            /// Every kind, in order.
            pub const ALL: [Self; 26] = [$(Self::$name,)+];

            /// The word in URLs, files and the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }
        }
    };
}

kinds! {
    /// Corner shops that sell rice, oil and the like.
    Grocery = "grocery",
    /// Self-service with a till.
    Supermarket = "supermarket",
    /// A haat, bazar or wet market: many sellers on one spot.
    Marketplace = "marketplace",
    /// Vegetables and fruit.
    Greengrocer = "greengrocer",
    /// Meat and fish.
    Butcher = "butcher",
    /// Bread, biscuits and sweets.
    Bakery = "bakery",
    /// Medicine.
    Pharmacy = "pharmacy",
    /// Meals at a table.
    Restaurant = "restaurant",
    /// Tea and coffee.
    Cafe = "cafe",
    /// Meals over a counter.
    FastFood = "fast_food",
    /// Fans, televisions, refrigerators.
    Electronics = "electronics",
    /// Telephones and recharge.
    Mobile = "mobile",
    /// Computers and parts.
    Computer = "computer",
    /// Building materials, paint, tools.
    Hardware = "hardware",
    /// Clothes, fabric, tailors.
    Clothes = "clothes",
    /// Shoes.
    Shoes = "shoes",
    /// Gold, silver, imitation jewellery.
    Jewelry = "jewelry",
    /// Cosmetics and perfume.
    Cosmetics = "cosmetics",
    /// Pots, plastic goods, gifts, toys.
    Household = "household",
    /// Furniture and mattresses.
    Furniture = "furniture",
    /// Books, paper, newspapers.
    Books = "books",
    /// Parts and service for cars, motorcycles, bicycles.
    Vehicle = "vehicle",
    /// Seeds, plants, fertiliser, feed, pets.
    Garden = "garden",
    /// A building with many shops.
    Mall = "mall",
    /// Work rather than goods: hair, laundry, photocopies.
    Services = "services",
    /// Anything else.
    Other = "other",
}

impl ShopKind {
    /// Position in [`ShopKind::ALL`]; fits masks and tables.
    pub const fn index(self) -> u8 {
        self as u8
    }

    /// The kind at this position.
    pub fn from_index(index: u8) -> Option<Self> {
        Self::ALL.get(usize::from(index)).copied()
    }

    /// The kind for a `shop=`, `amenity=` or `craft=` value of OpenStreetMap;
    /// our own codes are understood too. `None` where the value does not name a
    /// kind of shop we know.
    pub fn from_osm(value: &str) -> Option<Self> {
        let value = value.trim();
        value.parse().ok().or_else(|| from_osm_value(value))
    }
}

/// One long table: values are those in use in Bangladesh, and their neighbours
/// on the wiki page "Key:shop".
#[rustfmt::skip]
fn from_osm_value(value: &str) -> Option<ShopKind> {
    Some(match value {
        "convenience" | "general" | "kiosk" | "beverages" | "dairy" | "deli" | "health_food"
        | "spices" | "tobacco" | "betel" | "paan" | "water" | "ice" | "rice" | "grain" | "frozen_food"
        | "food" | "alcohol" | "coffee" | "nuts" => ShopKind::Grocery,
        "wholesale" | "market" | "bazaar" | "bazar" | "haat" => ShopKind::Marketplace,
        "vegetables" | "fruit" => ShopKind::Greengrocer,
        "seafood" | "fishmonger" | "fish" | "meat" | "poultry" => ShopKind::Butcher,
        "confectionery" | "pastry" | "sweets" | "chocolate" => ShopKind::Bakery,
        "chemist" | "medical_supply" | "herbalist" | "homeopathy" | "drugstore" => ShopKind::Pharmacy,
        "food_court" | "biergarten" => ShopKind::Restaurant,
        "tea" | "ice_cream" | "juice_bar" | "internet_cafe" => ShopKind::Cafe,
        "appliance" | "hifi" | "electrical" | "lighting" | "camera" | "video" | "video_games" | "radiotechnics" => ShopKind::Electronics,
        "mobile_phone" | "telecommunication" => ShopKind::Mobile,
        "doityourself" | "paint" | "building_materials" | "glaziery" | "trade" | "tiles" | "bathroom_furnishing"
        | "plumbing" | "timber" | "steel" | "cement" | "locksmith" | "tool_hire" | "gas" | "doors" => ShopKind::Hardware,
        "fabric" | "tailor" | "boutique" | "fashion" | "sewing" | "fashion_accessories" | "second_hand" | "bag" | "leather" | "wool" | "baby_goods" => ShopKind::Clothes,
        "shoe_repair" | "shoemaker" => ShopKind::Shoes,
        "jewellery" | "jeweller" | "watches" | "gold" => ShopKind::Jewelry,
        "perfumery" => ShopKind::Cosmetics,
        "variety_store" | "houseware" | "department_store" | "gift" | "toys" | "kitchen" | "crockery"
        | "interior_decoration" | "curtain" | "religion" | "sports" | "party" | "candles" | "musical_instrument" | "craft" | "antiques" => ShopKind::Household,
        "bed" | "carpet" | "furnace" | "carpenter" => ShopKind::Furniture,
        "bookshop" | "bookstore" | "stationery" | "newspaper" | "newsagent" | "library" | "art" => ShopKind::Books,
        "car" | "car_parts" | "car_repair" | "motorcycle" | "motorcycle_repair" | "bicycle" | "tyres" | "fuel" => ShopKind::Vehicle,
        "garden_centre" | "farm" | "florist" | "agrarian" | "pet" | "fertilizer" | "seeds" | "nursery" => ShopKind::Garden,
        "shopping_centre" => ShopKind::Mall,
        "hairdresser" | "beauty" | "beauty_salon" | "laundry" | "dry_cleaning" | "copyshop" | "photo"
        | "photo_studio" | "optician" | "travel_agency" | "money_lender" | "money_transfer" | "bkash"
        | "printing" | "electronics_repair" | "repair" | "massage" | "ticket" | "funeral_directors" | "rental" => ShopKind::Services,
        "yes" => ShopKind::Other,
        _ => return None,
    })
}

impl fmt::Display for ShopKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for ShopKind {
    type Err = UnknownKind;

    fn from_str(text: &str) -> Result<Self, UnknownKind> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.code() == text)
            .ok_or(UnknownKind)
    }
}

impl Serialize for ShopKind {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for ShopKind {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl ToSql<Text, Pg> for ShopKind {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        std::io::Write::write_all(out, self.code().as_bytes())?;
        Ok(IsNull::No)
    }
}

impl FromSql<Text, Pg> for ShopKind {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        Ok(std::str::from_utf8(bytes.as_bytes())?.parse()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_survive_their_code_and_their_index() {
        for kind in ShopKind::ALL {
            assert_eq!(kind.code().parse(), Ok(kind));
            assert_eq!(ShopKind::from_index(kind.index()), Some(kind));
            assert_eq!(ShopKind::from_osm(kind.code()), Some(kind));
        }
        assert_eq!(ShopKind::from_index(26), None);
    }

    #[test]
    fn the_database_knows_the_same_kinds_in_the_same_order() {
        let migration = include_str!("../../migrations/2026-11-21-000003_shops/up.sql");
        let codes = ShopKind::ALL.map(|kind| format!("'{kind}'")).join(",");
        let flat: String = migration.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(flat.contains(&codes), "{codes}");
    }

    #[test]
    fn map_values_become_kinds() {
        for (value, kind) in [
            ("convenience", Some(ShopKind::Grocery)),
            ("chemist", Some(ShopKind::Pharmacy)),
            ("tea", Some(ShopKind::Cafe)),
            ("variety_store", Some(ShopKind::Household)),
            ("mobile_phone", Some(ShopKind::Mobile)),
            ("seafood", Some(ShopKind::Butcher)),
            ("food_court", Some(ShopKind::Restaurant)),
            ("beauty_salon", Some(ShopKind::Services)),
            (" bookshop ", Some(ShopKind::Books)),
            ("school", None),
            ("", None),
        ] {
            assert_eq!(ShopKind::from_osm(value), kind, "{value}");
        }
    }
}
