//! From query words to scored documents.

use std::cell::RefCell;

use tantivy::postings::SegmentPostings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, SegmentReader, TERMINATED, Term};

use super::index::{DocKey, KEY, LENGTH, Texts, Unreadable};
use crate::tables::Ord32;

/// Query words beyond this many are left out.
pub const MAX_WORDS: usize = 8;

/// One word of the query as the index may hold it.
#[derive(Clone, Debug)]
pub struct QueryWord {
    /// How telling the word is; rare words weigh more.
    pub weight: f32,
    /// What counts as this word, most alike first.
    pub sources: Vec<(TermSource, f32)>,
}

/// Where a query word is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermSource {
    /// A word of a name.
    Word(String),
    /// Several words, all of them in one name.
    All(Vec<String>),
    /// Being in a category.
    Category(Ord32),
}

/// A document that matched.
#[derive(Clone, Copy, Debug)]
pub struct Scored {
    /// What it stands for.
    pub key: DocKey,
    /// Matched share of the query's weight, 0 to 1.
    pub text: f32,
    /// Share of the document's words that the query could name, 0 to 1; tells
    /// "rice" from "rice cooker".
    pub tightness: f32,
}

/// Scores per document of a segment, reused between queries.
#[derive(Default)]
struct Scratch {
    score: Vec<f32>,
    matched: Vec<u8>,
    touched: Vec<u32>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Every document that reaches `least` of the query's weight.
pub fn match_documents(
    texts: &Texts,
    words: &[QueryWord],
    least: f32,
) -> Result<Vec<Scored>, Unreadable> {
    texts.read(|| walk(texts, words, least))
}

fn walk(texts: &Texts, words: &[QueryWord], least: f32) -> tantivy::Result<Vec<Scored>> {
    let words = &words[..words.len().min(MAX_WORDS)];
    let total: f32 = words.iter().map(|word| word.weight).sum();
    let mut found = Vec::new();
    SCRATCH.with_borrow_mut(|scratch| -> tantivy::Result<()> {
        for segment in texts.searcher.segment_readers() {
            scratch.reset(segment.max_doc());
            for (bit, word) in words.iter().enumerate() {
                scratch.add_word(texts, segment, word, 1 << bit)?;
            }
            scratch.collect(segment, total, least, &mut found)?;
        }
        Ok(())
    })?;
    Ok(found)
}

impl Scratch {
    /// Forgets the last segment; costs what that one touched.
    fn reset(&mut self, documents: u32) {
        for doc in self.touched.drain(..) {
            self.score[doc as usize] = 0.0;
            self.matched[doc as usize] = 0;
        }
        let width = self.score.len().max(documents as usize);
        self.score.resize(width, 0.0);
        self.matched.resize(width, 0);
    }

    /// Adds one query word. Its sources come most alike first, so the first
    /// that reaches a document is its best.
    fn add_word(
        &mut self,
        texts: &Texts,
        segment: &SegmentReader,
        word: &QueryWord,
        bit: u8,
    ) -> tantivy::Result<()> {
        for (source, similarity) in &word.sources {
            let score = word.weight * similarity;
            match source {
                TermSource::Word(text) => {
                    let term = Term::from_field_text(texts.fields.words, text);
                    self.add_all(&[term], segment, bit, score)?;
                }
                TermSource::All(words) => {
                    let term = |word: &String| Term::from_field_text(texts.fields.words, word);
                    let terms: Vec<Term> = words.iter().map(term).collect();
                    self.add_all(&terms, segment, bit, score)?;
                }
                TermSource::Category(ord) => {
                    let term = Term::from_field_u64(texts.fields.category, (*ord).into());
                    self.add_all(&[term], segment, bit, score)?;
                }
            }
        }
        Ok(())
    }

    /// Adds the documents that hold all of some terms.
    fn add_all(
        &mut self,
        terms: &[Term],
        segment: &SegmentReader,
        bit: u8,
        score: f32,
    ) -> tantivy::Result<()> {
        let mut postings = Vec::with_capacity(terms.len());
        for term in terms {
            let inverted = segment.inverted_index(term.field())?;
            match inverted.read_postings(term, IndexRecordOption::Basic)? {
                Some(of_term) => postings.push(of_term),
                None => return Ok(()),
            }
        }
        // The rarest leads, the others follow.
        postings.sort_by_key(SegmentPostings::doc_freq);
        let Some((rarest, others)) = postings.split_first_mut() else {
            return Ok(());
        };
        let mut doc = rarest.doc();
        while doc != TERMINATED {
            if others.iter_mut().all(|other| reaches(other, doc)) {
                self.add(doc, bit, score);
            }
            doc = rarest.advance();
        }
        Ok(())
    }

    fn add(&mut self, doc: u32, bit: u8, score: f32) {
        let matched = &mut self.matched[doc as usize];
        if *matched & bit != 0 {
            return;
        }
        if *matched == 0 {
            self.touched.push(doc);
        }
        *matched |= bit;
        self.score[doc as usize] += score;
    }

    fn collect(
        &self,
        segment: &SegmentReader,
        total: f32,
        least: f32,
        found: &mut Vec<Scored>,
    ) -> tantivy::Result<()> {
        let keys = segment.fast_fields().u64(KEY)?;
        let lengths = segment.fast_fields().u64(LENGTH)?;
        for &doc in &self.touched {
            let text = self.score[doc as usize] / total;
            if text < least || segment.is_deleted(doc) {
                continue;
            }
            let (Some(key), Some(length)) = (keys.first(doc), lengths.first(doc)) else {
                continue;
            };
            let matched = self.matched[doc as usize];
            #[expect(clippy::cast_precision_loss, reason = "word counts are small")]
            let tightness = (matched.count_ones() as f32 / length.max(1) as f32).min(1.0);
            found.push(Scored {
                key: DocKey::from_number(key),
                text,
                tightness,
            });
        }
        Ok(())
    }
}

/// Whether a document is among the postings, which come in order.
fn reaches(postings: &mut SegmentPostings, doc: u32) -> bool {
    if postings.doc() < doc {
        postings.seek(doc);
    }
    postings.doc() == doc
}
