//! Banglish words among 30,000 beside what one would use instead: the crate
//! `okkhor` (Avro rules), edit distance on top of it, and plain edit distance
//! over sounds.
//!
//! `cargo bench -p bangla-text --bench words`. The words are Google's Dakshina
//! lexicon (CC BY-SA 4.0), read from `../shared/data/search` beside the
//! workspace; without it only the second table is printed. Everything runs on
//! one thread; each question is timed by itself.
#![expect(
    clippy::print_stdout,
    reason = "printing tables is what this program is for"
)]

mod asked;
mod engines;
mod parts;

use asked::{Asked, slips};
use engines::{EditedAvro, Engine, ExactAvro, Ours, PlainSounds};
use std::time::{Duration, Instant};

/// Scans take milliseconds: they answer one question in so many.
const SCANNED: usize = 10;
const PASSES: u32 = 3;

fn main() {
    match Asked::read() {
        Some(asked) => recall(&asked),
        None => println!("SKIPPED recall: no Dakshina lexicon in ../shared/data/search"),
    }
    parts::print();
}

fn recall(asked: &Asked) {
    let started = Instant::now();
    let ours = Ours::over(&asked.words);
    let built = started.elapsed();
    println!(
        "\n{} words (built in {built:.1?}), {} spellings attested twice or more\n",
        asked.words.len(),
        asked.pairs.len(),
    );
    println!("| | asked | R@1 | R@10 | mean | p50 | p99 |\n|---|---|---|---|---|---|---|");
    let scans: [Box<dyn Engine>; 2] = [
        Box::new(EditedAvro::over(&asked.words)),
        Box::new(PlainSounds::over(&asked.words)),
    ];
    let exact = ExactAvro::over(&asked.words);
    for (kind, pairs) in [
        ("as spelt", asked.pairs.clone()),
        ("one letter replaced", slips(&asked.pairs, asked::replace)),
        (
            "two neighbours exchanged",
            slips(&asked.pairs, asked::exchange),
        ),
    ] {
        let few: Vec<_> = pairs.iter().step_by(SCANNED).cloned().collect();
        print_line(kind, &ours, &pairs);
        print_line(kind, &exact, &pairs);
        for scan in &scans {
            print_line(kind, scan.as_ref(), &few);
        }
    }
}

/// Each question counts with the best of three passes, disturbed the least.
fn print_line(kind: &str, engine: &dyn Engine, pairs: &[(String, String)]) {
    let places: Vec<_> = pairs
        .iter()
        .map(|(typed, meant)| engine.ask(typed).iter().position(|found| found == meant))
        .collect();
    let mut times = vec![Duration::MAX; pairs.len()];
    for _ in 0..PASSES {
        for ((typed, _), best) in pairs.iter().zip(&mut times) {
            let started = Instant::now();
            std::hint::black_box(engine.ask(typed));
            *best = started.elapsed().min(*best);
        }
    }
    times.sort_unstable();
    let count = u32::try_from(pairs.len()).expect("a few thousand questions");
    let share = |hits: usize| f64::from(u32::try_from(hits).unwrap_or(count)) / f64::from(count);
    println!(
        "| {}, {kind} | {count} | {:.3} | {:.3} | {:.1?} | {:.1?} | {:.1?} |",
        engine.name(),
        share(places.iter().filter(|&&place| place == Some(0)).count()),
        share(places.iter().flatten().count()),
        times.iter().sum::<Duration>() / count,
        times[times.len() / 2],
        times[times.len() * 99 / 100],
    );
}
