//! Reading Latin letters: one spelling, up to five ways to say it.

use crate::align::LONGEST;
use crate::phoneme::{Sound, sound_out};

/// How a Latin word is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Habit {
    /// As Banglish and plain English mostly read.
    Banglish,
    /// c is চ.
    ChForC,
    /// g before e and i is জ.
    SoftG,
    /// y is য.
    JForY,
    /// s between vowels is জ.
    SoftS,
    /// s is ছ.
    ChForS,
    /// Letter by letter, as in tv for টিভি; words of two or three letters.
    Initials,
    /// As English or Sanskrit is spelt: silent e, oa, sch, ture, ksh, jn.
    Learned,
}

impl Habit {
    const ALTERNATIVES: [(Self, u8); 7] = [
        (Self::ChForC, 2),
        (Self::SoftG, 2),
        (Self::JForY, 3),
        (Self::Initials, 4),
        (Self::Learned, 3),
        (Self::ChForS, 12),
        (Self::SoftS, 8),
    ];
    const MOST: usize = 5;
    const LONGEST_INITIALS: usize = 3;
}

/// One way to say a word.
///
/// ```
/// let ways = bangla_text::readings("chal");
/// assert_eq!(ways[0].penalty, 0.0);
/// assert_eq!(ways[0].phonemes, bangla_text::phonemes("chal"));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// The sounds in order.
    pub phonemes: Vec<crate::Phoneme>,
    /// How much less likely than the first reading, 0 to 1.
    pub penalty: f32,
}

/// The ways to say a word, likeliest first: up to five for Latin letters,
/// one for Bengali, none for digits. Only the first 40 sounds are read.
///
/// ```
/// use bangla_text::{Phoneme, readings};
/// // "mas" may be মাস or মাছ.
/// assert!(readings("mas").iter().any(|r| r.phonemes.contains(&Phoneme::Ch)));
/// assert_eq!(readings("মাছ").len(), 1);
/// ```
pub fn readings(word: &str) -> Vec<Reading> {
    let spoken = spoken(&crate::normalise(word));
    let reading = |(sounds, penalty): (Vec<Sound>, u8)| Reading {
        phonemes: sounds.into_iter().map(|sound| sound.phoneme).collect(),
        penalty: f32::from(penalty) / 100.0,
    };
    spoken.into_iter().map(reading).collect()
}

/// The readings of a text that may go on: its first few letters do not tell
/// yet whether it is English, nor whether an e at the end is silent.
pub(crate) fn spoken_so_far(text: &str) -> Vec<(Vec<Sound>, u8)> {
    let told = text.len() > Habit::LONGEST_INITIALS;
    spoken_by(text, |habit| match habit {
        Habit::Initials => false,
        Habit::Learned => told,
        _ => true,
    })
}

/// The readings of a normalised text with their penalties in hundredths.
pub(crate) fn spoken(text: &str) -> Vec<(Vec<Sound>, u8)> {
    let short = text.len() <= Habit::LONGEST_INITIALS;
    spoken_by(text, |habit| short || habit != Habit::Initials)
}

fn spoken_by(text: &str, may: impl Fn(Habit) -> bool) -> Vec<(Vec<Sound>, u8)> {
    let first = heard(text, Habit::Banglish);
    if first.is_empty() {
        return Vec::new();
    }
    let mut readings = vec![(first, 0)];
    if !text.bytes().any(|letter| letter.is_ascii_lowercase()) {
        return readings; // only Latin letters leave a choice
    }
    for (habit, penalty) in Habit::ALTERNATIVES
        .into_iter()
        .filter(|&(habit, _)| may(habit))
    {
        let sounds = heard(text, habit);
        if readings.len() < Habit::MOST && readings.iter().all(|(known, _)| *known != sounds) {
            readings.push((sounds, penalty));
        }
    }
    readings
}

/// No more sounds than are ever compared.
fn heard(text: &str, habit: Habit) -> Vec<Sound> {
    let mut sounds = sound_out(text, habit);
    sounds.truncate(LONGEST);
    sounds
}
