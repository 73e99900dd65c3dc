//! Terms by the way they sound: candidates for a key, its neighbours and its
//! continuations.

use crate::align::mass;
use crate::key::{Key, keys_of};
use crate::phoneme::Sound;
use crate::readings::spoken;

/// One way to say one term.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    pub(crate) term: u32,
    pub(crate) mass: u16,
    pub(crate) penalty: u8,
    len: u8,
    start: u32,
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
            for (sounds, penalty) in spoken(text) {
                let form = index.add(term, &sounds, penalty);
                pairs.extend(keys_of(&sounds).into_iter().map(|key| (key, form)));
            }
        }
        pairs.sort_unstable();
        index.fill_keys(&pairs);
        index.fill_shortened();
        index
    }

    fn add(&mut self, term: u32, sounds: &[Sound], penalty: u8) -> u32 {
        let start = position(self.sounds.len());
        self.sounds.extend_from_slice(sounds);
        let len = u8::try_from(sounds.len()).expect("readings stop at 40 sounds");
        self.forms.push(Form {
            term,
            mass: mass(sounds),
            penalty,
            len,
            start,
        });
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

    pub(crate) fn form(&self, number: u32) -> (Form, &[Sound]) {
        let form = self.forms[number as usize];
        let start = form.start as usize;
        (form, &self.sounds[start..start + usize::from(form.len)])
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

    /// Form lists of all keys one class away: left out, put in, replaced or
    /// two exchanged. Every such key comes once, the key itself never.
    pub(crate) fn neighbours(&self, key: Key) -> impl Iterator<Item = &[u32]> {
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
        near.into_iter()
            .map(|number| self.of_keys(number as usize, number as usize + 1))
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
