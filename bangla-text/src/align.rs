//! Alignment: how much one word must be bent to sound like another.

use crate::phoneme::{PHONEMES, Phoneme as P, Sound};
use crate::readings::spoken;

/// Sounds beyond this many are not compared.
pub(crate) const LONGEST: usize = 40;

/// Costs of saying one phoneme for another, in hundredths.
pub(crate) const COSTS: [[u8; P::COUNT]; P::COUNT] = cost_table();
/// The same in one place in memory.
static COST: [[u8; P::COUNT]; P::COUNT] = COSTS;

/// Pairs that are heard or written for one another more often than chance.
const CLOSE: &[(P, P, u8)] = &[
    // Vowels: Latin o and a both stand for the unwritten one.
    (P::Inherent, P::O, 2),
    (P::Inherent, P::Aw, 5),
    (P::Inherent, P::A, 20),
    (P::Inherent, P::E, 45),
    (P::Inherent, P::U, 45),
    (P::Inherent, P::I, 50),
    (P::Inherent, P::Ae, 45),
    (P::Aw, P::O, 5),
    (P::Aw, P::A, 20),
    (P::O, P::A, 35),
    (P::O, P::U, 20),
    (P::Ae, P::A, 15),
    (P::Ae, P::E, 15),
    (P::A, P::E, 50),
    (P::E, P::I, 25),
    (P::I, P::Y, 15),
    (P::E, P::Y, 15),
    (P::Y, P::A, 45),
    (P::O, P::W, 10),
    (P::U, P::W, 15),
    (P::Y, P::W, 30),
    (P::Y, P::J, 40),
    (P::W, P::B, 20),
    (P::W, P::Bh, 20),
    // Latin writes these alike.
    (P::T, P::Tt, 4),
    (P::Th, P::Tth, 4),
    (P::D, P::Dd, 4),
    (P::Dh, P::Ddh, 4),
    (P::R, P::Rr, 6),
    (P::S, P::Sh, 6),
    (P::N, P::Ng, 20),
    (P::C, P::Ch, 10),
    // Heard alike across classes.
    (P::S, P::Ch, 40),
    (P::Sh, P::Ch, 50),
    (P::S, P::C, 60),
    (P::J, P::G, 60),
    (P::Jh, P::G, 70),
    (P::P, P::B, 70),
    (P::Ph, P::Bh, 70),
    (P::B, P::Bh, 12),
    (P::T, P::D, 60),
    (P::T, P::Dd, 60),
    (P::Tt, P::D, 60),
    (P::Tt, P::Dd, 60),
    (P::K, P::G, 70),
    (P::Rr, P::Dd, 40),
    (P::Rr, P::D, 45),
    (P::N, P::M, 70),
    (P::L, P::N, 80),
    (P::R, P::L, 80),
];

const fn cost_table() -> [[u8; P::COUNT]; P::COUNT] {
    let mut costs = [[0; P::COUNT]; P::COUNT];
    let mut a = 0;
    while a < P::COUNT {
        let mut b = 0;
        while b < P::COUNT {
            costs[a][b] = if a == b {
                0
            } else {
                default_cost(PHONEMES[a], PHONEMES[b])
            };
            b += 1;
        }
        a += 1;
    }
    let mut i = 0;
    while i < CLOSE.len() {
        let (a, b, cost) = CLOSE[i];
        costs[a as usize][b as usize] = cost;
        costs[b as usize][a as usize] = cost;
        i += 1;
    }
    costs
}

const fn default_cost(a: P, b: P) -> u8 {
    match (a.class(), b.class()) {
        (None, None) => 60,
        (Some(a), Some(b)) if a as u8 == b as u8 => 20,
        _ => 100,
    }
}

