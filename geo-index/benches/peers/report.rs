//! What is printed and what is written as JSON.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::asked::Pace;
use crate::table::Table;

pub(crate) fn say(line: &str) {
    println!("{line}");
}

pub(crate) fn show(title: &str, table: &Table) {
    println!("\n{title}\n\n{table}");
}

/// Collects the figures while they are printed.
#[derive(Debug)]
pub(crate) struct Report {
    figures: Map<String, Value>,
    met: usize,
    missed: usize,
}

impl Report {
    pub(crate) fn new(pace: &Pace) -> Self {
        let pace = json!({ "points": pace.points, "questions": pace.questions });
        Self {
            figures: Map::from_iter([("pace".to_owned(), pace)]),
            met: 0,
            missed: 0,
        }
    }

    /// Files figures under a name.
    pub(crate) fn file(&mut self, name: &str, figures: Value) {
        self.figures.insert(name.to_owned(), figures);
    }

    /// Whether a target is met, as a sign, and counts it.
    pub(crate) fn sign(&mut self, met: bool) -> String {
        if met {
            self.met += 1;
            "✓".to_owned()
        } else {
            self.missed += 1;
            "✗".to_owned()
        }
    }

    /// Says how many targets were met, and writes the JSON.
    pub(crate) fn finish(mut self, json: Option<&Path>) -> Result<(), Box<dyn std::error::Error>> {
        println!("targets: {} met, {} missed", self.met, self.missed);
        let targets = json!({ "met": self.met, "missed": self.missed });
        self.file("targets", targets);
        if let Some(path) = json {
            fs::write(path, serde_json::to_string_pretty(&self.figures)?)?;
        }
        Ok(())
    }
}
