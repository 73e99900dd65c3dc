//! What the API shows of goods.

use kernel::{Money, Names};
use serde::Serialize;
use shops::ShopKind;
use utoipa::ToSchema;

use crate::{Category, Listing, Product, Tree, UnitPrice, unit_price};

/// Text in both languages; `null` where one is missing.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GoodsName {
    #[schema(example = "মিনিকেট চাল")]
    bn: Option<String>,
    #[schema(example = "Miniket Rice")]
    en: Option<String>,
}

/// A branch of the tree of goods.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CategoryView {
    #[schema(example = "grocery/rice")]
    code: String,
    parent: Option<String>,
    name: GoodsName,
    /// Kinds of shop that usually sell such goods. Not a promise of any shop.
    #[schema(value_type = Vec<String>)]
    sold_by: Vec<ShopKind>,
    /// How many categories are directly below.
    children: usize,
}

/// What a shop asks, in whole poisha.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Price {
    /// 100 poisha are one taka.
    #[schema(example = 7200)]
    amount: i64,
    #[schema(example = "BDT")]
    currency: &'static str,
}

/// What one unit costs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnitPriceView {
    /// Rounded to the nearest poisha.
    #[schema(example = 7900)]
    amount: i64,
    #[schema(example = "BDT")]
    currency: &'static str,
    /// `kg`, `l` or `piece`.
    #[schema(example = "kg")]
    per: &'static str,
}

impl From<UnitPrice> for UnitPriceView {
    fn from(unit: UnitPrice) -> Self {
        Self {
            amount: unit.price.poisha(),
            currency: "BDT",
            per: unit.code(),
        }
    }
}

/// A product as a listing shows it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListedProduct {
    #[schema(example = "prd_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    external_id: Option<String>,
    name: GoodsName,
    brand: Option<String>,
    /// The pack as printed.
    #[schema(example = "1 kg")]
    size: Option<String>,
    /// Code of its category.
    category: Option<String>,
}

/// One shop's offer of one product.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ListingView {
    #[schema(example = "lst_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    product: ListedProduct,
    /// `null` when the shop does not tell.
    price: Option<Price>,
    /// What a kilogram, a litre or a piece costs; `null` where the pack does not say.
    unit_price: Option<UnitPriceView>,
    /// `null` when the shop does not tell.
    in_stock: Option<bool>,
    /// Pieces on the shelf; `null` when not counted.
    stock: Option<i32>,
    /// Made up for a first look.
    demo: bool,
}

impl CategoryView {
    pub(crate) fn new(category: &Category, tree: &Tree) -> Self {
        Self {
            code: category.code.clone(),
            parent: category.parent.clone(),
            name: category.names.clone().into(),
            sold_by: tree.sold_by(&category.code).to_vec(),
            children: tree.children(Some(&category.code)).count(),
        }
    }
}

impl From<Names> for GoodsName {
    fn from(names: Names) -> Self {
        Self {
            bn: names.bn,
            en: names.en,
        }
    }
}

impl From<Money> for Price {
    fn from(money: Money) -> Self {
        Self {
            amount: money.poisha(),
            currency: "BDT",
        }
    }
}

impl From<Product> for ListedProduct {
    fn from(product: Product) -> Self {
        Self {
            id: product.id.to_string(),
            external_id: product.external_id,
            name: product.names.into(),
            brand: product.brand,
            size: product.size,
            category: product.category,
        }
    }
}

impl From<Listing> for ListingView {
    fn from(listing: Listing) -> Self {
        let unit = unit_price(listing.price, listing.product.size.as_deref(), false);
        Self {
            id: listing.id.to_string(),
            unit_price: unit.map(UnitPriceView::from),
            product: listing.product.into(),
            price: listing.price.map(Price::from),
            in_stock: listing.availability.in_stock(),
            stock: listing.stock,
            demo: listing.demo,
        }
    }
}