/// How alike two words sound, 0 to 1, across scripts; 1 for the same word.
///
/// ```
/// use bangla_text::similarity;
/// assert_eq!(similarity("চাল", "চাল"), 1.0);
/// assert!(similarity("chal", "চাল") > 0.9);
/// assert!(similarity("chal", "ঢোল") < 0.6);
/// ```
pub fn similarity(query_word: &str, term: &str) -> f32 {
    let (query, term) = (crate::normalise(query_word), crate::normalise(term));
    if query == term {
        return if query.is_empty() { 0.0 } else { 1.0 };
    }
    let terms = spoken(&term);
    let mut best = 0.0_f32;
    for (said, penalty) in spoken(&query) {
        for (heard, other) in &terms {
            best = best.max(sounds_alike(&said, heard, u16::from(penalty + other)));
        }
    }
    crate::typing::as_typed(best, &query, &term)
}

fn sounds_alike(said: &[Sound], heard: &[Sound], penalty: u16) -> f32 {
    let bends = whole(said, heard, u16::MAX).saturating_add(penalty);
    score(bends, mass(said).max(mass(heard)))
}

/// Similarity for a cost over a mass; just under 1 at best, for 1 is reserved
/// to the same letters.
pub(crate) fn score(cost: u16, mass: u16) -> f32 {
    (0.995 - f32::from(cost) / f32::from(mass.max(150))).max(0.0)
}

/// The greatest cost that still scores `least`.
pub(crate) fn cost_for(least: f32, mass: u16) -> u16 {
    let cost = (0.995 - least) * f32::from(mass.max(150));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped above 0, and far below 65,535"
    )]
    let cost = cost.max(0.0) as u16;
    cost
}

/// What a word weighs: consonants one, vowels a half, unwritten ones nearly
/// nothing, in hundredths.
pub(crate) fn mass(sounds: &[Sound]) -> u16 {
    sounds.iter().copied().map(weight).sum()
}

fn weight(sound: Sound) -> u16 {
    match sound.phoneme {
        P::Inherent => 15,
        P::Y | P::W => 20,
        p if p.is_vowel() => 50,
        _ => u16::from(sound.drop),
    }
}

/// Least cost of turning all of `a` into all of `b`; `u16::MAX` once it is
/// certain to pass `most`.
pub(crate) fn whole(a: &[Sound], b: &[Sound], most: u16) -> u16 {
    let mut row = [0; LONGEST + 1];
    match last_row(a, b, most, &mut row) {
        Some([.., end]) => *end,
        _ => u16::MAX,
    }
}

/// Least cost of turning all of `a` into some beginning of `b`.
pub(crate) fn beginning(a: &[Sound], b: &[Sound], most: u16) -> u16 {
    let mut row = [0; LONGEST + 1];
    let ends = last_row(a, b, most, &mut row);
    ends.and_then(|row| row.iter().copied().min())
        .unwrap_or(u16::MAX)
}

/// The costs of turning all of `a` into each beginning of `b`, the empty one
/// first; `None` once all of them are certain to pass `most`.
fn last_row<'r>(
    a: &[Sound],
    b: &[Sound],
    most: u16,
    row: &'r mut [u16; LONGEST + 1],
) -> Option<&'r [u16]> {
    let (a, b) = (&a[..a.len().min(LONGEST)], &b[..b.len().min(LONGEST)]);
    let row = &mut row[..=b.len()];
    let mut dropped = 0;
    for (cell, sound) in row[1..].iter_mut().zip(b) {
        dropped += u16::from(sound.drop);
        *cell = dropped;
    }
    for sound in a {
        if next_row(*sound, b, row) > most {
            return None;
        }
    }
    Some(row)
}

/// Moves the row on by one sound of `a`; the least cost in it.
fn next_row(sound: Sound, b: &[Sound], row: &mut [u16]) -> u16 {
    let costs = &COST[sound.phoneme as usize];
    let drop = u16::from(sound.drop);
    let [first, rest @ ..] = row else { return 0 };
    let mut diagonal = *first;
    *first += drop;
    let (mut left, mut least) = (*first, *first);
    for (cell, other) in rest.iter_mut().zip(b) {
        let swap = diagonal + u16::from(costs[other.phoneme as usize]);
        diagonal = *cell;
        left = swap.min(diagonal + drop).min(left + u16::from(other.drop));
        *cell = left;
        least = least.min(left);
    }
    least
}
