//! The words of products and shops in Tantivy.
//!
//! One document per product and per shop, holding the words of its names and
//! the category it is in; nothing that changes often. Matching walks posting
//! lists itself: a query word is a handful of terms of the live vocabulary with
//! similarities, and a document is worth its best term per word.

mod contents;
mod index;
mod matching;
mod pairs;
mod tokenizer;

pub use contents::Written;
pub use index::{Doc, DocKey, TextIndex, Texts, digest_of};
pub use matching::{QueryWord, Scored, TermSource, match_documents};
