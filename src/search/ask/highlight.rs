//! Where in the names of an answer the words of the question stand, in whatever
//! script and spelling they were typed.

use std::ops::Range;

use bangla_text::Word;
use kernel::Names;

use super::reading::Reading;
use crate::text::{QueryWord, TermSource};

/// Likeness from which a word of a category's name is one that was typed.
const ALIKE: f32 = 0.85;

/// The names of an answer cut into parts that are in turn plain and marked,
/// beginning with a plain one, which may be empty; together they are the name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlight {
    /// The Bengali name; `None` where nothing in it is marked.
    pub bn: Option<Vec<String>>,
    /// The English name; `None` where nothing in it is marked.
    pub en: Option<Vec<String>>,
}

impl Highlight {
    /// Of names whose words are in the index.
    pub(super) fn of(names: &Names, reading: &Reading) -> Self {
        let in_name = |name: &String| {
            let words: Vec<Word> = bangla_text::words(name).collect();
            let mut marks = Marks::of(&words);
            for word in &reading.words {
                marks.add_best(word);
            }
            marks.cut(name)
        };
        Self {
            bn: names.bn.as_ref().and_then(in_name),
            en: names.en.as_ref().and_then(in_name),
        }
    }

    /// Of a category's names, whose words need not be in the index.
    pub(super) fn of_category(names: &Names, reading: &Reading) -> Self {
        let in_name = |name: &String| {
            let words: Vec<Word> = bangla_text::words(name).collect();
            let mut marks = Marks::of(&words);
            for (typed, word) in reading.typed.iter().zip(&reading.words) {
                marks.add_best(word);
                marks.add(|term| bangla_text::similarity(&typed.text, term) >= ALIKE);
            }
            marks.cut(name)
        };
        Self {
            bn: names.bn.as_ref().and_then(in_name),
            en: names.en.as_ref().and_then(in_name),
        }
    }
}

/// The words of one name, each marked or not.
struct Marks<'a> {
    words: &'a [Word],
    on: Vec<bool>,
}

impl<'a> Marks<'a> {
    fn of(words: &'a [Word]) -> Self {
        Self {
            words,
            on: vec![false; words.len()],
        }
    }

    /// Marks what is most alike of what stands for a word of the question. Names
    /// that taught too little leave several words as likely as each other.
    fn add_best(&mut self, word: &QueryWord) {
        let mut best = f32::INFINITY;
        for (source, similarity) in &word.sources {
            let as_good = best.is_infinite() || *similarity >= best;
            if !as_good {
                return;
            }
            if self.add_source(source) {
                best = *similarity;
            }
        }
    }

    fn add_source(&mut self, source: &TermSource) -> bool {
        match source {
            TermSource::Word(term) => self.add(|word| word == term),
            TermSource::All(terms) => {
                let has = |term: &String| self.words.iter().any(|word| word.text == **term);
                terms.iter().all(has) && self.add(|word| terms.iter().any(|term| term == word))
            }
            TermSource::Category(_) => false,
        }
    }

    /// Marks the words that are so; answers whether there are any.
    fn add(&mut self, is: impl Fn(&str) -> bool) -> bool {
        let mut any = false;
        for (word, on) in self.words.iter().zip(&mut self.on) {
            if is(&word.text) {
                *on = true;
                any = true;
            }
        }
        any
    }

    fn cut(&self, name: &str) -> Option<Vec<String>> {
        if !self.on.contains(&true) {
            return None;
        }
        let marked = self.words.iter().zip(&self.on).filter(|(_, on)| **on);
        let ranges = marked.map(|(word, _)| -> Range<usize> { word.range.clone() });
        let parts = bangla_text::marked(name, ranges).into_iter();
        Some(parts.map(str::to_owned).collect())
    }
}
