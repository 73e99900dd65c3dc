//! Workbooks. They are unpacked once with a limit before anything is made of them:
//! a small file may hold gigabytes, and a cell may stand in the last row of an
//! empty sheet.

use std::io::{Cursor, Read as _};

use calamine::{DataRef, Reader as _, Xlsx, XlsxError};

use super::{Format, MOST_COLUMNS, MOST_ROWS, Refusal, Sheet};

/// Bytes of all parts of a workbook together, unpacked.
const MOST_UNPACKED: u64 = 64 * 1024 * 1024;
/// Parts of a workbook.
const MOST_PARTS: usize = 1_000;
/// Cells that are looked at.
const MOST_CELLS: usize = MOST_ROWS * MOST_COLUMNS * 2;

/// Reads the first sheet.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Refusal> {
    check_size(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(refusal)?;
    let first = book
        .sheet_names()
        .into_iter()
        .next()
        .ok_or(Refusal::Empty)?;
    let mut cells = book.worksheet_cells_reader(&first).map_err(refusal)?;
    let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
    let mut seen = 0;
    while let Some(cell) = cells.next_cell().map_err(refusal)? {
        let (row, column) = cell.get_position();
        let text = text_of(cell.get_value());
        seen += 1;
        if seen > MOST_CELLS {
            return Err(Refusal::TooManyRows);
        }
        if text.is_empty() {
            continue;
        }
        let (line, column) = (row as usize + 1, column as usize);
        if column > MOST_COLUMNS {
            return Err(Refusal::TooManyColumns);
        }
        if rows.last().is_none_or(|(last, _)| *last != line) {
            rows.push((line, Vec::new()));
        }
        if rows.len() > MOST_ROWS + 1 {
            return Err(Refusal::TooManyRows);
        }
        let cells = &mut rows.last_mut().expect("one was just pushed").1;
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = text;
    }
    Sheet::of(Format::Xlsx, rows)
}

/// Unpacks everything into nothing, and counts.
fn check_size(bytes: &[u8]) -> Result<(), Refusal> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Refusal::Broken)?;
    if archive.len() > MOST_PARTS {
        return Err(Refusal::TooLarge);
    }
    if archive.index_for_name("xl/workbook.xml").is_none() {
        return Err(Refusal::NotATable);
    }
    let mut left = MOST_UNPACKED;
    for index in 0..archive.len() {
        let part = archive.by_index(index).map_err(|_| Refusal::Broken)?;
        let read = std::io::copy(&mut part.take(left + 1), &mut std::io::sink());
        let read = read.map_err(|_| Refusal::Broken)?;
        left = left.checked_sub(read).ok_or(Refusal::TooLarge)?;
    }
    Ok(())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that map_err asks for"
)]
fn refusal(error: XlsxError) -> Refusal {
    tracing::debug!(%error, "a workbook cannot be read");
    match error {
        XlsxError::Password => Refusal::NotATable,
        _ => Refusal::Broken,
    }
}

/// A cell as somebody would have typed it.
fn text_of(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_text(*number),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::String(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTime(when) => {
            let (year, month, day, ..) = when.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
        DataRef::Error(error) => error.to_string(),
    }
}

/// `12` for 12.0, and no more digits than a price tag has: 0.1 + 0.2 is 0.3.
fn number_text(number: f64) -> String {
    let rounded = (number * 1e6).round() / 1e6;
    format!("{}", if number.abs() < 1e9 { rounded } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format as Style, Workbook};
    use std::io::Write as _;

    fn book(fill: impl Fn(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(book.add_worksheet());
        book.add_worksheet().write(0, 0, "another sheet").unwrap();
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn cells_come_as_somebody_would_have_typed_them() {
        let file = book(|sheet| {
            for (column, heading) in ["নাম", "দাম", "আছে", "মেয়াদ", "barcode"].iter().enumerate()
            {
                sheet
                    .write(1, u16::try_from(column).unwrap(), *heading)
                    .unwrap();
            }
            sheet.write(3, 0, "চাল").unwrap();
            sheet.write(3, 1, 0.1 + 0.2).unwrap();
            sheet.write(3, 2, true).unwrap();
            let day = Style::new().set_num_format("dd/mm/yyyy");
            let last = ExcelDateTime::from_ymd(2027, 1, 31).unwrap();
            sheet.write_with_format(3, 3, &last, &day).unwrap();
            sheet.write(3, 4, 8_941_100_513_491_f64).unwrap();
        });
        let sheet = Sheet::read(&file).unwrap();
        assert_eq!(sheet.format, Format::Xlsx);
        assert_eq!(sheet.header[0], "নাম");
        let row = ["চাল", "0.3", "true", "2027-01-31", "8941100513491"];
        assert_eq!(sheet.rows, [(4, row.map(str::to_owned).to_vec())]);
    }

    #[test]
    fn a_cell_far_away_costs_nothing() {
        let file = book(|sheet| {
            sheet.write(0, 0, "name").unwrap();
            sheet.write(1_048_575, 0, "rice").unwrap();
        });
        let sheet = Sheet::read(&file).unwrap();
        assert_eq!(sheet.rows, [(1_048_576, vec!["rice".to_owned()])]);
        let file = book(|sheet| {
            sheet.write(0, 16_383, "name").unwrap();
        });
        assert_eq!(Sheet::read(&file), Err(Refusal::TooManyColumns));
    }

    #[test]
    fn bombs_and_other_archives_are_refused() {
        let archive = |name: &str, megabytes: usize| {
            let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
            let options = zip::write::SimpleFileOptions::default();
            writer.start_file(name, options).unwrap();
            for _ in 0..megabytes {
                writer.write_all(&vec![b'0'; 1 << 20]).unwrap();
            }
            writer.finish().unwrap().into_inner()
        };
        let bomb = archive("xl/workbook.xml", 65);
        assert!(bomb.len() < 1 << 20, "{}", bomb.len());
        assert_eq!(Sheet::read(&bomb), Err(Refusal::TooLarge));
        let other = archive("word/document.xml", 0);
        assert_eq!(Sheet::read(&other), Err(Refusal::NotATable));
        let file = book(|sheet| {
            sheet.write(0, 0, "name").unwrap();
        });
        assert_eq!(Sheet::read(&file[..file.len() / 2]), Err(Refusal::Broken));
        assert_eq!(
            Sheet::read(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
            Err(Refusal::OldExcel)
        );
    }
}
