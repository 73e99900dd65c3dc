//! Identifiers: newtypes around a version 7 UUID, written as `shp_…` so that one kind cannot be
//! taken for another.

use std::fmt;
use std::str::FromStr;

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// A string that is not an id of the expected kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not an id of the form {prefix}_ and 32 hexadecimal digits")]
pub struct BadId {
    /// What ids of this kind begin with.
    pub prefix: &'static str,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow)]
        #[diesel(sql_type = sql_types::Uuid)]
        pub struct $name(Uuid);

        impl $name {
            /// Mints a new id; ids sort by the time they were made.
            #[expect(clippy::new_without_default, reason = "a default id would be a surprise")]
            #[expect(clippy::disallowed_methods, reason = "the one place ids are minted")]
            pub fn new() -> Self {
                Self(Uuid::now_v7())
            }

            /// The id stored as this UUID.
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// The UUID in the database.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(text: &str) -> Result<Self, BadId> {
                text.strip_prefix(concat!($prefix, "_"))
                    .filter(|hex| hex.len() == 32)
                    .and_then(|hex| Uuid::try_parse(hex).ok())
                    .map(Self)
                    .ok_or(BadId { prefix: $prefix })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl ToSql<sql_types::Uuid, Pg> for $name {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                ToSql::<sql_types::Uuid, Pg>::to_sql(&self.0, out)
            }
        }

        impl FromSql<sql_types::Uuid, Pg> for $name {
            fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
                Uuid::from_sql(bytes).map(Self)
            }
        }
    )+};
}

ids! {
    /// A shop.
    ShopId = "shp";
    /// A master product, shared by all shops that sell it.
    ProductId = "prd";
    /// One shop's offer of one product.
    ListingId = "lst";
    /// What a shopper would like shops around to be asked.
    RequestId = "req";
    /// A person with an account.
    UserId = "usr";
    /// One device that a person is signed in on.
    SessionId = "ses";
    /// A code that was sent to a phone.
    ChallengeId = "otp";
    /// Work that is waiting, under way or done.
    JobId = "job";
    /// A message to a person.
    MessageId = "msg";
    /// What a seller asks the admins of an area.
    ApplicationId = "app";
    /// A picture.
    ImageId = "img";
    /// A file on its way to become a picture.
    UploadId = "upl";
    /// A file of goods that a seller brought.
    ImportId = "imp";
    /// What a shopper says about a price.
    ReportId = "rep";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_text() {
        let id = ShopId::new();
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn an_id_of_another_kind_is_refused() {
        let product = ProductId::new().to_string();
        assert_eq!(product.parse::<ShopId>(), Err(BadId { prefix: "shp" }));
    }

    #[test]
    fn odd_spellings_of_a_uuid_are_refused() {
        for text in [
            "shp_",
            "shp_0",
            "shp_{}",
            "shp_01890a5d-ac96-774b-bcce-b302099a8057",
        ] {
            assert!(text.parse::<ShopId>().is_err(), "{text}");
        }
    }
}
