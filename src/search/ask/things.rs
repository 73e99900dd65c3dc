//! Things of the concept table that a question names.

use super::concepts::Concepts;
use super::phrases::Named;
use super::words::MAX_WORDS;
use crate::text::{QueryWord, TermSource, Texts};

/// Likeness from which a name of a thing is taken to be meant.
const SURE_THING: f32 = 0.88;
/// Another name of the same thing.
const THING: f32 = 0.88;
/// Things that one question may name.
const MAX_THINGS: usize = 4;
/// Spellings of another name that are looked for.
const MAX_SPELLINGS: usize = 4;
/// Likeness of two spellings of one word.
const SAME_SPELLING: f32 = 0.88;

/// Takes any name of a thing that the question names for all its names, and adds the
/// categories of shops that usually sell such things. Answers the things.
pub(super) fn add(
    plain: &[String],
    words: &mut [QueryWord],
    categories: &mut Vec<Named>,
    concepts: &Concepts,
    texts: &Texts,
) -> Vec<Named> {
    let things = whole_names(things_in(plain, words, concepts));
    for thing in &things {
        add_thing(thing, words, concepts, texts);
    }
    add_usual_categories(&things, categories, concepts);
    things
}

/// Things that the question names; a word that the index writes as two is two words
/// of a name.
fn things_in(plain: &[String], words: &[QueryWord], concepts: &Concepts) -> Vec<Named> {
    let mut written = Vec::new();
    for (at, (word, read)) in plain.iter().zip(words).enumerate() {
        let parts = read.sources.iter().find_map(|(source, _)| match source {
            TermSource::All(parts) => Some(parts.clone()),
            TermSource::Word(_) | TermSource::Category(_) => None,
        });
        let parts = parts.unwrap_or_else(|| vec![word.clone()]);
        written.extend(parts.into_iter().map(|part| (part, at)));
    }
    written.truncate(MAX_WORDS);
    let (written, places): (Vec<String>, Vec<usize>) = written.into_iter().unzip();
    let typed = |named: Named| {
        let of = (0..)
            .zip(&places)
            .filter(|(bit, _)| named.words & (1 << bit) != 0);
        let words = of.fold(0, |words, (_, place)| words | 1 << place);
        Named { words, ..named }
    };
    concepts
        .things_in(&written)
        .into_iter()
        .map(typed)
        .collect()
}

/// The surest things, without those whose name is a part of a longer one: "green
/// chili" is no chili that happens to be green.
fn whole_names(things: Vec<Named>) -> Vec<Named> {
    let sure: Vec<Named> = (things.into_iter())
        .filter(|thing| thing.similarity >= SURE_THING)
        .collect();
    let part_of = |part: &Named, whole: &Named| {
        part.words != whole.words && part.words & whole.words == part.words
    };
    let whole = |thing: &&Named| !sure.iter().any(|other| part_of(thing, other));
    sure.iter()
        .filter(whole)
        .take(MAX_THINGS)
        .copied()
        .collect()
}

/// Whatever holds another name of the thing counts as holding the words that name
/// it.
fn add_thing(thing: &Named, words: &mut [QueryWord], concepts: &Concepts, texts: &Texts) {
    let mut sources = Vec::new();
    for name in concepts.names_of(thing) {
        let similarity = thing.similarity * THING;
        if let [word] = name {
            let alike = texts.vocabulary.expand(word, MAX_SPELLINGS).into_iter();
            sources.extend(alike.filter(|m| m.similarity >= SAME_SPELLING).map(|m| {
                let source = TermSource::Word(m.term.to_owned());
                (source, similarity * m.similarity)
            }));
        } else if let Some(terms) = spelt_here(name, texts) {
            sources.push((TermSource::All(terms), similarity));
        }
    }
    for (i, word) in words.iter_mut().enumerate() {
        if thing.words & (1 << i) != 0 {
            word.sources.extend(sources.iter().cloned());
        }
    }
}

/// Each word of a name as it is spelt in the index, if all are there.
fn spelt_here(name: &[String], texts: &Texts) -> Option<Vec<String>> {
    let here = |word: &String| {
        let best = texts.vocabulary.expand(word, 1).into_iter().next()?;
        (best.similarity >= SAME_SPELLING).then(|| best.term.to_owned())
    };
    name.iter().map(here).collect()
}

/// Shops that usually sell a thing are those of its category, unless the question
/// names a category itself.
fn add_usual_categories(things: &[Named], named: &mut Vec<Named>, concepts: &Concepts) {
    for thing in things {
        if let Some(category) = concepts.category_of(thing)
            && !named.iter().any(|named| named.words & thing.words != 0)
        {
            named.push(Named {
                of: category,
                ..*thing
            });
        }
    }
}
