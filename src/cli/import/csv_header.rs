//! The header of a CSV file: which column is what.

use anyhow::bail;

use super::report::Remark;
use super::source::{Header, Shape};
use super::text::clean;

/// Where our columns are.
#[derive(Debug)]
pub(super) struct Columns {
    /// Columns in the file.
    pub count: usize,
    pub header: Header,
    written: Vec<String>,
    places: Vec<Place>,
}

#[derive(Debug)]
struct Place {
    column: &'static str,
    at: usize,
    /// Which part of a cell that holds several.
    part: Option<usize>,
}

impl Columns {
    /// Finds the columns of this shape among the names in the first row.
    pub(super) fn find(names: &[Vec<u8>], shape: &Shape) -> anyhow::Result<Self> {
        let written: Vec<String> = names
            .iter()
            .map(|name| clean(&String::from_utf8_lossy(name)))
            .collect();
        let plain: Vec<String> = written.iter().map(|name| plain(name)).collect();
        let places = places(&plain, &written, shape)?;
        refuse_missing(&places, &written, shape)?;
        let known = places
            .iter()
            .map(|place| (place.column, written[place.at].clone()))
            .collect();
        let used = |at: &usize| places.iter().any(|place| place.at == *at);
        let ignored = (0..written.len())
            .filter(|at| !used(at))
            .map(|at| written[at].clone());
        let ignored = ignored.filter(|name| !name.is_empty()).collect();
        Ok(Self {
            count: written.len(),
            header: Header { known, ignored },
            written,
            places,
        })
    }

    /// Whether a row only says the header again.
    pub(super) fn is_header(&self, fields: &[Vec<u8>]) -> bool {
        fields.len() == self.count
            && fields.iter().zip(&self.written).all(|(field, name)| {
                // Files that were put together keep their byte order marks.
                field
                    .strip_prefix(b"\xef\xbb\xbf")
                    .unwrap_or(field)
                    .trim_ascii()
                    == name.as_bytes()
            })
    }

    /// Our values of a row that is long enough.
    pub(super) fn pick(&self, fields: &[Vec<u8>]) -> Result<Vec<(&'static str, String)>, Remark> {
        self.places
            .iter()
            .map(|place| {
                let field = &fields[place.at];
                let text = std::str::from_utf8(field).map_err(|_| {
                    Remark::new(
                        place.column,
                        &String::from_utf8_lossy(field),
                        "not valid UTF-8",
                    )
                })?;
                let text = match place.part {
                    Some(part) => text.split('|').nth(part).unwrap_or_default(),
                    None => text,
                };
                Ok((place.column, text.to_owned()))
            })
            .collect()
    }
}

fn places(plain: &[String], written: &[String], shape: &Shape) -> anyhow::Result<Vec<Place>> {
    let mut places = Vec::new();
    for (column, spellings) in shape.columns {
        if let Some(at) = find_column(plain, written, spellings)? {
            places.push(Place {
                column,
                at,
                part: None,
            });
        } else if shape.packed.contains(column)
            && let Some((at, part)) = find_packed(plain, spellings)
        {
            places.push(Place {
                column,
                at,
                part: Some(part),
            });
        }
    }
    Ok(places)
}

/// `Name:BN` and `name bn` are `name_bn`.
fn plain(name: &str) -> String {
    name.trim_matches('"')
        .to_lowercase()
        .replace([' ', '-', ':'], "_")
}

/// The first spelling that is there. The same name twice is nobody's to choose
/// from.
fn find_column(
    plain: &[String],
    written: &[String],
    spellings: &[&str],
) -> anyhow::Result<Option<usize>> {
    for spelling in spellings {
        let mut found = (0..plain.len()).filter(|at| plain[*at] == *spelling);
        match (found.next(), found.next()) {
            (Some(first), Some(second)) => bail!(
                "the header names {} twice, in columns {} and {}",
                written[first],
                first + 1,
                second + 1
            ),
            (Some(at), None) => return Ok(Some(at)),
            (None, _) => {}
        }
    }
    Ok(None)
}

fn find_packed(plain: &[String], spellings: &[&str]) -> Option<(usize, usize)> {
    plain
        .iter()
        .enumerate()
        .filter(|(_, name)| name.contains('|'))
        .find_map(|(at, name)| {
            let part = name.split('|').position(|part| spellings.contains(&part))?;
            Some((at, part))
        })
}

fn refuse_missing(places: &[Place], written: &[String], shape: &Shape) -> anyhow::Result<()> {
    let there = |column: &&str| places.iter().any(|place| place.column == *column);
    let missing: Vec<String> = shape
        .required
        .iter()
        .filter(|group| !group.iter().any(there))
        .map(|group| group.join(" or "))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    bail!(
        "the header has no column {}; it has: {}",
        missing.join(" and no "),
        written.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::super::source::Json;
    use super::*;

    const SHAPE: Shape = Shape {
        columns: &[
            ("id", &["id"]),
            ("lng", &["lng", "lon"]),
            ("name_bn", &["name_bn"]),
        ],
        required: &[&["id"], &["lng"]],
        packed: &[],
        json: Json::Lines,
    };

    fn find(header: &str) -> anyhow::Result<Columns> {
        let names: Vec<Vec<u8>> = header
            .split(',')
            .map(|name| name.as_bytes().to_vec())
            .collect();
        Columns::find(&names, &SHAPE)
    }

    #[test]
    fn spellings_and_case_do_not_matter() {
        let columns = find(" ID ,Lon,Name:bn,colour").unwrap();
        assert_eq!(columns.header.known["lng"], "Lon");
        assert_eq!(columns.header.known["name_bn"], "Name:bn");
        assert_eq!(
            columns.header.ignored.iter().collect::<Vec<_>>(),
            ["colour"]
        );
    }

    #[test]
    fn the_better_spelling_is_read_and_the_other_ignored() {
        let columns = find("id,lon,lng").unwrap();
        assert_eq!(columns.header.known["lng"], "lng");
        assert!(columns.header.ignored.contains("lon"));
    }

    #[test]
    fn the_same_name_twice_is_refused() {
        let error = find("id,lng,colour,ID").unwrap_err().to_string();
        assert_eq!(error, "the header names id twice, in columns 1 and 4");
        assert!(find("id,lng,colour,colour").is_ok());
    }

    #[test]
    fn missing_columns_are_named_together() {
        let error = find("name,colour").unwrap_err().to_string();
        assert_eq!(
            error,
            "the header has no column id and no lng; it has: name, colour"
        );
    }
}
