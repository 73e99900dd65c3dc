//! A typed word, sounded out once for all comparisons.

use crate::align::mass;
use crate::key::{Key, keys_of};
use crate::phoneme::Sound;
use crate::readings::{spoken, spoken_so_far};
use crate::typing::Typed;
use crate::words::{Script, script_of};

/// What somebody typed.
#[derive(Debug)]
pub(crate) struct Query {
    pub(crate) folded: String,
    /// Only Latin letters are compared by slips of the finger.
    pub(crate) typed: Option<Typed>,
    pub(crate) said: Vec<Said>,
}

/// One reading of it.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) sounds: Vec<Sound>,
    pub(crate) mass: u16,
    pub(crate) penalty: u8,
    pub(crate) keys: Vec<Key>,
}

impl Query {
    /// A whole word.
    pub(crate) fn new(word: &str) -> Self {
        let folded = crate::normalise(word);
        let readings = spoken(&folded);
        Self::read(folded, readings)
    }

    /// The beginning of a word or phrase.
    pub(crate) fn so_far(prefix: &str) -> Self {
        let folded = crate::normalise(prefix);
        let readings = spoken_so_far(&folded);
        Self::read(folded, readings)
    }

    fn read(folded: String, readings: Vec<(Vec<Sound>, u8)>) -> Self {
        let latin = folded.chars().next().and_then(script_of) == Some(Script::Latin);
        let typed = latin.then(|| Typed::new(&folded)).flatten();
        let mut said: Vec<Said> = Vec::new();
        for (sounds, penalty) in readings {
            let keys = keys_of(&sounds);
            said.push(Said {
                mass: mass(&sounds),
                sounds,
                penalty,
                keys,
            });
        }
        Self {
            folded,
            typed,
            said,
        }
    }

    /// The least similarity worth showing: short words are given less rope.
    pub(crate) fn least(&self) -> f32 {
        let classes = self.said.first().and_then(|said| said.keys.last());
        match classes.map_or(0, |key| key.len()) {
            0 | 1 => 0.8,
            2 => 0.7,
            _ => 0.6,
        }
    }
}
