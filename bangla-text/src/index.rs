//! Terms by the way they sound: candidates for a key, its neighbours and its
//! continuations.

use crate::align::mass;
use crate::key::{Key, keys_of};
use crate::phoneme::Sound;
use crate::readings::spoken;
use crate::typing::letters;

/// One way to say one term.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) term: u32,
    pub(crate) mass: u16,
    pub(crate) penalty: u8,
    /// Letters of the term, where slips are counted in it; 0 elsewhere.
    pub(crate) typed: u8,
    start: u32,
}

impl Form {
    const fn new(term: u32, typed: u8, penalty: u8) -> Self {
        Self {
            term,
            mass: 0,
            penalty,
            typed,
            start: 0,
        }
    }
}

/// Every form of every term, found by key.
#[derive(Debug, Default)]
pub(crate) struct SoundIndex {
    sounds: Vec<Sound>,
    forms: Vec<Form>,
    /// Distinct keys in order, and where their forms begin in `by_key`.
    keys: Vec<Key>,
    starts: Vec<u32>,
    by_key: Vec<u32>,
    /// Keys with one class taken out, and which key it was.
    shortened: Vec<(Key, u32)>,
}

impl SoundIndex {
    /// Terms are numbered in the order given and already normalised.
    pub(crate) fn build<'a>(terms: impl Iterator<Item = &'a str>) -> Self {
        let mut index = Self::default();
        let mut pairs = Vec::new();
        for (term, text) in (0..).zip(terms) {
            let typed = letters(text);
            for (sounds, penalty) in spoken(text) {
                let form = index.add(&sounds, Form::new(term, typed, penalty));
                pairs.extend(keys_of(&sounds).into_iter().map(|key| (key, form)));
            }
        }
        pairs.sort_unstable();
        index.fill_keys(&pairs);
        index.fill_shortened();
        index.shrink();
        index
    }

    fn add(&mut self, sounds: &[Sound], form: Form) -> u32 {
        self.forms.push(Form {
            mass: mass(sounds),
            start: position(self.sounds.len()),
            ..form
        });
        self.sounds.extend_from_slice(sounds);
        position(self.forms.len() - 1)
    }

    fn fill_keys(&mut self, pairs: &[(Key, u32)]) {
        for &(key, form) in pairs {
            if self.keys.last() != Some(&key) {
                self.keys.push(key);
                self.starts.push(position(self.by_key.len()));
            }
            self.by_key.push(form);
        }
        self.starts.push(position(self.by_key.len()));
    }

    fn fill_shortened(&mut self) {
        for (number, &key) in (0..).zip(&self.keys) {
            if key.len() > 1 {
                self.shortened
                    .extend((0..key.count()).map(|at| (key.without(at), number)));
            }
        }
        self.shortened.sort_unstable();
        self.shortened.dedup();
    }

    /// It is built once and then only read.
    fn shrink(&mut self) {
        self.sounds.shrink_to_fit();
        self.forms.shrink_to_fit();
        self.keys.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.by_key.shrink_to_fit();
        self.shortened.shrink_to_fit();
    }

    pub(crate) fn form(&self, number: u32) -> (Form, &[Sound]) {
        let form = self.forms[number as usize];
        let next = self.forms.get(number as usize + 1);
        let end = next.map_or(self.sounds.len(), |next| next.start as usize);
        (form, &self.sounds[form.start as usize..end])
    }

    /// Forms with exactly this key.
    pub(crate) fn sharing(&self, key: Key) -> &[u32] {
        self.keys
            .binary_search(&key)
            .map_or(&[], |at| self.of_keys(at, at + 1))
    }

    /// Forms whose key starts with this one.
    pub(crate) fn starting_with(&self, key: Key) -> &[u32] {
        let from = self.keys.partition_point(|&k| k < key);
        let to = self.keys.partition_point(|&k| k <= key.last_with_prefix());
        self.of_keys(from, to)
    }

    /// All keys one class away with their forms: left out, put in, replaced or
    /// two exchanged. Every such key comes once, the key itself never.
    pub(crate) fn neighbours(&self, key: Key) -> impl Iterator<Item = (Key, &[u32])> {
        let mut near: Vec<u32> = Vec::new();
        let shorter = (0..key.count())
            .map(|at| key.without(at))
            .filter(|k| !k.is_empty());
        near.extend(
            shorter
                .clone()
                .filter_map(|k| self.keys.binary_search(&k).ok())
                .map(position),
        );
        for key in shorter.chain([key]) {
            near.extend(self.shortened_to(key).iter().map(|&(_, number)| number));
        }
        near.sort_unstable();
        near.dedup();
        near.retain(|&number| self.keys[number as usize] != key);
        near.into_iter().map(|number| {
            let forms = self.of_keys(number as usize, number as usize + 1);
            (self.keys[number as usize], forms)
        })
    }

    fn shortened_to(&self, key: Key) -> &[(Key, u32)] {
        let from = self.shortened.partition_point(|&(k, _)| k < key);
        let count = self.shortened[from..]
            .iter()
            .take_while(|&&(k, _)| k == key)
            .count();
        &self.shortened[from..from + count]
    }

    fn of_keys(&self, from: usize, to: usize) -> &[u32] {
        &self.by_key[self.starts[from] as usize..self.starts[to] as usize]
    }
}

fn position(at: usize) -> u32 {
    u32::try_from(at).expect("a vocabulary stays below four thousand million sounds")
}
