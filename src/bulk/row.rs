//! A row as its columns say it.

use catalog::Availability;
use catalog::Gtin;
use catalog::offers::bulk::Called;
use catalog::offers::{Asked, MOST_STOCK, Stock};
use kernel::ProductId;

use crate::cells::{self, Wrong};
use crate::fields::Field;
use crate::model::CellProblem;
use crate::sheet::LONGEST_CELL;

/// Longest code of a shop, in characters.
const LONGEST_SKU: usize = 64;
/// As much of a cell as is told with what is wrong with it, in characters.
const TOLD: usize = 100;

/// What a row says.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// Which product it is about.
    pub called: Called,
    /// What it says about the offer. Blank cells say nothing.
    pub told: Asked,
    /// Cells that cannot be read.
    pub wrong: Vec<CellProblem>,
}

/// Reads the cells under these columns.
pub fn read(columns: &[Option<Field>], cells: &[String]) -> Row {
    let mut row = Row::default();
    for (place, (field, cell)) in columns.iter().zip(cells).enumerate() {
        let text = cells::clean(cell);
        let Some(field) = field.filter(|_| !text.is_empty()) else {
            continue;
        };
        let read = if cell.chars().count() > LONGEST_CELL {
            Err("platform.too_long")
        } else {
            take(&mut row, field, &text)
        };
        if let Err(code) = read {
            row.wrong.push(problem(columns, cells, place, code));
        }
    }
    if row.wrong.is_empty() && row.called == Called::default() {
        row.wrong.push(about_row("bulk.no_key"));
    }
    row
}

/// What is wrong with the cell in this place.
pub fn problem(
    columns: &[Option<Field>],
    cells: &[String],
    place: usize,
    code: &str,
) -> CellProblem {
    let cell = cells.get(place).map(String::as_str).unwrap_or_default();
    CellProblem {
        column: Some(place + 1),
        field: columns[place].map(|field| field.code().to_owned()),
        value: cell.chars().take(TOLD).collect(),
        code: code.to_owned(),
    }
}

/// What is wrong with a whole row.
pub fn about_row(code: &str) -> CellProblem {
    CellProblem {
        column: None,
        field: None,
        value: String::new(),
        code: code.to_owned(),
    }
}

/// What is wrong with the first of these fields that the row tells.
pub fn about(
    columns: &[Option<Field>],
    cells: &[String],
    fields: &[Field],
    code: &str,
) -> CellProblem {
    let told = |place: &usize| !cells[*place].trim().is_empty();
    let place = fields.iter().find_map(|field| {
        let place = columns.iter().position(|column| *column == Some(*field));
        place.filter(|place| *place < cells.len()).filter(told)
    });
    place.map_or_else(
        || about_row(code),
        |place| problem(columns, cells, place, code),
    )
}

fn take(row: &mut Row, field: Field, text: &str) -> Result<(), Wrong> {
    match field {
        Field::Product => take_id(&mut row.called, text),
        Field::Barcode => {
            let gtin: Gtin = text.parse().map_err(|_| "bulk.bad_gtin")?;
            row.called.gtin = Some(gtin.as_str().to_owned());
        }
        Field::Sku => take_sku(row, text)?,
        Field::NameBn => row.called.names.bn = Some(text.to_owned()),
        Field::NameEn => row.called.names.en = Some(text.to_owned()),
        Field::Brand | Field::Size => {}
        _ => take_told(&mut row.told, field, text)?,
    }
    Ok(())
}

fn take_id(called: &mut Called, text: &str) {
    match text.parse::<ProductId>() {
        Ok(id) => called.product = Some(id),
        Err(_) => called.external_id = Some(text.to_owned()),
    }
}

fn take_sku(row: &mut Row, text: &str) -> Result<(), Wrong> {
    if cells::is_nothing(text) {
        row.told.sku = Some(None);
        return Ok(());
    }
    if text.chars().count() > LONGEST_SKU {
        return Err("platform.too_long");
    }
    row.called.sku = Some(text.to_owned());
    row.told.sku = Some(Some(text.to_owned()));
    Ok(())
}

fn take_told(told: &mut Asked, field: Field, text: &str) -> Result<(), Wrong> {
    let value = Some(text).filter(|text| !cells::is_nothing(text));
    match field {
        Field::Price => told.price = Some(value.map(cells::money).transpose()?),
        Field::Mrp => told.mrp = Some(value.map(cells::money).transpose()?),
        Field::ExpiresOn => told.expires_on = Some(value.map(cells::day).transpose()?),
        Field::LowStock => {
            let pieces = value.map(|text| cells::whole(text, 1, MOST_STOCK));
            told.low_stock = Some(pieces.transpose()?);
        }
        Field::Stock => {
            let pieces = value.map(|text| cells::whole(text, 0, MOST_STOCK));
            let counted = pieces.transpose()?.map(Stock::Counted);
            told.stock = Some(counted.unwrap_or(Stock::Said(Availability::Unknown)));
        }
        Field::InStock => {
            let there = value.map(cells::yes_or_no).transpose()?;
            // Pieces that are counted say more than whether there are any.
            if !matches!(told.stock, Some(Stock::Counted(_))) {
                told.stock = Some(Stock::Said(match there {
                    Some(true) => Availability::InStock,
                    Some(false) => Availability::SoldOut,
                    None => Availability::Unknown,
                }));
            }
        }
        Field::Loose => told.loose = value.map(cells::yes_or_no).transpose()?,
        Field::Shown => told.shown = value.map(cells::yes_or_no).transpose()?,
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Money;

    const COLUMNS: [Option<Field>; 7] = [
        Some(Field::NameBn),
        Some(Field::InStock),
        Some(Field::Stock),
        Some(Field::Price),
        None,
        Some(Field::Barcode),
        Some(Field::ExpiresOn),
    ];

    fn row(cells: [&str; 7]) -> Row {
        read(&COLUMNS, &cells.map(str::to_owned))
    }

    #[test]
    fn blank_cells_say_nothing_and_a_dash_takes_away() {
        let told = row(["  মিনিকেট   চাল ", "হ্যাঁ", "", "৮৫", "whatever", "", "-"]);
        assert_eq!(told.wrong, []);
        assert_eq!(told.called.names.bn.as_deref(), Some("মিনিকেট চাল"));
        let asked = Asked {
            price: Some(Some(Money::from_taka(85))),
            stock: Some(Stock::Said(Availability::InStock)),
            expires_on: Some(None),
            ..Asked::default()
        };
        assert_eq!(told.told, asked);
    }

    #[test]
    fn pieces_say_more_than_whether_there_are_any() {
        let told = row(["ডাল", "yes", "০", "", "", "", ""]);
        assert_eq!(told.told.stock, Some(Stock::Counted(0)));
    }

    #[test]
    fn everything_that_is_wrong_is_told_by_its_column() {
        let told = row([
            "",
            "perhaps",
            "many",
            "12.345",
            "",
            "4006381333932",
            "32/1/2027",
        ]);
        let codes: Vec<_> = told
            .wrong
            .iter()
            .map(|one| (one.column.unwrap(), &*one.value, &*one.code))
            .collect();
        assert_eq!(
            codes,
            [
                (2, "perhaps", "bulk.not_yes_or_no"),
                (3, "many", "platform.not_a_number"),
                (4, "12.345", "bulk.too_fine"),
                (6, "4006381333932", "bulk.bad_gtin"),
                (7, "32/1/2027", "bulk.bad_day"),
            ]
        );
        let nameless = row(["", "", "5", "", "", "", ""]);
        assert_eq!(nameless.wrong, [about_row("bulk.no_key")]);
    }
}
