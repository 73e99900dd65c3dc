//! Saying what the columns of a file mean.

use diesel_async::AsyncPgConnection;
use kernel::{ImportId, ShopId};
use platform::http::FieldProblem;

use crate::error::BulkError;
use crate::fields::Field;
use crate::model::Import;
use crate::queries::{find_import, save_columns};

/// Says what each column of a draft means, as codes of fields; blank ones are not
/// read. No field may stand twice.
pub async fn set_columns(
    conn: &mut AsyncPgConnection,
    (shop, id): (ShopId, ImportId),
    codes: &[String],
) -> Result<Import, BulkError> {
    let import = find_import(conn, shop, id)
        .await?
        .ok_or(BulkError::NotFound)?;
    let columns = checked(codes, import.header.len()).map_err(BulkError::Columns)?;
    if !save_columns(conn, (shop, id), &columns).await? {
        return Err(BulkError::State(import.state));
    }
    Ok(Import { columns, ..import })
}

fn checked(codes: &[String], width: usize) -> Result<Vec<Option<Field>>, Vec<FieldProblem>> {
    let mut wrong = Vec::new();
    let mut refuse = |field: String, code: &'static str| wrong.push(FieldProblem { field, code });
    let mut columns: Vec<Option<Field>> = Vec::with_capacity(codes.len());
    for (place, code) in codes.iter().enumerate() {
        let name = format!("columns.{place}");
        let field = Field::of(code);
        if field.is_none() && !code.is_empty() {
            refuse(name, "bulk.unknown_column");
        } else if field.is_some() && columns.contains(&field) {
            refuse(name, "bulk.column_twice");
        }
        columns.push(field);
    }
    if codes.len() != width {
        refuse("columns".to_owned(), "bulk.other_width");
    }
    if wrong.is_empty() {
        Ok(columns)
    } else {
        Err(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_that_is_wrong_is_told_together() {
        let codes = |codes: &[&str]| {
            codes
                .iter()
                .map(|code| (*code).to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            checked(&codes(&["name_bn", "", "price"]), 3),
            Ok(vec![Some(Field::NameBn), None, Some(Field::Price)])
        );
        let wrong = checked(&codes(&["price", "colour", "price"]), 2).unwrap_err();
        let wrong: Vec<_> = wrong.iter().map(|one| (&*one.field, one.code)).collect();
        assert_eq!(
            wrong,
            [
                ("columns.1", "bulk.unknown_column"),
                ("columns.2", "bulk.column_twice"),
                ("columns", "bulk.other_width")
            ]
        );
    }
}
