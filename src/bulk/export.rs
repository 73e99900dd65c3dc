//! A shop's whole list as a file. Rows are read page by page, so that a long list
//! takes no more memory than a short one.

use actix_web::web::Bytes;
use catalog::offers::bulk::{OfferLine, offer_lines};
use futures_util::Stream;
use futures_util::stream::try_unfold;
use kernel::{Locale, ShopId};
use platform::db::Db;
use rust_xlsxwriter::{Format as Style, Workbook, Worksheet, XlsxError};

use crate::cells::guarded;
use crate::error::BulkError;
use crate::fields::Field;
use crate::writing::{Cell, cells};

/// Offers that are read at a time.
const PAGE: i64 = 1_000;
/// Spreadsheets take UTF-8 for something else without it.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Where an export is.
struct Position {
    db: Db,
    shop: ShopId,
    locale: Locale,
    /// The last offer's number; `None` before the heading.
    after: Option<i64>,
}

/// The list as CSV in UTF-8, in pieces.
pub fn csv(
    db: Db,
    shop: ShopId,
    locale: Locale,
) -> impl Stream<Item = Result<Bytes, BulkError>> + 'static {
    let start = Position {
        db,
        shop,
        locale,
        after: None,
    };
    try_unfold(start, async |mut at| {
        let Some(after) = at.after else {
            at.after = Some(0);
            return Ok(Some((heading(at.locale)?, at)));
        };
        let page = page(&at.db, at.shop, after).await?;
        let Some(last) = page.last() else {
            return Ok(None);
        };
        at.after = Some(last.ord);
        let rows = page
            .iter()
            .map(|line| cells(line, at.locale).map(|cell| cell.text()));
        Ok(Some((written(rows)?, at)))
    })
}

/// The heading alone, with the mark that tells spreadsheets how it is written.
pub(crate) fn heading(locale: Locale) -> Result<Bytes, BulkError> {
    let row = Field::ALL.map(|field| field.heading(locale));
    let row = written(std::iter::once(row))?;
    Ok([BYTE_ORDER_MARK.as_bytes(), &row].concat().into())
}

fn written(rows: impl Iterator<Item = [String; 15]>) -> Result<Bytes, BulkError> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        let row = row.map(|cell| guarded(&cell));
        writer
            .write_record(&row)
            .map_err(|error| BulkError::Broke(error.into()))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(|error| BulkError::Broke(error.into_error().into()))?;
    Ok(bytes.into())
}

async fn page(db: &Db, shop: ShopId, after: i64) -> Result<Vec<OfferLine>, BulkError> {
    let mut conn = db.get().await?;
    Ok(offer_lines(&mut conn, shop, after, PAGE).await?)
}

/// The list as a workbook; its rows wait on disk while it is made.
pub async fn xlsx(db: &Db, shop: ShopId, locale: Locale) -> Result<Vec<u8>, BulkError> {
    let mut book = Workbook::new();
    let styles = Styles::new();
    let sheet = book.add_worksheet_with_constant_memory().map_err(broke)?;
    begin(sheet, &styles, locale).map_err(broke)?;
    let (mut row, mut after) = (1, 0);
    loop {
        let page = page(db, shop, after).await?;
        let Some(last) = page.last() else {
            break;
        };
        after = last.ord;
        for line in &page {
            for (column, cell) in (0..).zip(cells(line, locale)) {
                write(sheet, (row, column), &cell, &styles).map_err(broke)?;
            }
            row += 1;
        }
    }
    let saved = tokio::task::spawn_blocking(move || book.save_to_buffer());
    saved
        .await
        .map_err(|error| BulkError::Broke(error.into()))?
        .map_err(broke)
}

/// How cells look.
pub(crate) struct Styles {
    pub heading: Style,
    pub text: Style,
    day: Style,
    taka: Style,
}

impl Styles {
    pub fn new() -> Self {
        Self {
            heading: Style::new().set_bold(),
            // Long numbers stay as they were typed.
            text: Style::new().set_num_format("@"),
            day: Style::new().set_num_format("yyyy-mm-dd"),
            taka: Style::new().set_num_format("0.##"),
        }
    }
}

/// The name of the sheet and its first row.
pub(crate) fn begin(
    sheet: &mut Worksheet,
    styles: &Styles,
    locale: Locale,
) -> Result<(), XlsxError> {
    sheet.set_name(platform::i18n::Words(locale).t("bulk-sheet"))?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, field) in (0..).zip(Field::ALL) {
        let is_wide = matches!(field, Field::Product | Field::NameBn | Field::NameEn);
        sheet.set_column_width(column, if is_wide { 38.0 } else { 14.0 })?;
        if matches!(field, Field::Barcode | Field::Sku) {
            sheet.set_column_format(column, &styles.text)?;
        }
    }
    for (column, field) in (0..).zip(Field::ALL) {
        sheet.write_with_format(0, column, field.heading(locale), &styles.heading)?;
    }
    Ok(())
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Blank => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, column, text, &styles.text)?;
        }
        Cell::Taka(money) => {
            #[expect(
                clippy::cast_precision_loss,
                reason = "amounts end at ten billion taka, far below 2^53 poisha"
            )]
            let taka = money.poisha() as f64 / 100.0;
            sheet.write_number_with_format(row, column, taka, &styles.taka)?;
        }
        Cell::Pieces(pieces) => {
            sheet.write_number(row, column, *pieces)?;
        }
        Cell::Day(day) => {
            let day = rust_xlsxwriter::ExcelDateTime::parse_from_str(&day.to_string())?;
            sheet.write_datetime_with_format(row, column, &day, &styles.day)?;
        }
    }
    Ok(())
}

pub(crate) fn broke(error: XlsxError) -> BulkError {
    BulkError::Broke(error.into())
}
