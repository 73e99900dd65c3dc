//! `catalogue`: master products by their words, wherever they are sold or not.

use std::collections::HashMap;

use catalog::Gtin;
use catalog::offers::offers_of_products;
use catalog::proposals::product_with_gtin;
use diesel_async::AsyncPgConnection;
use kernel::{ListingId, ProductId, ShopId};
use platform::db::QueryFailed;

use super::suggest::typed_words;
use crate::Search;
use crate::tables::Product;
use crate::text::{DocKey, Scored, match_documents};

/// How much of the question a name holds at least; less where nothing holds that.
const HELD: [f32; 2] = [0.75, 0.45];

impl Search {
    /// Master products for the text typed so far in any script, best first; the last
    /// word may be unfinished.
    pub fn catalogue(&self, text: &str, limit: usize) -> Vec<Product> {
        let texts = self.texts.current();
        let words = typed_words(text, &texts);
        if words.is_empty() {
            return Vec::new();
        }
        let held = |least| {
            let mut found = match_documents(&texts, &words, least).unwrap_or_default();
            found.retain(|scored| matches!(scored.key, DocKey::Product(_)));
            found
        };
        let tries = HELD.into_iter().map(held);
        let mut found = { tries }
            .find(|found| !found.is_empty())
            .unwrap_or_default();
        found.sort_by(|a, b| {
            let worth = |scored: &Scored| scored.text + scored.tightness / 10.0;
            worth(b).total_cmp(&worth(a)).then(a.key.cmp(&b.key))
        });
        let tables = self.tables.read();
        let product = |scored: Scored| match scored.key {
            DocKey::Product(ord) => tables.products.find(ord).cloned(),
            DocKey::Shop(_) => None,
        };
        found.into_iter().filter_map(product).take(limit).collect()
    }

    /// The product with this barcode, if everybody may see it.
    pub async fn with_gtin(
        &self,
        conn: &mut AsyncPgConnection,
        gtin: &Gtin,
    ) -> Result<Vec<Product>, QueryFailed> {
        let found = product_with_gtin(conn, gtin).await?;
        let found = found.filter(|(_, is_listed)| *is_listed);
        let tables = self.tables.read();
        let product = found.and_then(|(id, _)| Some(tables.products.by_id(id)?.1.clone()));
        Ok(product.into_iter().collect())
    }

    /// The same products with what a shop has to do with them.
    pub async fn on_shelf(
        &self,
        conn: &mut AsyncPgConnection,
        shop: ShopId,
        products: Vec<Product>,
    ) -> Result<Vec<Catalogued>, QueryFailed> {
        let ids: Vec<ProductId> = products.iter().map(|product| product.id).collect();
        let offers = offers_of_products(conn, shop, &ids).await?.into_iter();
        let offers: HashMap<ProductId, (ListingId, bool)> = offers
            .map(|(product, offer, listed)| (product, (offer, listed)))
            .collect();
        let catalogued = |product: Product| {
            let offer = offers.get(&product.id);
            Catalogued {
                offer: offer.map(|(offer, _)| *offer),
                listed: offer.is_some_and(|(_, listed)| *listed),
                product,
            }
        };
        Ok(products.into_iter().map(catalogued).collect())
    }
}

/// A master product, and what a shop has to do with it.
#[derive(Clone, Debug)]
pub struct Catalogued {
    /// It.
    pub product: Product,
    /// The shop's offer of it, on its list or taken off.
    pub offer: Option<ListingId>,
    /// Whether it is on the list.
    pub listed: bool,
}
