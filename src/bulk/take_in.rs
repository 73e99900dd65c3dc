//! Taking a file in: it is read and kept, and nothing else is written.

use chrono::{DateTime, Utc};
use diesel_async::AsyncConnection as _;
use kernel::{ImportId, ShopId, UserId};
use platform::db::Db;
use tokio::sync::Semaphore;

use crate::error::BulkError;
use crate::fields::guess;
use crate::model::{Counts, Import, State};
use crate::queries;
use crate::receive::Upload;
use crate::sheet::Sheet;

/// Files that are read at the same time: unpacked, one may take 100 MB.
static READING: Semaphore = Semaphore::const_new(2);

/// Reads a file for a shop and keeps its rows, with a guess what its columns mean.
pub async fn take_in(
    db: &Db,
    (shop, actor): (ShopId, UserId),
    upload: Upload,
    now: DateTime<Utc>,
) -> Result<Import, BulkError> {
    let sheet = read(upload.bytes).await?;
    let import = Import {
        id: ImportId::new(),
        shop,
        actor,
        file_name: upload.name,
        format: sheet.format.code().to_owned(),
        state: State::Draft,
        columns: guess(&sheet.header),
        header: sheet.header.clone(),
        rows: i32::try_from(sheet.rows.len()).unwrap_or(i32::MAX),
        done: 0,
        counts: Counts::default(),
        restored: 0,
        refused: 0,
        created_at: now,
        finished_at: None,
        undone_at: None,
    };
    let mut conn = db.get().await?;
    conn.transaction(async |conn| {
        queries::insert(conn, &import, now).await?;
        queries::insert_rows(conn, import.id, &sheet).await?;
        queries::drop_old_drafts(conn, shop).await
    })
    .await?;
    Ok(import)
}

async fn read(bytes: Vec<u8>) -> Result<Sheet, BulkError> {
    let _turn = READING.acquire().await;
    let read = tokio::task::spawn_blocking(move || Sheet::read(&bytes));
    let sheet = read.await.map_err(|error| BulkError::Broke(error.into()))?;
    Ok(sheet?)
}
