//! Telling a shop that something is running out: once, until it is refilled.
//!
//! Whoever lowers a stock asks for a look in the same transaction; a chore asks
//! for those that other writers left. Who looks takes the note in the row and
//! writes the messages in one transaction, so that it happens once however often
//! and on however many machines it is asked for. A trigger takes the note away
//! when the stock is above again.

use std::sync::Arc;

use auth::{Auth, StaffRole};
use diesel::QueryResult;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::ListingId;
use notifications::{Notice, Outbox, Template};
use platform::db::Db;
use platform::jobs::{Failure, Job, Runner, Terms, enqueue_with};
use serde::{Deserialize, Serialize};

use super::{Offer, queries, reads};
use crate::views;

/// Looks that a chore asks for at a time.
const AT_ONCE: i64 = 500;

/// Looks whether a shop has to be told of an offer.
#[derive(Debug, Serialize, Deserialize)]
struct LookAtStock {
    offer: ListingId,
}

impl Job for LookAtStock {
    const NAME: &'static str = "catalog.look_at_stock";
}

/// What those who look need.
#[derive(Clone)]
struct Teller {
    db: Db,
    auth: Auth,
    outbox: Outbox,
}

/// Asks for a look at an offer that is low and was not told of.
pub(super) async fn watch(conn: &mut AsyncPgConnection, offer: &Offer) -> QueryResult<()> {
    if offer.is_told || offer.deleted_at.is_some() || !offer.is_low() {
        return Ok(());
    }
    ask(conn, offer.id(), offer.version).await
}

/// Asks for a look at every offer that is low and was not told of.
pub async fn ask_for_low_stock(conn: &mut AsyncPgConnection) -> QueryResult<usize> {
    let low = reads::low_and_untold(conn, AT_ONCE).await?;
    let found = low.len();
    for (offer, version) in low {
        ask(conn, offer, version).await?;
    }
    Ok(found)
}

async fn ask(conn: &mut AsyncPgConnection, offer: ListingId, version: i64) -> QueryResult<()> {
    let terms = Terms {
        unique_key: Some(&format!("{offer} {version}")),
        ..Terms::default()
    };
    enqueue_with(conn, &LookAtStock { offer }, terms)
        .await
        .map(drop)
}

/// Hands the job to its use-case.
pub fn handle_low_stock(runner: Runner, db: Db, auth: Auth, outbox: Outbox) -> Runner {
    let teller = Arc::new(Teller { db, auth, outbox });
    runner.on(move |job: LookAtStock, _| {
        let teller = Arc::clone(&teller);
        async move { teller.tell(job.offer).await }
    })
}

impl Teller {
    async fn tell(&self, offer: ListingId) -> Result<(), Failure> {
        let mut conn = self.db.get().await?;
        conn.transaction(async |conn| self.tell_once(conn, offer).await)
            .await
            .map_err(Failure::Retry)
    }

    async fn tell_once(
        &self,
        conn: &mut AsyncPgConnection,
        offer: ListingId,
    ) -> anyhow::Result<()> {
        if !queries::take_low_stock_note(conn, offer).await? {
            return Ok(());
        }
        let Some(short) = views::short_offer(conn, offer).await? else {
            return Ok(());
        };
        let staff = auth::staff_to_tell(&self.auth, conn, short.shop, StaffRole::Manager).await?;
        for to in staff {
            let says = Template::LowStock {
                product: short.product.in_locale(to.locale).to_owned(),
                left: short.left,
                shop: short.shop_names.in_locale(to.locale).to_owned(),
                path: format!("/{}/desk/shops/{}/goods?part=short", to.locale, short.shop),
            };
            let notice = Notice {
                to,
                says,
                key: None,
            };
            self.outbox.send(conn, &notice).await?;
        }
        Ok(())
    }
}
