//! Proposing a product.

use actix_web::http::StatusCode;
use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
use diesel_async::AsyncPgConnection;
use kernel::{Names, ProductId, ShopId, UserId};
use platform::db::QueryFailed;
use platform::http::{Fault, FieldProblem, Problem};
use serde_json::{Map, Value};

use super::{queries, refused};
use crate::{Gtin, read_attributes};

/// Longest name, brand or pack, in characters.
pub(super) const LONGEST: usize = 200;

/// A product that a shop misses.
#[derive(Clone, Debug)]
pub struct ProposeProduct {
    /// Who misses it.
    pub shop: ShopId,
    /// Who says so.
    pub actor: UserId,
    /// Its name in at least one language.
    pub names: Names,
    /// Who makes it.
    pub brand: Option<String>,
    /// The pack as printed.
    pub size: Option<String>,
    /// The code of its category.
    pub category: String,
    /// The barcode on the pack.
    pub gtin: Option<Gtin>,
    /// By code of the attributes that its category asks for.
    pub attributes: Map<String, Value>,
    /// A product that is the same thing in another size, colour or weight.
    pub variant_of: Option<ProductId>,
    /// What tells it from that one, by name.
    pub options: Map<String, Value>,
}

/// Everything that can stop [`propose_product`].
#[derive(Debug, thiserror::Error)]
pub enum ProposeError {
    /// Fields that cannot be so.
    #[error("fields that cannot be so")]
    Fields(Vec<FieldProblem>),
    /// A product with this barcode is there: list that one.
    #[error("{0} has this barcode")]
    GtinTaken(ProductId),
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
}

impl From<diesel::result::Error> for ProposeError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl Fault for ProposeError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::Fields(fields) => Some(Problem::fields(fields.clone())),
            Self::GtinTaken(product) => Some(
                Problem::new(StatusCode::CONFLICT, "catalog.barcode_taken")
                    .with("product", product.to_string()),
            ),
            Self::Query(error) => error.problem(),
        }
    }
}

/// Adds a product that only its shop sees, until it is looked at.
pub async fn propose_product(
    conn: &mut AsyncPgConnection,
    mut cmd: ProposeProduct,
) -> Result<ProductId, ProposeError> {
    let mut wrong = check(&cmd);
    match queries::attributes_of(conn, &cmd.category).await? {
        None => wrong.push(refused("category", "catalog.unknown_category")),
        Some(asked) => match read_attributes(&asked, &cmd.attributes) {
            Ok(kept) => cmd.attributes = kept,
            Err(more) => wrong.extend(more),
        },
    }
    let family = match cmd.variant_of {
        Some(other) => queries::family_of(conn, other).await?,
        None => None,
    };
    if cmd.variant_of.is_some() && family.is_none() {
        wrong.push(refused("variant_of", "catalog.no_product"));
    }
    if !wrong.is_empty() {
        return Err(ProposeError::Fields(wrong));
    }
    let id = ProductId::new();
    let taken = match queries::insert(conn, id, &cmd, family).await {
        Ok(()) => return Ok(id),
        Err(DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => &cmd.gtin,
        Err(error) => return Err(error.into()),
    };
    let theirs = match taken {
        Some(gtin) => queries::product_with_gtin(conn, gtin).await?,
        None => None,
    };
    theirs.map_or(
        Err(diesel::result::Error::NotFound.into()),
        |(product, _)| Err(ProposeError::GtinTaken(product)),
    )
}

fn check(cmd: &ProposeProduct) -> Vec<FieldProblem> {
    let mut wrong = Vec::new();
    if cmd.names.each().next().is_none() {
        wrong.push(refused("name_bn", "platform.missing"));
    }
    for (field, text) in [
        ("name_bn", &cmd.names.bn),
        ("name_en", &cmd.names.en),
        ("brand", &cmd.brand),
        ("size", &cmd.size),
    ] {
        if (text.as_ref()).is_some_and(|text| text.chars().count() > LONGEST) {
            wrong.push(refused(field, "platform.too_long"));
        }
    }
    wrong
}
