//! At which stage of reading a source of a word was found.

use crate::text::QueryWord;

/// The stages, in the order they are gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The word by itself: its letters, its sound, a slip, two words in one, and
    /// what stands for these in the other language.
    Word,
    /// Together with a neighbour.
    Joined,
    /// By its beginning, as the last word of the question.
    Begun,
    /// Goods of a category that the question names.
    InCategory,
    /// Other names of that category.
    CategoryName,
    /// Other names of a thing of the concept table.
    Concept,
}

/// The stage of each source of each word.
#[derive(Debug, Default)]
pub(super) struct Stages(Vec<Vec<Stage>>);

impl Stages {
    /// Whatever sources have come since the last call were found at this stage.
    pub(super) fn note(&mut self, stage: Stage, words: &[QueryWord]) {
        self.0.resize_with(words.len(), Vec::new);
        for (stages, word) in self.0.iter_mut().zip(words) {
            stages.resize(word.sources.len(), stage);
        }
    }

    /// Puts the sources of each word in order, most alike first; of those alike
    /// the one found first.
    pub(super) fn sort_with(&mut self, words: &mut [QueryWord]) {
        for (stages, word) in self.0.iter_mut().zip(words) {
            let sources = word.sources.drain(..).zip(stages.drain(..));
            let mut both: Vec<_> = sources.collect();
            both.sort_by(|((_, a), _), ((_, b), _)| b.total_cmp(a));
            (word.sources, *stages) = both.into_iter().unzip();
        }
    }

    /// The stage of one source.
    pub(super) fn of(&self, word: usize, source: usize) -> Option<Stage> {
        self.0.get(word)?.get(source).copied()
    }
}
