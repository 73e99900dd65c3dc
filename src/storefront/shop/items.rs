//! The goods of a shop: grouped, and those that somebody looks for.

use catalog::Listing;
use platform::i18n::Words;

use super::Slices;
use crate::cards::stock;
use crate::pack::{about, unit_price};
use crate::pictures::Pictures;
use crate::views::card::Naming;
use crate::views::shop::{Item, ItemGroup};
use pages::say;

/// Likeness in sound at which a word of an item counts as the one typed.
const ALIKE: f32 = 0.8;

impl Slices {
    /// Items by category, in the order of the list.
    pub(super) fn groups(
        &self,
        words: Words,
        listings: Vec<Listing>,
        pictures: &Pictures,
    ) -> Vec<ItemGroup> {
        let mut groups: Vec<(Option<String>, ItemGroup)> = Vec::new();
        for listing in listings {
            let category = listing.product.category.clone();
            let item = item(words, listing, pictures);
            match groups.last_mut() {
                Some((last, group)) if *last == category => group.items.push(item),
                _ => {
                    let name = self.category_name(words, category.as_deref());
                    let items = vec![item];
                    groups.push((category, ItemGroup { name, items }));
                }
            }
        }
        groups.into_iter().map(|(_, group)| group).collect()
    }

    fn category_name(&self, words: Words, code: Option<&str>) -> String {
        let found = code
            .map(|code| self.search.category(code))
            .unwrap_or_default();
        found.first().map_or_else(
            || words.t("storefront-shop-other-items"),
            |category| category.names.in_locale(words.0).to_owned(),
        )
    }
}

fn item(words: Words, listing: Listing, pictures: &Pictures) -> Item {
    let product = listing.product;
    Item {
        picture: pictures.card(listing.id, product.names.in_locale(words.0)),
        href: format!("/{}/products/{}", words.0, product.id),
        name: Naming::new(&product.names, words.0),
        size: about(
            words,
            product.names.in_locale(words.0),
            product.brand.as_deref(),
            product.size.as_deref(),
        ),
        price: listing.price.map(|price| say::price(words.0, price)),
        unit_price: unit_price(words, listing.price, product.size.as_deref()),
        stock: stock(listing.availability.in_stock()),
    }
}

/// Whether every typed word sounds like, or begins, a word of the item.
pub(super) fn means(listing: &Listing, asked: &str) -> bool {
    let product = &listing.product;
    let parts = product
        .names
        .each()
        .chain(product.brand.as_deref())
        .chain(product.size.as_deref());
    let there: Vec<String> = parts
        .flat_map(|part| {
            bangla_text::words(part)
                .map(|word| word.text.to_string())
                .collect::<Vec<_>>()
        })
        .collect();
    bangla_text::words(asked).all(|typed| {
        there.iter().any(|word| {
            word.starts_with(&*typed.text) || bangla_text::similarity(&typed.text, word) >= ALIKE
        })
    })
}
