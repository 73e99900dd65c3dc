//! Which proposals an admin sees: those of shops in their areas. Those whose shop is
//! gone are for who looks after everything.

use areas::Gazetteer;
use auth::AreaScope;
use kernel::ProductId;
use platform::db::{Db, QueryFailed};
use platform::http::Error;

use super::{Proposal, Proposer, proposals, proposers_of};

/// Rows read at a time while those of other areas are passed over.
const AT_ONCE: i64 = 200;

/// What waits inside a scope behind this number, oldest first: a page, and one more
/// where it goes on.
pub async fn waiting_inside(
    db: &Db,
    (scope, book): (&AreaScope, &Gazetteer),
    mut after: i64,
    page: usize,
) -> Result<Vec<(Proposal, Option<Proposer>)>, Error> {
    let mut conn = db.get().await?;
    let mut found = Vec::new();
    while found.len() <= page {
        let rows = proposals(&mut conn, after, AT_ONCE).await;
        let rows = rows.map_err(QueryFailed)?;
        let Some(last) = rows.last() else { break };
        after = last.product.ord;
        let ids: Vec<ProductId> = rows.iter().map(|row| row.product.id).collect();
        let mut from = proposers_of(&mut conn, &ids, book)
            .await
            .map_err(QueryFailed)?;
        let placed = rows.into_iter().map(|row| {
            let proposer = from.remove(&row.product.id);
            (row, proposer)
        });
        found.extend(placed.filter(|(_, proposer)| is_inside((scope, book), proposer.as_ref())));
    }
    found.truncate(page + 1);
    Ok(found)
}

/// Whether a proposal of this shop is for an admin of this scope.
pub fn is_inside((scope, book): (&AreaScope, &Gazetteer), proposer: Option<&Proposer>) -> bool {
    match proposer.and_then(|proposer| proposer.area.as_deref()) {
        Some(area) => scope.covers(book, area),
        None => *scope == AreaScope::Everywhere,
    }
}
