//! Text with commas, semicolons or tabs, in UTF-8 or UTF-16.

use super::{Format, MOST_ROWS, Refusal, Sheet};
use crate::cells::unguarded;

/// Rows that are looked at, blank ones and the header included.
const MOST_LINES: usize = 2 * MOST_ROWS;

/// Reads text as rows.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, Refusal> {
    let text = decode(bytes)?;
    let (told, text) = told_delimiter(&text);
    let delimiter = told.unwrap_or_else(|| delimiter(text));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut lines = Lines {
        text: text.as_bytes(),
        at: 0,
        line: 1 + usize::from(told.is_some()),
    };
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Refusal::Broken)?;
        let line = lines.line_of(&record);
        let cells = record
            .iter()
            .map(|cell| unguarded(cell).to_owned())
            .collect();
        rows.push((line, cells));
        if rows.len() > MOST_LINES {
            return Err(Refusal::TooManyRows);
        }
    }
    Sheet::of(Format::Csv, rows)
}

/// Where records begin.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of a record; they come in their order. Its position is the end of the
    /// one before it, with blank lines in between.
    fn line_of(&mut self, record: &csv::StringRecord) -> usize {
        let from = record.position().map_or(0, csv::Position::byte);
        let from = usize::try_from(from)
            .unwrap_or(usize::MAX)
            .min(self.text.len());
        let blank = self.text[from..]
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'));
        let to = from + blank.count();
        let ends = self.text[self.at.min(to)..to]
            .iter()
            .filter(|byte| **byte == b'\n');
        self.line += ends.count();
        self.at = to;
        self.line
    }
}

/// The text of a file, whichever Unicode it is written in.
fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    match bytes {
        [0xef, 0xbb, 0xbf, text @ ..] => utf8(text),
        [0xff, 0xfe, text @ ..] => utf16(text, u16::from_le_bytes),
        [0xfe, 0xff, text @ ..] => utf16(text, u16::from_be_bytes),
        // Commas and line ends in UTF-16 without a mark have a zero beside them.
        text if text.contains(&0) => {
            let zeros = |first: usize| {
                text.iter()
                    .skip(first)
                    .step_by(2)
                    .filter(|byte| **byte == 0)
                    .count()
            };
            let (even, odd) = (zeros(0), zeros(1));
            if even + odd < text.len() / 50 + 1 {
                Err(Refusal::NotATable)
            } else if odd > even {
                utf16(text, u16::from_le_bytes)
            } else {
                utf16(text, u16::from_be_bytes)
            }
        }
        text => utf8(text),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, Refusal> {
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::Encoding)?;
    is_text(text)
        .then(|| text.to_owned())
        .ok_or(Refusal::NotATable)
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Refusal> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    let text = text.ok().filter(|text| rest.is_empty() && is_text(text));
    text.ok_or(Refusal::NotATable)
}

/// Whether there are none of the characters that no table has, and it is no page
/// or document of another kind.
fn is_text(text: &str) -> bool {
    let strange = |char: char| char.is_control() && !matches!(char, '\t' | '\r' | '\n' | '\u{c}');
    let head = text
        .trim_start()
        .get(..5)
        .unwrap_or_default()
        .to_lowercase();
    let is_other = ["<!doc", "<html", "<?xml", "<svg ", "%pdf-"].contains(&head.as_str());
    !is_other && !text.chars().any(strange)
}

/// `sep=;` in the first line, as some spreadsheets write it.
fn told_delimiter(text: &str) -> (Option<u8>, &str) {
    let told = || {
        let (line, rest) = text.split_once('\n')?;
        let sign = line.trim_end().strip_prefix("sep=")?;
        match sign.as_bytes() {
            [sign] => Some((*sign, rest)),
            _ => None,
        }
    };
    told().map_or((None, text), |(sign, rest)| (Some(sign), rest))
}

/// The sign that stands most often between the cells of the first line.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    for byte in text.trim_start().bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted => break,
            _ if !quoted => {
                if let Some((_, count)) = counts.iter_mut().find(|(sign, _)| *sign == byte) {
                    *count += 1;
                }
            }
            _ => {}
        }
    }
    // The first of equals: a comma, unless another one is seen.
    let best = counts.iter().rev().max_by_key(|(_, count)| *count);
    best.map_or(b',', |(sign, _)| *sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: &str = "নাম,Price\nচাল,85\n\nডাল,\"1,200\"\n";

    fn cells(sheet: &Sheet) -> Vec<(i32, Vec<&str>)> {
        sheet
            .rows
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(String::as_str).collect()))
            .collect()
    }

    #[test]
    fn text_is_read_in_every_unicode() {
        let le: Vec<u8> = PLAIN.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = PLAIN.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let files: [Vec<u8>; 6] = [
            PLAIN.into(),
            [b"\xef\xbb\xbf", PLAIN.as_bytes()].concat(),
            [&[0xff, 0xfe], &*le].concat(),
            [&[0xfe, 0xff], &*be].concat(),
            le,
            be,
        ];
        for (which, file) in files.iter().enumerate() {
            let sheet = read(file).unwrap_or_else(|error| panic!("{which}: {error}"));
            assert_eq!(sheet.header, ["নাম", "Price"], "{which}");
            assert_eq!(
                cells(&sheet),
                [(2, vec!["চাল", "85"]), (4, vec!["ডাল", "1,200"])],
                "{which}"
            );
        }
    }

    #[test]
    fn other_signs_between_cells_are_seen() {
        for text in [
            "a;b\n1;2,5\n",
            "a\tb\n1\t2,5\n",
            "sep=;\r\na;b\r\n1;2,5\r\n",
        ] {
            let sheet = read(text.as_bytes()).unwrap();
            assert_eq!(sheet.header, ["a", "b"], "{text}");
            assert_eq!(sheet.rows[0].1, ["1", "2,5"], "{text}");
        }
        let one = read(b"name\nrice\n").unwrap();
        assert_eq!((one.header.len(), one.rows.len()), (1, 1));
    }

    #[test]
    fn short_and_long_rows_get_the_width_of_the_header() {
        let sheet = read("a,b,c,,\n1\n1,2,3,4,5\n".as_bytes()).unwrap();
        assert_eq!(
            cells(&sheet),
            [(2, vec!["1", "", ""]), (3, vec!["1", "2", "3"])]
        );
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for (bytes, refusal) in [
            (&b""[..], Refusal::Empty),
            (b"name,price\n", Refusal::Empty),
            (b"%PDF-1.7 whatever", Refusal::NotATable),
            (b"<!doctype html><p>", Refusal::NotATable),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Refusal::NotATable),
            (b"name,price\n\xe0\xe6,5\n", Refusal::Encoding),
            (b"\xff\xfea\0\n\0\x00\xd8\n\0", Refusal::NotATable),
        ] {
            assert_eq!(
                read(bytes),
                Err(refusal),
                "{}",
                String::from_utf8_lossy(bytes)
            );
        }
        let wide = format!("{}\n1\n", "a,".repeat(61) + "a");
        assert_eq!(read(wide.as_bytes()), Err(Refusal::TooManyColumns));
        let long = "a\n".to_owned() + &"1\n".repeat(10_001);
        assert_eq!(read(long.as_bytes()), Err(Refusal::TooManyRows));
    }
}
