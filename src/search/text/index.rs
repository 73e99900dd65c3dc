//! Writing and opening the index.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use bangla_text::Vocabulary;
use kernel::Names;
use parking_lot::Mutex;
use tantivy::directory::MmapDirectory;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{
    Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, Term,
};

use super::folder::Folder;
use super::pairs::{Learning, Pairs};
use super::tokenizer::BanglaTokenizer;
use crate::tables::Ord32;

/// Memory of the one writer in bytes.
const WRITER_BUDGET: usize = 60_000_000;
const TOKENIZER: &str = "bangla";

/// What a document stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DocKey {
    /// A product by `ord`.
    Product(Ord32),
    /// A shop by `ord`.
    Shop(Ord32),
}

const SHOP_BIT: u64 = 1 << 32;

impl DocKey {
    const fn number(self) -> u64 {
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

/// The fields of a document.
#[derive(Clone, Copy)]
pub(super) struct Fields {
    /// [`DocKey`] as a number, for deletion.
    key: Field,
    /// The words of all names.
    pub(super) words: Field,
    /// `ord` of the category.
    pub(super) category: Field,
}

pub(super) const KEY: &str = "key";
pub(super) const LENGTH: &str = "length";

/// What a query reads: one committed state of the index.
pub struct Texts {
    pub(super) searcher: Searcher,
    pub(super) fields: Fields,
    /// All words, weighted by how many documents hold them.
    pub vocabulary: Vocabulary,
    /// Words that say the same in the other language.
    pub pairs: Arc<Pairs>,
    /// Documents that are not deleted.
    pub documents: u64,
}

/// The index of one process.
pub struct TextIndex {
    writer: Mutex<IndexWriter>,
    reader: IndexReader,
    fields: Fields,
    length: Field,
    learning: Learning,
    current: ArcSwap<Texts>,
    changed: AtomicBool,
    // Last, so that files are closed before the folder goes.
    folder: Folder,
}

impl TextIndex {
    /// An empty index in a folder of its own below `data_dir`.
    pub fn create(data_dir: &Path) -> anyhow::Result<Self> {
        let folder = Folder::fresh(data_dir)?;
        let (schema, fields, length) = schema();
        let directory = MmapDirectory::open(folder.path())?;
        let index = Index::create(directory, schema, IndexSettings::default())?;
        index
            .tokenizers()
            .register(TOKENIZER, TextAnalyzer::from(BanglaTokenizer));
        let writer = index.writer_with_num_threads(1, WRITER_BUDGET)?;
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let current = ArcSwap::from_pointee(Texts::open(&reader, fields, Arc::default())?);
        Ok(Self {
            writer: Mutex::new(writer),
            reader,
            fields,
            length,
            learning: Learning::default(),
            current,
            changed: AtomicBool::new(false),
            folder,
        })
    }

    /// The folder of this process, cleared away when it ends.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// What can be searched now.
    pub fn current(&self) -> Arc<Texts> {
        self.current.load_full()
    }

    /// Replaces a document; it counts after [`TextIndex::commit_if_changed`].
    pub fn put(&self, key: DocKey, text: &str, category: Option<Ord32>) -> anyhow::Result<()> {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.key, key.number());
        document.add_text(self.fields.words, text);
        document.add_u64(self.length, bangla_text::words(text).count() as u64);
        if let Some(category) = category {
            document.add_u64(self.fields.category, category.into());
        }
        let writer = self.writer.lock();
        self.changed.store(true, Ordering::Release);
        writer.delete_term(Term::from_field_u64(self.fields.key, key.number()));
        writer.add_document(document)?;
        Ok(())
    }

    /// Learns which words of two languages say the same.
    pub fn learn(&self, names: &Names) {
        self.learning.learn(names);
    }

    /// Takes a document out; it counts after [`TextIndex::commit_if_changed`].
    pub fn remove(&self, key: DocKey) {
        self.changed.store(true, Ordering::Release);
        self.writer
            .lock()
            .delete_term(Term::from_field_u64(self.fields.key, key.number()));
    }

    /// Takes everything out; it counts after [`TextIndex::commit_if_changed`].
    pub fn clear(&self) -> anyhow::Result<()> {
        self.changed.store(true, Ordering::Release);
        self.learning.clear();
        self.writer.lock().delete_all_documents()?;
        Ok(())
    }

    /// Makes what was written searchable, if anything was. Blocks for a disk
    /// flush.
    pub fn commit_if_changed(&self) -> anyhow::Result<()> {
        if !self.changed.swap(false, Ordering::AcqRel) {
            return Ok(());
        }
        self.writer.lock().commit()?;
        self.reader.reload()?;
        let pairs = self.learning.pairs(&self.current.load().pairs);
        let texts = Texts::open(&self.reader, self.fields, pairs)?;
        self.current.store(Arc::new(texts));
        Ok(())
    }
}

impl Texts {
    fn open(reader: &IndexReader, fields: Fields, pairs: Arc<Pairs>) -> anyhow::Result<Self> {
        let searcher = reader.searcher();
        let vocabulary = Vocabulary::build(terms(&searcher, fields.words)?);
        let documents = searcher.num_docs();
        Ok(Self {
            searcher,
            fields,
            vocabulary,
            pairs,
            documents,
        })
    }
}

impl Texts {
    /// How many documents hold a word; deleted ones count until they are merged
    /// away.
    pub fn frequency(&self, word: &str) -> u64 {
        self.searcher
            .doc_freq(&Term::from_field_text(self.fields.words, word))
            .unwrap_or(0)
    }
}

/// All words of the index with the number of documents that hold them.
fn terms(searcher: &Searcher, words: Field) -> anyhow::Result<Vec<(String, u32)>> {
    let mut found = std::collections::HashMap::<String, u32>::new();
    for segment in searcher.segment_readers() {
        let inverted = segment.inverted_index(words)?;
        let mut stream = inverted.terms().stream()?;
        while stream.advance() {
            if let Ok(term) = std::str::from_utf8(stream.key()) {
                *found.entry(term.to_owned()).or_default() += stream.value().doc_freq;
            }
        }
    }
    Ok(found.into_iter().collect())
}

fn schema() -> (Schema, Fields, Field) {
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
    (
        schema.build(),
        Fields {
            key,
            words,
            category,
        },
        length,
    )
}
