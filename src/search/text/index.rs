//! Writing and opening the index.
//!
//! It lives in memory, as everything else that answers: no file can be damaged,
//! cut short, deleted or find the disk full under a process that serves. It is
//! made from the tables at start, which costs no more than checking a saved one.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hasher as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use bangla_text::Vocabulary;
use kernel::Names;
use parking_lot::Mutex;
use tantivy::directory::RamDirectory;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{
    Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, SegmentReader,
    TantivyDocument, Term,
};

use super::pairs::{Learning, Pairs};
use super::tokenizer::BanglaTokenizer;
use crate::tables::Ord32;

/// Memory of the one writer in bytes.
const WRITER_BUDGET: usize = 60_000_000;
const TOKENIZER: &str = "bangla";

/// What a document stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocKey {
    /// A product by `ord`.
    Product(Ord32),
    /// A shop by `ord`.
    Shop(Ord32),
}

const SHOP_BIT: u64 = 1 << 32;

impl DocKey {
    pub(super) const fn number(self) -> u64 {
        match self {
            Self::Product(ord) => ord as u64,
            Self::Shop(ord) => ord as u64 | SHOP_BIT,
        }
    }

    /// The key under a number that [`DocKey::number`] made.
    pub(super) fn from_number(number: u64) -> Self {
        let ord = Ord32::try_from(number & !SHOP_BIT).unwrap_or(Ord32::MAX);
        if number & SHOP_BIT == 0 {
            Self::Product(ord)
        } else {
            Self::Shop(ord)
        }
    }
}

/// What a document is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doc {
    /// What it stands for.
    pub key: DocKey,
    /// All names.
    pub text: String,
    /// `ord` of the category.
    pub category: Option<Ord32>,
}

/// The fields of a document.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    /// [`DocKey`] as a number, for deletion.
    pub(super) key: Field,
    /// The words of all names.
    pub(super) words: Field,
    /// `ord` of the category.
    pub(super) category: Field,
    /// How many words there are.
    pub(super) length: Field,
}

pub(super) const KEY: &str = "key";
pub(super) const LENGTH: &str = "length";

/// What a query reads: one committed state of the index.
pub struct Texts {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    /// All words, weighted by how many documents hold them.
    pub vocabulary: Arc<Vocabulary>,
    /// Words that say the same in the other language.
    pub pairs: Arc<Pairs>,
    /// Documents that are not deleted.
    pub documents: u64,
    frequencies: Arc<HashMap<Box<str>, u32>>,
    broken: Arc<AtomicBool>,
}

/// The index could not be read; somebody is told to make it anew.
#[derive(Debug, thiserror::Error)]
#[error("the text index cannot be read")]
pub struct Unreadable;

/// The index of one process.
pub struct TextIndex {
    book: Mutex<Book>,
    learning: Learning,
    current: ArcSwap<Texts>,
    /// Something could not be written, so that changes are missing.
    stale: AtomicBool,
}

/// The writing side; replaced as a whole when it fails.
struct Book {
    directory: RamDirectory,
    writer: IndexWriter,
    reader: IndexReader,
    fields: Fields,
    changed: bool,
}

impl TextIndex {
    /// An empty index.
    pub fn new() -> tantivy::Result<Self> {
        let book = Book::new()?;
        let texts = book.open(Arc::default())?;
        Ok(Self {
            book: Mutex::new(book),
            learning: Learning::default(),
            current: ArcSwap::from_pointee(texts),
            stale: AtomicBool::new(false),
        })
    }

    /// What can be searched now.
    pub fn current(&self) -> Arc<Texts> {
        self.current.load_full()
    }

    /// Memory that the documents take, in bytes.
    pub fn bytes(&self) -> usize {
        self.book.lock().directory.total_mem_usage()
    }

    /// Whether everything that was written is there and can be read.
    pub fn is_sound(&self) -> bool {
        !self.stale.load(Ordering::Acquire) && !self.current.load().is_broken()
    }

    /// Replaces a document; it counts after [`TextIndex::commit`]. One that
    /// cannot be written makes the index unsound, and the caller goes on.
    pub fn put(&self, doc: &Doc) {
        let done = self.book.lock().put(doc);
        self.note(done);
    }

