//! An empty file to fill in.

use actix_web::web::Bytes;
use kernel::Locale;
use platform::i18n::Words;
use rust_xlsxwriter::{Workbook, XlsxError};

use crate::error::BulkError;
use crate::export::{Styles, begin, broke, heading};
use crate::fields::Field;
use crate::sheet::Format;

/// An empty file with the headings of this language. A workbook has a second sheet
/// that says how to fill it.
pub fn template(format: Format, locale: Locale) -> Result<Bytes, BulkError> {
    match format {
        Format::Csv => heading(locale),
        Format::Xlsx => workbook(locale).map(Bytes::from).map_err(broke),
    }
}

fn workbook(locale: Locale) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let styles = Styles::new();
    begin(book.add_worksheet(), &styles, locale)?;
    let notes = book.add_worksheet();
    let words = Words(locale);
    notes.set_name(words.t("bulk-notes-sheet"))?;
    notes.set_column_width(0, 24.0)?;
    notes.set_column_width(1, 100.0)?;
    notes.write(0, 1, words.t("bulk-notes-all"))?;
    for (row, field) in (2..).zip(Field::ALL) {
        notes.write_with_format(row, 0, field.heading(locale), &styles.heading)?;
        notes.write(row, 1, field.note(locale))?;
    }
    book.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::guess;
    use crate::sheet::{Refusal, Sheet};

    #[test]
    fn an_empty_template_is_empty_and_a_filled_one_is_understood() {
        for locale in [Locale::Bn, Locale::En] {
            for format in [Format::Csv, Format::Xlsx] {
                let file = template(format, locale).unwrap();
                assert_eq!(
                    Sheet::read(&file),
                    Err(Refusal::Empty),
                    "{format:?} {locale:?}"
                );
            }
            let file = template(Format::Csv, locale).unwrap();
            let filled = [&*file, b",,,Rice\r\n"].concat();
            let sheet = Sheet::read(&filled).unwrap();
            assert_eq!(guess(&sheet.header), Field::ALL.map(Some));
        }
    }
}
