use super::super::source::Json;
use super::*;

const SHAPE: Shape = Shape {
    columns: &[("id", &["id"]), ("name", &["name"]), ("hours", &["hours"])],
    required: &[&["id"]],
    packed: &["hours"],
    json: Json::Lines,
};

/// Rows as `line:id=…|name=…`, broken ones as `line!reason`.
fn rows(text: &[u8]) -> Vec<String> {
    let mut seen = Vec::new();
    read(text, &SHAPE, &mut |event| {
        match event {
            Event::Header(_) => {}
            Event::Row(raw) => {
                let values: Vec<_> = raw
                    .values
                    .iter()
                    .map(|(name, value)| format!("{name}={value}"))
                    .collect();
                seen.push(format!("{}:{}", raw.line, values.join("|")));
            }
            Event::Broken(line, remark) => seen.push(format!("{line}!{}", remark.reason)),
            Event::Note(line, remark) => seen.push(format!("{line}?{}", remark.reason)),
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    seen
}

#[test]
fn quoted_commas_quotes_and_line_ends() {
    assert_eq!(
        rows(b"id,name\n1,\"a, b\"\n2,\"say \"\"hi\"\"\"\r\n\n3,\"two\nlines\"\n4,5\" pipe\n"),
        [
            "2:id=1|name=a, b",
            "3:id=2|name=say \"hi\"",
            "5:id=3|name=two\nlines",
            "7:id=4|name=5\" pipe"
        ]
    );
}

#[test]
fn an_open_quote_spoils_only_its_line() {
    assert_eq!(
        rows(b"id,name\n1,\"open\n2,b\n3,\"c, d\"\n4,\"open again"),
        [
            "2!a quote is opened and never closed",
            "3:id=2|name=b",
            "4:id=3|name=c, d",
            "5!a quote is opened and never closed"
        ]
    );
}

#[test]
fn rows_of_another_length_are_broken() {
    assert_eq!(
        rows(b"id,name\n1\n2,b,,\n3,b,c\n"),
        [
            "2!wrong number of values",
            "3:id=2|name=b",
            "4!wrong number of values"
        ]
    );
}

#[test]
fn broken_utf8_spoils_only_its_row() {
    assert_eq!(
        rows(b"id,name\n1,a\xff\n2,b\n"),
        ["2!not valid UTF-8", "3:id=2|name=b"]
    );
}

#[test]
fn other_delimiters_are_found() {
    assert_eq!(rows(b"id;name\n1;a, b\n"), ["2:id=1|name=a, b"]);
    assert_eq!(rows(b"id\tname\n1\ta\n"), ["2:id=1|name=a"]);
}

#[test]
fn a_repeated_header_is_no_row() {
    assert_eq!(
        rows(b"id,name\n1,a\nid,name\n2,b\n"),
        ["2:id=1|name=a", "3?the header is repeated", "4:id=2|name=b"]
    );
}

#[test]
fn a_packed_cell_is_opened() {
    assert_eq!(
        rows(b"id,cuisine|hours|note\n1,\"x|9:00-10:00|y\"\n2,\n3,x\n"),
        ["2:id=1|hours=9:00-10:00", "3:id=2|hours=", "4:id=3|hours="]
    );
}