    /// Takes a document out; it counts after [`TextIndex::commit`].
    pub fn remove(&self, key: DocKey) {
        self.book.lock().remove(key);
    }

    /// Learns which words of two languages say the same.
    pub fn learn(&self, names: &Names) {
        self.learning.learn(names);
    }

    /// Forgets what names taught that are no longer so.
    pub fn unlearn(&self, names: &Names) {
        self.learning.unlearn(names);
    }

    /// Makes what was written searchable, if anything was. Failing makes the
    /// index unsound.
    pub fn commit(&self) {
        let mut book = self.book.lock();
        if !book.changed {
            return;
        }
        let pairs = self.learning.pairs(&self.current.load().pairs);
        let done = guarded(|| {
            book.commit()?;
            book.open(pairs)
        });
        drop(book);
        self.note(done.map(|texts| self.current.store(Arc::new(texts))));
    }

    /// Compares all bytes with their checksums; damage makes the index unsound.
    pub fn check(&self) {
        let book = self.book.lock();
        let done = guarded(|| book.check());
        drop(book);
        self.note(done);
    }

    /// Puts what was learned since into use. Blocks for a moment.
    pub fn draw_pairs(&self) {
        let now = self.current.load();
        let pairs = self.learning.draw(&now.pairs);
        self.current.store(Arc::new(now.with_pairs(pairs)));
    }

    /// Puts an index of these documents in place of what is there; readers see
    /// the old one until then. Everything else is forgotten, and `names` are
    /// learned from.
    pub fn remake<'a>(
        &self,
        docs: impl Iterator<Item = Doc>,
        names: impl Iterator<Item = &'a Names>,
    ) -> tantivy::Result<()> {
        self.learning.clear();
        names.for_each(|names| self.learning.learn(names));
        let pairs = self.learning.draw(&Arc::default());
        let (book, texts) = guarded(|| {
            let mut book = Book::new()?;
            for doc in docs {
                book.put(&doc)?;
            }
            book.commit()?;
            let texts = book.open(pairs)?;
            Ok((book, texts))
        })?;
        let failed = std::mem::replace(&mut *self.book.lock(), book);
        self.current.store(Arc::new(texts));
        self.stale.store(false, Ordering::Release);
        drop(failed);
        Ok(())
    }

    /// The bytes of the index, for tests that damage them.
    #[cfg(test)]
    pub(crate) fn directory(&self) -> RamDirectory {
        self.book.lock().directory.clone()
    }

    /// As if reading had failed.
    #[cfg(test)]
    pub(crate) fn break_for_test(&self) {
        let failed = tantivy::TantivyError::InternalError("on purpose".into());
        let read: Result<(), _> = self.current.load().read(|| Err(failed));
        assert!(read.is_err());
    }

    fn note(&self, done: tantivy::Result<()>) {
        if let Err(error) = done
            && !self.stale.swap(true, Ordering::AcqRel)
        {
            tracing::warn!(%error, "the text index cannot be written");
        }
    }
}

impl Book {
    fn new() -> tantivy::Result<Self> {
        let (schema, fields) = schema();
        let directory = RamDirectory::create();
        let index = Index::create(directory.clone(), schema, IndexSettings::default())?;
        index
            .tokenizers()
            .register(TOKENIZER, TextAnalyzer::from(BanglaTokenizer));
        let writer = index.writer_with_num_threads(1, WRITER_BUDGET)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Self {
            directory,
            writer,
            reader,
            fields,
            changed: false,
        })
    }

    fn put(&mut self, doc: &Doc) -> tantivy::Result<()> {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.key, doc.key.number());
        document.add_text(self.fields.words, &doc.text);
        document.add_u64(self.fields.length, length(&doc.text));
        if let Some(category) = doc.category {
            document.add_u64(self.fields.category, category.into());
        }
        self.remove(doc.key);
        self.writer.add_document(document)?;
        metrics::counter!("search_documents_written_total").increment(1);
        Ok(())
    }

    fn remove(&mut self, key: DocKey) {
        self.changed = true;
        let term = Term::from_field_u64(self.fields.key, key.number());
        self.writer.delete_term(term);
    }

    /// Tantivy's own threads end the process when they meet bytes that make no
    /// sense, so nothing damaged may reach them.
    fn check(&self) -> tantivy::Result<()> {
        let damaged = self.writer.index().validate_checksum()?;
        if damaged.is_empty() {
            return Ok(());
        }
        let told = format!("damaged: {damaged:?}");
        Err(tantivy::TantivyError::InternalError(told))
    }

    fn commit(&mut self) -> tantivy::Result<()> {
        self.changed = false;
        self.check()?;
        self.writer.commit()?;
        self.reader.reload()
    }

    fn open(&self, pairs: Arc<Pairs>) -> tantivy::Result<Texts> {
        let searcher = self.reader.searcher();
        let terms = terms(&searcher, self.fields.words)?;
        let documents = searcher.num_docs();
        Ok(Texts {
            searcher,
            fields: self.fields,
            vocabulary: Arc::new(Vocabulary::build(terms.clone())),
            frequencies: Arc::new(terms.into_iter().collect()),
            pairs,
            documents,
            broken: Arc::default(),
        })
    }
}

