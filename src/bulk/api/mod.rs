//! `/seller/shops/{shop}/imports` and `/seller/shops/{shop}/export`

mod acts;
mod files;
mod imports;
mod rows;

use auth::{Manager, OwnShop};
use diesel_async::AsyncPgConnection;
use kernel::ImportId;
use utoipa_actix_web::service_config::ServiceConfig;

use crate::error::BulkError;
use crate::find_import;
use crate::model::Import;

/// Routes of this slice, below `/api/v1`.
pub fn api(cfg: &mut ServiceConfig) {
    cfg.service(files::export_offers)
        .service(files::show_template)
        .service(imports::list_imports)
        .service(imports::upload)
        .service(imports::show_import)
        .service(imports::put_columns)
        .service(rows::check_import)
        .service(rows::list_rows)
        .service(acts::commit)
        .service(acts::undo_import);
}

fn import_id(text: &str) -> Result<ImportId, BulkError> {
    text.parse().map_err(|_| BulkError::NotFound)
}

async fn found(
    conn: &mut AsyncPgConnection,
    own: &OwnShop<Manager>,
    id: &str,
) -> Result<Import, BulkError> {
    let import = find_import(conn, own.shop, import_id(id)?).await?;
    import.ok_or(BulkError::NotFound)
}
