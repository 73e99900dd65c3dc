//! What rows would do, without doing it.

use std::collections::{HashMap, HashSet};

use catalog::offers::bulk::{Called, Found, OfferState, find_called, holders_of_skus};
use diesel::QueryResult;
use diesel_async::AsyncPgConnection;
use kernel::{ListingId, ProductId, ShopId};

use crate::fields::Field;
use crate::model::{CellProblem, Outcome};
use crate::row::{self, Row};

/// Fields that tell which product a row is about, as they are looked at.
const KEYS: [Field; 5] = [
    Field::Product,
    Field::Barcode,
    Field::Sku,
    Field::NameBn,
    Field::NameEn,
];

/// A line of a file and what is in it.
pub type Cells = (i32, Vec<String>);

/// A row with what it would do.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its line in the file.
    pub line: i32,
    /// What it would do.
    pub outcome: Outcome,
    /// The offer as it is.
    pub before: Option<OfferState>,
    /// The offer as it would be; `None` for wrong rows.
    pub after: Option<OfferState>,
    /// Why it cannot be.
    pub wrong: Vec<CellProblem>,
}

/// What other rows of the file have been about.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    products: HashMap<ProductId, i32>,
    /// Offers of rows that were carried out before, perhaps by another process.
    pub offers: HashMap<ListingId, i32>,
    skus: HashMap<String, ProductId>,
}

/// Judges rows against what the shop lists now, in their order.
pub async fn judge(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    columns: &[Option<Field>],
    rows: &[Cells],
    seen: &mut Seen,
) -> QueryResult<Vec<Judged>> {
    let read: Vec<Row> = rows
        .iter()
        .map(|(_, cells)| row::read(columns, cells))
        .collect();
    let called: Vec<_> = read.iter().map(|row| row.called.clone()).collect();
    let found = find_called(conn, shop, &called).await?;
    let mut judged: Vec<Judged> = Vec::with_capacity(rows.len());
    for (((line, cells), row), found) in rows.iter().zip(read).zip(found) {
        let told = Told {
            line: *line,
            columns,
            cells,
        };
        judged.push(told.judge(row, found, seen));
    }
    refuse_taken_skus(conn, shop, columns, rows, &mut judged).await?;
    Ok(judged)
}

struct Told<'a> {
    line: i32,
    columns: &'a [Option<Field>],
    cells: &'a [String],
}

impl Told<'_> {
    fn judge(&self, row: Row, found: Found, seen: &mut Seen) -> Judged {
        let mut wrong = row.wrong;
        let refused = |wrong: &mut Vec<CellProblem>, code| {
            wrong.push(self.about(&KEYS, code));
            None
        };
        let found = match found {
            Found::One(product, offer) => Some((product, offer.map(|offer| *offer))),
            Found::Nothing if row.called == Called::default() => None,
            Found::Nothing => refused(&mut wrong, "bulk.unknown_product"),
            Found::Several => refused(&mut wrong, "bulk.several_products"),
            Found::Contradiction => refused(&mut wrong, "bulk.contradiction"),
        };
        let Some((product, before)) = found else {
            return self.wrong(wrong);
        };
        let base = before.clone().unwrap_or_else(|| OfferState::new(product));
        let after = base.saying(&row.told);
        if self.is_repeated(&after, seen) {
            wrong.push(self.about(&KEYS, "bulk.repeated"));
        }
        if after.is_above_mrp() {
            wrong.push(self.about(&[Field::Price, Field::Mrp], "catalog.above_mrp"));
        }
        if let Some(sku) = &after.sku
            && *seen.skus.entry(sku.clone()).or_insert(product) != product
        {
            wrong.push(self.about(&[Field::Sku], "catalog.sku_taken"));
        }
        if !wrong.is_empty() {
            return self.wrong(wrong);
        }
        seen.products.insert(product, self.line);
        let outcome = match &before {
            Some(before) if *before == after => Outcome::Same,
            Some(before) if before.deleted_at.is_none() => Outcome::Changed,
            _ => Outcome::Added,
        };
        Judged {
            line: self.line,
            outcome,
            before,
            after: Some(after),
            wrong: Vec::new(),
        }
    }

    /// Whether a row above it is about the same product.
    fn is_repeated(&self, offer: &OfferState, seen: &Seen) -> bool {
        let another = |line: &i32| *line != self.line;
        seen.products.get(&offer.product).is_some_and(another)
            || seen.offers.get(&offer.id).is_some_and(another)
    }

    fn about(&self, fields: &[Field], code: &str) -> CellProblem {
        row::about(self.columns, self.cells, fields, code)
    }

    const fn wrong(&self, wrong: Vec<CellProblem>) -> Judged {
        Judged {
            line: self.line,
            outcome: Outcome::Wrong,
            before: None,
            after: None,
            wrong,
        }
    }
}

/// Refuses rows whose code belongs to another offer of the shop.
async fn refuse_taken_skus(
    conn: &mut AsyncPgConnection,
    shop: ShopId,
    columns: &[Option<Field>],
    rows: &[Cells],
    judged: &mut [Judged],
) -> QueryResult<()> {
    let skus: HashSet<&str> = judged.iter().filter_map(new_sku).collect();
    if skus.is_empty() {
        return Ok(());
    }
    let skus: Vec<&str> = skus.into_iter().collect();
    let held = holders_of_skus(conn, shop, &skus).await?;
    let held: HashMap<String, ListingId> = held.into_iter().collect();
    for (one, (_, cells)) in judged.iter_mut().zip(rows) {
        let own = one.after.as_ref().map(|after| after.id);
        let holder = new_sku(one).and_then(|sku| held.get(sku));
        if holder.is_some_and(|holder| Some(*holder) != own) {
            let taken = row::about(columns, cells, &[Field::Sku], "catalog.sku_taken");
            *one = Judged {
                line: one.line,
                outcome: Outcome::Wrong,
                before: None,
                after: None,
                wrong: vec![taken],
            };
        }
    }
    Ok(())
}

/// The code that a row would give an offer that has another one, or none.
fn new_sku(judged: &Judged) -> Option<&str> {
    let before = judged
        .before
        .as_ref()
        .and_then(|before| before.sku.as_deref());
    let after = judged.after.as_ref().and_then(|after| after.sku.as_deref());
    after.filter(|after| Some(*after) != before)
}
