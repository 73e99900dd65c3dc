//! One JSON object per line, as rows.

use std::io::BufRead;
use std::ops::ControlFlow;

use serde_json::{Map, Value};

use super::lines::Lines;
use super::report::Remark;
use super::source::{Event, Header, Raw, Shape};

/// Sends every row, and at the end which members were read and which were not.
pub(super) fn read(
    file: impl BufRead,
    shape: &Shape,
    sink: &mut dyn FnMut(Event) -> ControlFlow<()>,
) -> anyhow::Result<()> {
    let mut lines = Lines::new(file);
    let mut header = Header::default();
    while let Some(line) = lines.next()? {
        if line.text.iter().all(u8::is_ascii_whitespace) && !line.cut {
            continue;
        }
        let event = match object(&line.text) {
            Ok(members) => Event::Row(Raw {
                line: line.number,
                values: pick(members, shape, &mut header),
            }),
            Err(remark) => Event::Broken(line.number, remark),
        };
        if sink(event).is_break() {
            return Ok(());
        }
    }
    let _ = sink(Event::Header(header));
    Ok(())
}

fn object(line: &[u8]) -> Result<Map<String, Value>, Remark> {
    let text = std::str::from_utf8(line)
        .map_err(|_| Remark::new("", &String::from_utf8_lossy(line), "not valid UTF-8"))?;
    serde_json::from_str(text)
        .map_err(|error| Remark::new("", text, "not a JSON object").with(error.to_string()))
}

/// Our values; the first spelling that is there counts.
fn pick(
    members: Map<String, Value>,
    shape: &Shape,
    header: &mut Header,
) -> Vec<(&'static str, String)> {
    let mut values = Vec::with_capacity(members.len());
    for (column, spellings) in shape.columns {
        let found = spellings
            .iter()
            .find_map(|spelling| Some((*spelling, members.get(*spelling)?)));
        if let Some((spelling, value)) = found {
            header
                .known
                .entry(column)
                .or_insert_with(|| spelling.to_owned());
            values.push((*column, plain(value)));
        }
    }
    for name in members.into_iter().map(|(name, _)| name) {
        let read = header.known.values().any(|known| *known == name);
        if !read && !header.ignored.contains(&name) {
            header.ignored.insert(name);
        }
    }
    values
}

/// A value as a cell would hold it.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("|"),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Json;
    use super::*;

    #[test]
    fn lines_are_rows_and_bad_ones_stand_alone() {
        let shape = Shape {
            columns: &[
                ("id", &["id"]),
                ("price", &["price"]),
                ("size", &["size", "unit"]),
            ],
            required: &[],
            packed: &[],
            json: Json::Lines,
        };
        let text = "{\"id\":\"a\",\"price\":40.12,\"unit\":\"Kg\",\"mrp\":1}\n\n{\"id\":\n[1]\n{\"id\":7,\"price\":null}\n";
        let (mut rows, mut broken, mut ignored) = (Vec::new(), Vec::new(), Vec::new());
        read(text.as_bytes(), &shape, &mut |event| {
            match event {
                Event::Row(raw) => rows.push((
                    raw.line,
                    raw.text("id").to_owned(),
                    raw.text("price").to_owned(),
                )),
                Event::Broken(line, remark) => broken.push((line, remark.reason)),
                Event::Header(header) => ignored.extend(header.ignored),
                Event::Note(..) => {}
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        assert_eq!(
            rows,
            [
                (1, "a".into(), "40.12".into()),
                (5, "7".into(), String::new())
            ]
        );
        assert_eq!(broken, [(3, "not a JSON object"), (4, "not a JSON object")]);
        assert_eq!(ignored, ["mrp"]);
    }
}
