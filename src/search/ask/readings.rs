//! Readings of questions that were asked before. Many people look for the same
//! few things, and reading a question takes longer than answering it.

use std::collections::HashMap;
use std::sync::{Arc, Weak};

use parking_lot::Mutex;

use super::concepts::Concepts;
use super::question::Question;
use super::reading::{Reading, read};
use crate::tables::Categories;
use crate::text::Texts;

/// Readings kept in each of two halves.
const MOST: usize = 1_000;

/// Readings by question; forgotten when the words of the index, the categories or
/// the concept table change.
#[derive(Default)]
pub struct Readings(Mutex<Known>);

#[derive(Default)]
struct Known {
    texts: Weak<Texts>,
    concepts: Weak<Concepts>,
    categories: u64,
    /// Asked lately. When it is full, it becomes the older one.
    newer: HashMap<Asked, Arc<Reading>>,
    older: HashMap<Asked, Arc<Reading>>,
}

/// What a reading depends on besides the tables.
type Asked = (Box<str>, bool);

impl Readings {
    /// The reading of a question with these words, categories and concepts.
    pub(super) fn read(
        &self,
        question: &Question,
        texts: &Arc<Texts>,
        concepts: &Arc<Concepts>,
        categories: &Categories,
    ) -> Arc<Reading> {
        let asked = (question.text.as_str().into(), question.literal);
        let known = self.0.lock().find(&asked, texts, concepts, categories);
        known.unwrap_or_else(|| {
            let text = &question.text;
            let reading = read(text, question.literal, texts, concepts, categories);
            let reading = Arc::new(reading);
            let mut known = self.0.lock();
            if known.is_of(texts, concepts, categories) {
                known.keep(asked, Arc::clone(&reading));
            }
            reading
        })
    }
}

impl Known {
    fn find(
        &mut self,
        asked: &Asked,
        texts: &Arc<Texts>,
        concepts: &Arc<Concepts>,
        categories: &Categories,
    ) -> Option<Arc<Reading>> {
        if !self.is_of(texts, concepts, categories) {
            *self = Self {
                texts: Arc::downgrade(texts),
                concepts: Arc::downgrade(concepts),
                categories: categories.version(),
                ..Self::default()
            };
        }
        if let Some(reading) = self.newer.get(asked) {
            return Some(Arc::clone(reading));
        }
        let reading = self.older.remove(asked)?;
        self.keep(asked.clone(), Arc::clone(&reading));
        Some(reading)
    }

    /// A weak reference keeps the place in memory, so no later one is taken for it.
    fn is_of(&self, texts: &Arc<Texts>, concepts: &Arc<Concepts>, categories: &Categories) -> bool {
        std::ptr::eq(self.texts.as_ptr(), Arc::as_ptr(texts))
            && std::ptr::eq(self.concepts.as_ptr(), Arc::as_ptr(concepts))
            && self.categories == categories.version()
    }

    fn keep(&mut self, asked: Asked, reading: Arc<Reading>) {
        if self.newer.len() >= MOST {
            self.older = std::mem::take(&mut self.newer);
        }
        self.newer.insert(asked, reading);
    }
}
