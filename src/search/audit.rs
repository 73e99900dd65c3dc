//! Does the copy equal the database? Compares every row.

use std::collections::BTreeMap;

use diesel_async::AsyncPgConnection;
use serde::Serialize;

use crate::Search;
use crate::tables::Ord32;
use crate::tables::views::{self, Which};

/// Rows that differ between the database and this process, by table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Drift {
    /// Listed shops in the database.
    pub shops: usize,
    /// Products in the database.
    pub products: usize,
    /// Listed offers in the database.
    pub listings: usize,
    /// Rows that are missing here, left over here, or not the same.
    pub different: usize,
    /// Points of the radius index that are not where the table says.
    pub misplaced: usize,
    /// Documents of the text index beyond or short of one per row.
    pub documents: i64,
}

impl Drift {
    /// Whether nothing differs.
    pub fn is_none(&self) -> bool {
        self.different == 0 && self.misplaced == 0 && self.documents == 0
    }
}

impl Search {
    /// Compares with what the database holds now. While writes go on, rows on
    /// their way count as different; ask again when it is quiet.
    pub async fn audit(&self, conn: &mut AsyncPgConnection) -> diesel::QueryResult<Drift> {
        let shops: BTreeMap<Ord32, _> = views::listed_shops(conn, Which::All)
            .await?
            .into_iter()
            .collect();
        let products: BTreeMap<Ord32, _> = views::products(conn, Which::All)
            .await?
            .into_iter()
            .collect();
        let listings: BTreeMap<Ord32, _> = views::listings(conn, Which::All)
            .await?
            .into_iter()
            .collect();
        let tables = self.tables.read();
        let different = differences(&shops, tables.shops.iter())
            + differences(&products, tables.products.iter())
            + differences(&listings, tables.listings.iter());
        let places = self.geo.load();
        let misplaced = shops
            .iter()
            .filter(|(ord, shop)| {
                let here = geo_index::Point::new(shop.location.lat(), shop.location.lng()).ok();
                self.geo.get(**ord) != here.map(|here| (here, shop.kind.index()))
            })
            .count()
            + places.len().abs_diff(shops.len());
        let documents = i64::try_from(self.texts.current().documents).unwrap_or(i64::MAX)
            - i64::try_from(shops.len() + products.len()).unwrap_or(i64::MAX);
        Ok(Drift {
            shops: shops.len(),
            products: products.len(),
            listings: listings.len(),
            different,
            misplaced,
            documents,
        })
    }
}

fn differences<'a, T: PartialEq + 'a>(
    database: &BTreeMap<Ord32, T>,
    here: impl Iterator<Item = (Ord32, &'a T)>,
) -> usize {
    let (mut same, mut count) = (0, 0);
    for (ord, row) in here {
        count += 1;
        same += usize::from(database.get(&ord) == Some(row));
    }
    (database.len() - same) + (count - same)
}
