//! The command line: which parts to run, how long, and where to write.

use std::path::PathBuf;
use std::time::Duration;

const USAGE: &str =
    "usage: peers [dense|sparse|scaling|updates|build|levels]… [--quick] [--plot] [--json FILE]";

/// One table, or a few that belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Dense,
    Sparse,
    Scaling,
    Updates,
    Build,
    Levels,
}

impl Part {
    const ALL: [(&str, Self); 6] = [
        ("dense", Self::Dense),
        ("sparse", Self::Sparse),
        ("scaling", Self::Scaling),
        ("updates", Self::Updates),
        ("build", Self::Build),
        ("levels", Self::Levels),
    ];

    fn named(name: &str) -> Option<Self> {
        (Self::ALL.iter())
            .find(|&&(known, _)| known == name)
            .map(|&(_, part)| part)
    }
}

/// How much is measured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Points of the dense place.
    pub(crate) points: u32,
    /// Points of each world of the scaling part.
    pub(crate) worlds: [u32; 3],
    /// Questions per task and radius.
    pub(crate) questions: usize,
    /// When it is used up, a slow engine is asked no further questions of a
    /// pass.
    pub(crate) budget: Duration,
    /// Questions checked against brute force before anything is measured.
    pub(crate) checked: usize,
    /// How long a reader asks, alone and beside a writer.
    pub(crate) reading: Duration,
    /// Moves made one by one.
    pub(crate) single_moves: usize,
}

impl Pace {
    const FULL: Self = Self {
        points: 1_000_000,
        worlds: [100_000, 1_000_000, 10_000_000],
        questions: 10_000,
        budget: Duration::from_millis(400),
        checked: 30,
        reading: Duration::from_secs(3),
        single_moves: 5_000,
    };
    const QUICK: Self = Self {
        points: 100_000,
        worlds: [10_000, 50_000, 100_000],
        questions: 1_000,
        budget: Duration::from_millis(40),
        checked: 10,
        reading: Duration::from_millis(400),
        single_moves: 500,
    };
}

/// What the command line says.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) parts: Vec<Part>,
    pub(crate) pace: Pace,
    /// Whether the scaling part redraws the plot of the README.
    pub(crate) plot: bool,
    pub(crate) json: Option<PathBuf>,
}

/// A command line that cannot be meant.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotUnderstood {
    #[error("{0:?} is no part and no option\n{USAGE}")]
    Word(String),
    #[error("--json wants the name of a file\n{USAGE}")]
    NoFile,
}

impl Asked {
    pub(crate) fn from_args(args: impl IntoIterator<Item = String>) -> Result<Self, NotUnderstood> {
        let mut asked = Self {
            parts: Vec::new(),
            pace: Pace::FULL,
            plot: false,
            json: None,
        };
        let mut args = args.into_iter();
        while let Some(word) = args.next() {
            match word.as_str() {
                // Cargo says this to every benchmark.
                "--bench" => {}
                "--quick" => asked.pace = Pace::QUICK,
                "--plot" => asked.plot = true,
                "--json" => asked.json = Some(args.next().ok_or(NotUnderstood::NoFile)?.into()),
                name => (asked.parts).push(Part::named(name).ok_or(NotUnderstood::Word(word))?),
            }
        }
        if asked.parts.is_empty() {
            asked.parts = Part::ALL.iter().map(|&(_, part)| part).collect();
        }
        Ok(asked)
    }
}
