//! Shows how far an import is: a bar on a terminal, a line now and then
//! elsewhere.

use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::report::pace;

/// Between two lines where there is no terminal.
const EVERY: Duration = Duration::from_secs(5);

/// Between two looks of the bar.
const REDRAW: Duration = Duration::from_millis(100);

/// Where progress and messages are shown. Copies show on the same screen.
#[derive(Clone)]
pub(super) struct Screen(Option<ProgressBar>);

impl Screen {
    /// The screen for a file of this many bytes.
    pub(super) fn new(bytes: u64) -> Self {
        if !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let style =
            ProgressStyle::with_template("{prefix:9} {wide_bar} {percent:>3} % {msg}, {eta} left");
        let bar = ProgressBar::new(bytes);
        Self(Some(match style {
            Ok(style) => bar.with_style(style),
            Err(_) => bar,
        }))
    }

    /// Says a line without tearing the bar.
    pub(super) fn say(&self, line: &str) {
        match &self.0 {
            Some(bar) => bar.suspend(|| eprintln!("{line}")),
            None => eprintln!("{line}"),
        }
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }

    /// Begins to count towards the end of the file.
    pub(super) fn pass(&self, verb: &'static str) -> Pass {
        if let Some(bar) = &self.0 {
            bar.reset();
            bar.set_prefix(verb);
        }
        let now = Instant::now();
        Pass {
            screen: self.clone(),
            verb,
            began: now,
            said: now,
        }
    }
}

/// One way through the file.
pub(super) struct Pass {
    screen: Screen,
    verb: &'static str,
    began: Instant,
    said: Instant,
}

impl Pass {
    /// This many rows and bytes are done.
    pub(super) fn at(&mut self, rows: u64, bytes: u64) {
        let every = if self.screen.0.is_some() {
            REDRAW
        } else {
            EVERY
        };
        if self.said.elapsed() < every {
            return;
        }
        self.said = Instant::now();
        let so_far = format!("{rows} rows, {}", pace(rows, self.began.elapsed()));
        if let Some(bar) = &self.screen.0 {
            bar.set_position(bytes);
            bar.set_message(so_far);
        } else {
            eprintln!("{}: {so_far}", self.verb);
        }
    }
}
