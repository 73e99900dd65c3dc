//! The questions: spellings that several people gave for a word.

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use std::collections::BTreeSet;
use std::path::Path;

/// Words in the vocabulary; place names fill it up.
const WORDS: usize = 30_000;

pub(crate) struct Asked {
    /// In the order of their letters.
    pub(crate) words: Vec<String>,
    /// What is typed and what it means.
    pub(crate) pairs: Vec<(String, String)>,
}

impl Asked {
    /// `None` where the lexicon is not there.
    pub(crate) fn read() -> Option<Self> {
        let (dev, train) = (rows("dakshina_bn_dev.tsv")?, rows("dakshina_bn_train.tsv")?);
        let attested = |row: &&Vec<String>| row[2].parse::<u32>().is_ok_and(|count| count >= 2);
        let pairs = dev
            .iter()
            .filter(attested)
            .map(|row| (row[1].clone(), row[0].clone()))
            .collect();
        let mut words: BTreeSet<String> = dev.into_iter().chain(train).map(first).collect();
        for name in rows("place_name_pairs.tsv").unwrap_or_default() {
            if words.len() < WORDS {
                words.insert(name[1].clone());
            }
        }
        Some(Self {
            words: words.into_iter().collect(),
            pairs,
        })
    }
}

fn first(row: Vec<String>) -> String {
    row.into_iter().next().unwrap_or_default()
}

/// The rows of a file that have at least three columns.
fn rows(file: &str) -> Option<Vec<Vec<String>>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/search");
    let text = std::fs::read_to_string(folder.join(file)).ok()?;
    let row = |line: &str| line.split('\t').map(str::to_owned).collect::<Vec<_>>();
    let rows = text.lines().map(row);
    Some(rows.filter(|row| row.len() >= 3).collect())
}

/// Every question with one slip, the same ones in every run.
pub(crate) fn slips(
    pairs: &[(String, String)],
    slip: fn(&mut [u8], &mut StdRng),
) -> Vec<(String, String)> {
    let mut rng = StdRng::seed_from_u64(4);
    let spellings = pairs.iter().filter(|(typed, _)| typed.is_ascii());
    spellings
        .map(|(typed, meant)| {
            let mut letters = typed.clone().into_bytes();
            slip(&mut letters, &mut rng);
            let typed = String::from_utf8(letters).expect("ASCII for ASCII");
            (typed, meant.clone())
        })
        .collect()
}

/// One letter becomes another one.
pub(crate) fn replace(letters: &mut [u8], rng: &mut StdRng) {
    let at = rng.random_range(0..letters.len());
    let old = letters[at];
    while letters[at] == old {
        letters[at] = rng.random_range(b'a'..=b'z');
    }
}

/// Two neighbours change places, two that differ where there are any.
pub(crate) fn exchange(letters: &mut [u8], rng: &mut StdRng) {
    let differing: Vec<usize> = (1..letters.len())
        .filter(|&at| letters[at] != letters[at - 1])
        .collect();
    if !differing.is_empty() {
        let at = differing[rng.random_range(0..differing.len())];
        letters.swap(at - 1, at);
    }
}
