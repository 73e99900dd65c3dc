//! Word-level recall on Google's Dakshina lexicon (CC BY-SA 4.0), read from
//! `../shared/data/search` beside the workspace when it is there.

use bangla_text::Vocabulary;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

struct Pair {
    native: String,
    latin: String,
    attestations: u32,
}

fn lexicon(split: &str) -> Option<Vec<Pair>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/search");
    let text = std::fs::read_to_string(folder.join(format!("dakshina_bn_{split}.tsv"))).ok()?;
    let pair = |line: &str| {
        let mut columns = line.split('\t');
        Some(Pair {
            native: columns.next()?.to_owned(),
            latin: columns.next()?.to_owned(),
            attestations: columns.next()?.trim().parse().ok()?,
        })
    };
    Some(text.lines().filter_map(pair).collect())
}

#[derive(Debug, Default)]
struct Recall {
    queries: f32,
    first: f32,
    ten: f32,
}

/// Looks every attested spelling up and counts where its word stands.
fn recall(vocabulary: &Vocabulary, pairs: &[Pair]) -> Recall {
    let mut recall = Recall::default();
    for pair in pairs.iter().filter(|pair| pair.attestations >= 2) {
        let found = vocabulary.expand(&pair.latin, 10);
        let place = found.iter().position(|found| found.term == pair.native);
        recall.queries += 1.0;
        recall.first += if place == Some(0) { 1.0 } else { 0.0 };
        recall.ten += if place.is_some() { 1.0 } else { 0.0 };
    }
    recall.first /= recall.queries;
    recall.ten /= recall.queries;
    recall
}

fn measure<'p>(name: &str, words: impl Iterator<Item = &'p Pair>, asked: &[Pair]) -> Recall {
    let words: BTreeSet<&str> = words.map(|pair| &*pair.native).collect();
    let count = words.len();
    let start = Instant::now();
    let vocabulary = Vocabulary::build(words.into_iter().map(|word| (word, 1)));
    let built = start.elapsed();
    let start = Instant::now();
    let recall = recall(&vocabulary, asked);
    let each = start.elapsed().div_f32(recall.queries);
    eprintln!("{name}: {count} words built in {built:?}, {recall:.3?}, {each:?} a query");
    recall
}

#[test]
fn banglish_finds_its_word() {
    let (Some(dev), Some(train)) = (lexicon("dev"), lexicon("train")) else {
        eprintln!("SKIPPED: no Dakshina lexicon in ../shared/data/search");
        return;
    };
    let alone = measure("dev words", dev.iter(), &dev);
    assert!(alone.first >= 0.96 && alone.ten >= 0.985, "{alone:?}");

    let crowd = measure("dev and train words", dev.iter().chain(&train), &dev);
    assert!(crowd.first >= 0.87 && crowd.ten >= 0.98, "{crowd:?}");
}
