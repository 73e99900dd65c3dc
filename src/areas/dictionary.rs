//! Distinct texts and who has them, on the way to a vocabulary.

use std::collections::BTreeMap;

use bangla_text::Vocabulary;

/// Distinct texts with what they stand for.
#[derive(Default)]
pub(crate) struct Dictionary {
    texts: BTreeMap<String, usize>,
    weights: Vec<u32>,
    holders: Vec<Vec<usize>>,
}

impl Dictionary {
    /// Notes that `holder` has this text; answers the number of the text.
    pub(crate) fn add(&mut self, text: &str, weight: u32, holder: usize) -> u32 {
        let next = self.weights.len();
        let at = *self.texts.entry(text.to_owned()).or_insert(next);
        if at == next {
            self.weights.push(0);
            self.holders.push(Vec::new());
        }
        self.weights[at] += weight;
        self.holders[at].push(holder);
        u32::try_from(at).expect("there are fewer names than u32 counts")
    }

    /// The texts as a vocabulary, and the holders of each.
    pub(crate) fn build(self) -> (Vocabulary, Vec<Vec<usize>>) {
        let mut texts = vec![String::new(); self.weights.len()];
        for (text, at) in self.texts {
            texts[at] = text;
        }
        (
            Vocabulary::build(texts.into_iter().zip(self.weights)),
            self.holders,
        )
    }
}
