//! What the index holds, read back from its posting lists and compared with what
//! it should hold: documents do not keep their text.

use std::collections::{BTreeMap, BTreeSet};

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet as _, SegmentReader, TERMINATED, Term};

use super::index::{Doc, DocKey, Fields, KEY, LENGTH, Texts, Unreadable, digest_of, length};

/// The documents of an index, each as the sum of all that leads to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    documents: Vec<(DocKey, u64)>,
}

impl Written {
    /// What a sound index of these documents holds.
    pub fn of(docs: impl Iterator<Item = Doc>, texts: &Texts) -> Self {
        let sum = |doc: Doc| (doc.key, texts.sum_of(&doc));
        Self::sorted(docs.map(sum).collect())
    }

    /// What an index holds.
    pub fn read(texts: &Texts) -> Result<Self, Unreadable> {
        texts.read(|| {
            let mut documents = Vec::new();
            for segment in texts.searcher.segment_readers() {
                texts.fields.add_documents(segment, &mut documents)?;
            }
            Ok(Self::sorted(documents))
        })
    }

    /// Documents that are only in one of the two, are not the same in both, or
    /// are there more than once.
    pub fn differences(&self, other: &Self) -> BTreeSet<DocKey> {
        let mut counts: BTreeMap<(DocKey, u64), i64> = BTreeMap::new();
        for document in &self.documents {
            *counts.entry(*document).or_default() += 1;
        }
        for document in &other.documents {
            *counts.entry(*document).or_default() -= 1;
        }
        let unequal = counts.into_iter().filter(|(_, count)| *count != 0);
        unequal.map(|((key, _), _)| key).collect()
    }

    /// A number that is the same for the same documents.
    pub fn digest(&self) -> u64 {
        digest_of(&self.documents)
    }

    fn sorted(mut documents: Vec<(DocKey, u64)>) -> Self {
        documents.sort_unstable();
        Self { documents }
    }
}

impl Texts {
    fn sum_of(&self, doc: &Doc) -> u64 {
        let fields = self.fields;
        let words: BTreeSet<String> = bangla_text::words(&doc.text)
            .map(|word| word.text.into_owned())
            .collect();
        let words = words
            .iter()
            .map(|word| Term::from_field_text(fields.words, word));
        let category = doc
            .category
            .map(|ord| Term::from_field_u64(fields.category, ord.into()));
        let key = Term::from_field_u64(fields.key, doc.key.number());
        words
            .chain(category)
            .chain([key])
            .map(|term| part(term.field(), term.serialized_value_bytes()))
            .fold(length_part(length(&doc.text)), u64::wrapping_add)
    }
}

impl Fields {
    fn add_documents(
        self,
        segment: &SegmentReader,
        documents: &mut Vec<(DocKey, u64)>,
    ) -> tantivy::Result<()> {
        let mut sums = vec![0; segment.max_doc() as usize];
        for field in [self.words, self.category, self.key] {
            add_terms(segment, field, &mut sums)?;
        }
        let keys = segment.fast_fields().u64(KEY)?;
        let lengths = segment.fast_fields().u64(LENGTH)?;
        for doc in segment.doc_ids_alive() {
            let key = keys.first(doc).unwrap_or(u64::MAX);
            let length = length_part(lengths.first(doc).unwrap_or(u64::MAX));
            let sum = length.wrapping_add(sums[doc as usize]);
            documents.push((DocKey::from_number(key), sum));
        }
        Ok(())
    }
}

/// Adds every term of a field to the documents that its postings lead to.
fn add_terms(segment: &SegmentReader, field: Field, sums: &mut [u64]) -> tantivy::Result<()> {
    let inverted = segment.inverted_index(field)?;
    let mut stream = inverted.terms().stream()?;
    while stream.advance() {
        let part = part(field, stream.key());
        let mut postings =
            inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
        let mut doc = postings.doc();
        while doc != TERMINATED {
            let sum = sums.get_mut(doc as usize).ok_or_else(|| {
                tantivy::TantivyError::InternalError(format!("a posting leads to document {doc}"))
            })?;
            *sum = sum.wrapping_add(part);
            doc = postings.advance();
        }
    }
    Ok(())
}

fn part(field: Field, value: &[u8]) -> u64 {
    digest_of(&(field.field_id(), value))
}

fn length_part(length: u64) -> u64 {
    digest_of(&("length", length))
}
