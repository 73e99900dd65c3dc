//! What shops and listings have in common: ids, names, and collecting what is
//! wrong with a row.

use kernel::Names;

use super::report::Remark;
use super::source::Raw;
use super::text::{Script, ascii_digits, by_script, clean, is_readable, script_of};

/// Longest id and longest name, in characters.
const LONGEST: usize = 200;

/// A row that was understood, or everything that is wrong with it.
pub(in crate::cli) type Read<R> = Result<(R, Vec<Remark>), Vec<Remark>>;

/// One row on its way to becoming a record.
pub(super) struct Reading<'a> {
    raw: &'a Raw,
    wrong: Vec<Remark>,
    notes: Vec<Remark>,
}

impl<'a> Reading<'a> {
    pub(super) const fn new(raw: &'a Raw) -> Self {
        Self {
            raw,
            wrong: Vec::new(),
            notes: Vec::new(),
        }
    }

    pub(super) fn text(&self, column: &str) -> &'a str {
        self.raw.text(column)
    }

    /// Notes a reason not to take the row.
    pub(super) fn refuse(&mut self, column: &'static str, reason: &'static str) {
        self.wrong
            .push(Remark::new(column, self.text(column), reason));
    }

    /// Notes something that was done about a value.
    pub(super) fn note(&mut self, column: &'static str, reason: &'static str) {
        self.note_with(column, reason, "");
    }

    /// The same, with more about this one value.
    pub(super) fn note_with(
        &mut self,
        column: &'static str,
        reason: &'static str,
        detail: impl Into<String>,
    ) {
        let remark = Remark::new(column, self.text(column), reason);
        self.notes.push(remark.with(detail));
    }

    /// The record, unless something is wrong.
    pub(super) fn finish<R>(self, record: Option<R>) -> Read<R> {
        match record {
            Some(record) if self.wrong.is_empty() => Ok((record, self.notes)),
            _ => Err(self.wrong),
        }
    }

    /// An id as it is in the file, without what nobody can see.
    pub(super) fn id(&mut self, column: &'static str) -> String {
        let invisible =
            |c: char| c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}');
        let id: String = self
            .text(column)
            .chars()
            .filter(|c| !invisible(*c))
            .collect();
        let id = id.trim().to_owned();
        if id.is_empty() {
            self.refuse(column, "missing");
        } else if id.chars().count() > LONGEST {
            self.refuse(column, "longer than 200 characters");
        }
        id
    }

    /// The name in both languages, and names that found no place there. A row
    /// without a name is refused.
    pub(super) fn names(&mut self) -> (Names, Vec<String>) {
        let (names, spare) = self.names_if_any();
        if names == Names::default() {
            self.refuse_nameless();
        }
        (names, spare)
    }

    /// The same, for rows that may go without.
    pub(super) fn names_if_any(&mut self) -> (Names, Vec<String>) {
        let mut names = Names::default();
        let mut spare = Vec::new();
        for column in ["name_bn", "name_en", "name"] {
            if let Some(name) = self.name(column) {
                self.place_name(column, &name, &mut names, &mut spare);
            }
        }
        (names, spare)
    }

    /// Refuses the row for its name, unless that has been done.
    pub(super) fn refuse_nameless(&mut self) {
        if self
            .wrong
            .iter()
            .any(|remark| remark.column.starts_with("name"))
        {
            return;
        }
        // The column that could have held it, best one that says anything.
        let said = |column: &&str| !self.text(column).is_empty();
        let there = |column: &&str| self.raw.values.iter().any(|(name, _)| name == column);
        let columns = ["name", "name_en", "name_bn"];
        let column = columns
            .iter()
            .find(|c| said(c))
            .or(columns.iter().find(|c| there(c)));
        self.refuse(column.copied().unwrap_or("name"), "no name");
    }

    fn name(&mut self, column: &'static str) -> Option<String> {
        let name = clean(self.text(column));
        if name.chars().count() > LONGEST {
            self.refuse(column, "longer than 200 characters");
            return None;
        }
        is_readable(&name).then_some(name)
    }

    /// A name goes to the language of its script, whatever its column says, and
    /// never takes the place of one that is there.
    fn place_name(
        &mut self,
        column: &'static str,
        name: &str,
        names: &mut Names,
        spare: &mut Vec<String>,
    ) {
        let own_script = match script_of(name) {
            Script::Bengali => column != "name_en",
            Script::Latin => column != "name_bn",
            Script::Mixed => false,
        };
        let found = by_script(name);
        if column != "name" && !own_script {
            self.note(column, "name put under the language of its script");
        }
        for (place, part) in [(&mut names.bn, found.bn), (&mut names.en, found.en)] {
            match (&place, part) {
                (None, part) => *place = part,
                (Some(there), Some(part)) if *there != part => spare.push(part),
                _ => {}
            }
        }
    }

    /// Text that may be missing; what is too long is left out with a note.
    pub(super) fn optional(&mut self, column: &'static str, longest: usize) -> Option<String> {
        let text = clean(self.text(column));
        if text.chars().count() > longest {
            self.note(column, "too long, left out");
            return None;
        }
        is_readable(&text).then_some(text)
    }

    /// A number, with digits of either script.
    pub(super) fn number(&mut self, column: &'static str) -> Option<f64> {
        let text = ascii_digits(&clean(self.text(column)));
        if text.is_empty() {
            self.refuse(column, "missing");
            return None;
        }
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        if number.is_none() {
            let comma = text.contains(',') && text.replace(',', ".").parse::<f64>().is_ok();
            self.refuse(
                column,
                if comma {
                    "write the number with a point, not a comma"
                } else {
                    "not a number"
                },
            );
        }
        number
    }
}