impl Texts {
    /// How many documents hold a word.
    pub fn frequency(&self, word: &str) -> u64 {
        self.frequencies.get(word).copied().unwrap_or(0).into()
    }

    /// Whether reading it has failed.
    pub fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Acquire)
    }

    /// Reads; whoever fails is the last to try.
    pub(super) fn read<T>(
        &self,
        read: impl FnOnce() -> tantivy::Result<T>,
    ) -> Result<T, Unreadable> {
        if self.is_broken() {
            return Err(Unreadable);
        }
        guarded(read).map_err(|error| {
            if !self.broken.swap(true, Ordering::AcqRel) {
                tracing::warn!(%error, "the text index cannot be read");
            }
            Unreadable
        })
    }

    /// A number that is the same wherever the same words stand in as many
    /// documents and mean the same in the other language.
    pub fn digest(&self) -> u64 {
        let of_words = self.frequencies.iter().map(|word| digest_of(&word));
        of_words.fold(self.pairs.digest(), u64::wrapping_add)
    }

    fn with_pairs(&self, pairs: Arc<Pairs>) -> Self {
        Self {
            searcher: self.searcher.clone(),
            fields: self.fields,
            vocabulary: Arc::clone(&self.vocabulary),
            frequencies: Arc::clone(&self.frequencies),
            pairs,
            documents: self.documents,
            broken: Arc::clone(&self.broken),
        }
    }
}

/// The same number for the same value in every process of this program.
pub fn digest_of(value: &impl std::hash::Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// Words of a document.
pub(super) fn length(text: &str) -> u64 {
    bangla_text::words(text).count() as u64
}

/// What reads damaged bytes may panic; that is an error like others.
fn guarded<T>(work: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(|said| (*said).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        Err(tantivy::TantivyError::InternalError(
            said.unwrap_or_else(|| "panicked".to_owned()),
        ))
    })
}

/// All words of the index in order, with the number of documents that hold them.
fn terms(searcher: &Searcher, words: Field) -> tantivy::Result<Vec<(Box<str>, u32)>> {
    let mut found = HashMap::<Box<str>, u32>::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(words)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            let Ok(term) = std::str::from_utf8(stream.key()) else {
                continue;
            };
            let count = living(segment, words, stream.value())?;
            if count > 0 {
                *found.entry(term.into()).or_default() += count;
            }
        }
    }
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_unstable();
    Ok(found)
}

/// Documents that hold a term; deleted ones would count until they are merged
/// away, which every node does in its own time.
fn living(
    segment: &SegmentReader,
    words: Field,
    term: &tantivy::postings::TermInfo,
) -> tantivy::Result<u32> {
    let Some(alive) = segment.alive_bitset() else {
        return Ok(term.doc_freq);
    };
    let inverted = segment.inverted_index(words)?;
    let postings = inverted.read_postings_from_terminfo(term, IndexRecordOption::Basic)?;
    Ok(postings.doc_freq_given_deletes(alive))
}

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let key = schema.add_u64_field(KEY, INDEXED | FAST);
    let length = schema.add_u64_field(LENGTH, FAST);
    let category = schema.add_u64_field("category", INDEXED);
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::Basic)
        .set_fieldnorms(false);
    let words = schema.add_text_field(
        "words",
        TextOptions::default().set_indexing_options(indexing),
    );
    let fields = Fields {
        key,
        words,
        category,
        length,
    };
    (schema.build(), fields)
}
