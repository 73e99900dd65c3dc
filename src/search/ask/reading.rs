//! How a question was read: each typed word as words of the live vocabulary.

use bangla_text::{Script, Word};
use serde::Serialize;

use super::compounds;
use super::concepts::Concepts;
use super::phrases::Named;
use crate::tables::{Categories, Ord32};
use crate::text::{QueryWord, TermSource, Texts};

/// Words of a question beyond this many are left out.
const MAX_WORDS: usize = 8;
/// Words that one typed word may stand for.
const MAX_TERMS: usize = 16;
/// Being in a category is nearly as good as being named so.
const IN_CATEGORY: f32 = 0.93;
/// Another word for the same goods.
const SYNONYM: f32 = 0.9;
/// Likeness from which a name of a category is taken to be meant.
const SURE: f32 = 0.85;
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
/// Numbers and units tell little: "1 kg" is on everything.
const SIZE_WEIGHT: f32 = 0.3;
/// Two words read as one, such as "kalo jeera" for কালোজিরা.
const JOINED: f32 = 0.97;
/// A word learned from names in both languages.
const OTHER_LANGUAGE: f32 = 0.95;
/// Words this much less alike than the likeliest one are not meant.
const FAR_FROM_BEST: f32 = 0.8;
/// A word that sounds like one that is there as typed.
const ONLY_ALIKE: f32 = 0.9;
/// Least likeness of words read as one.
const JOINED_AT_LEAST: f32 = 0.85;

/// A question in the index's words.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) words: Vec<QueryWord>,
    /// Categories the question names.
    pub(super) categories: Vec<Named>,
    pub(super) understood: Understood,
}

impl Reading {
    /// Share of the question that a category's name covers, sizes left out.
    pub(super) fn covered_by(&self, named: &Named) -> f32 {
        let telling = |(i, word): (usize, &QueryWord)| {
            (word.weight > SIZE_WEIGHT).then_some((i, word.weight))
        };
        let (mut all, mut covered) = (0.0, 0.0);
        for (i, weight) in self.words.iter().enumerate().filter_map(telling) {
            all += weight;
            covered += if named.words & (1 << i) != 0 {
                weight
            } else {
                0.0
            };
        }
        if all > 0.0 {
            covered / all * named.similarity
        } else {
            0.0
        }
    }
}

/// What people are told of the reading.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Understood {
    /// Word by word.
    pub words: Vec<ReadWord>,
    /// Whether any word was read as another one.
    pub changed: bool,
    /// Codes of the categories that the question surely names, best first.
    pub categories: Vec<String>,
}

/// One word of the question.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReadWord {
    /// As typed.
    pub typed: String,
    /// The likeliest word of the index; `None` when nothing is like it.
    pub read: Option<String>,
}

/// Reads a question.
pub(super) fn read(
    text: &str,
    literal: bool,
    texts: &Texts,
    concepts: &Concepts,
    categories: &Categories,
) -> Reading {
    let typed: Vec<Word> = bangla_text::words(text).take(MAX_WORDS).collect();
    let mut words: Vec<QueryWord> = typed
        .iter()
        .map(|word| query_word(word, literal, texts))
        .collect();
    let understood = typed
        .iter()
        .zip(&words)
        .map(|(typed, word)| read_word(typed, text, word))
        .collect::<Vec<_>>();
    let mut named = Vec::new();
    if !literal {
        join_neighbours(&typed, &mut words, texts);
        let plain: Vec<String> = typed.iter().map(|word| word.text.to_string()).collect();
        named = concepts.categories_in(&plain);
        add_categories(&named, &mut words, categories);
        add_synonyms(&named, &mut words, concepts);
        let things = whole_names(things_in(&plain, &words, concepts));
        for thing in &things {
            add_thing(thing, &mut words, concepts, texts);
        }
        add_usual_categories(&things, &mut named, concepts);
    }
    for word in &mut words {
        word.sources.sort_by(|a, b| b.1.total_cmp(&a.1));
    }
    let codes = named
        .iter()
        .filter(|named| named.similarity >= SURE)
        .take(5)
        .filter_map(|n| Some(categories.by_ord(n.of)?.code.clone()))
        .collect();
    let changed = understood.iter().any(|word| {
        word.read
            .as_ref()
            .is_some_and(|read| *read != bangla_text::normalise(&word.typed))
    });
    Reading {
        words,
        categories: named,
        understood: Understood {
            words: understood,
            changed,
            categories: codes,
        },
    }
}

fn query_word(word: &Word, literal: bool, texts: &Texts) -> QueryWord {
    let sources: Vec<(TermSource, f32)> = if literal || word.script == Script::Digits {
        vec![(TermSource::Word(word.text.to_string()), 1.0)]
    } else {
        let found = texts.vocabulary.expand(&word.text, MAX_TERMS);
        let known = found.iter().any(|m| m.term == word.text);
        let alike = |m: bangla_text::Match<'_>| {
            // What is written exactly so comes before what only sounds so; in the
            // other script nothing could be written so.
            let other = known && m.term != word.text && script_of(m.term) == word.script;
            let likeness = if other { ONLY_ALIKE } else { 1.0 };
            (TermSource::Word(m.term.to_owned()), m.similarity * likeness)
        };
        let mut sources: Vec<_> = found.into_iter().map(alike).collect();
        let best = sources.iter().map(|(_, alike)| *alike).fold(0.0, f32::max);
        sources.retain(|(_, alike)| *alike >= best * FAR_FROM_BEST);
        if sources.iter().all(|(_, similarity)| *similarity < SURE) {
            sources.extend(compounds::parts(&word.text, texts));
        }
        add_other_language(&mut sources, texts);
        sources
    };
    QueryWord {
        weight: weight(word, &sources, texts),
        sources,
    }
}

fn script_of(term: &str) -> Script {
    bangla_text::words(term)
        .next()
        .map_or(Script::Other, |word| word.script)
}

/// Names in the other language count as well, by the words that stand there for
/// the likeliest ones.
fn add_other_language(sources: &mut Vec<(TermSource, f32)>, texts: &Texts) {
    let best = sources.iter().map(|(_, alike)| *alike).fold(0.0, f32::max);
    let mut others = Vec::new();
    for (source, similarity) in sources.iter().filter(|(_, alike)| *alike >= best * SURE) {
        others.extend(in_other_language(source, *similarity, texts));
    }
    sources.extend(others);
}

fn in_other_language(
    source: &TermSource,
    similarity: f32,
    texts: &Texts,
) -> impl Iterator<Item = (TermSource, f32)> {
    let others = match source {
        TermSource::Word(term) => texts.pairs.of(term),
        TermSource::All(_) | TermSource::Category(_) => &[],
    };
    others.iter().map(move |(other, strength)| {
        let source = TermSource::Word(other.to_string());
        (source, similarity * strength * OTHER_LANGUAGE)
    })
}

/// Rare words tell more: the inverse document frequency of the likeliest term.
#[expect(clippy::cast_precision_loss, reason = "a weight needs no exact count")]
fn weight(word: &Word, sources: &[(TermSource, f32)], texts: &Texts) -> f32 {
    if word.script == Script::Digits || bangla_text::Unit::of(&word.text).is_some() {
        return SIZE_WEIGHT;
    }
    let frequency = match sources.first() {
        Some((TermSource::Word(term), _)) => texts.frequency(term),
        _ => 1,
    };
    let rarity = (texts.documents.max(1) as f32 / frequency.max(1) as f32).ln();
    (rarity / 3.0).clamp(0.8, 2.0)
}

fn read_word(typed: &Word, text: &str, word: &QueryWord) -> ReadWord {
    let read = match word.sources.first() {
        Some((TermSource::Word(term), _)) => Some(term.clone()),
        _ => None,
    };
    ReadWord {
        typed: text
            .get(typed.range.clone())
            .unwrap_or(&typed.text)
            .to_owned(),
        read,
    }
}

/// Typed words that together sound like one word of the index count as it.
fn join_neighbours(typed: &[Word], words: &mut [QueryWord], texts: &Texts) {
    let plain: Vec<&str> = typed.iter().map(|word| word.text.as_ref()).collect();
    let one_script = |words: &[Word]| {
        words
            .iter()
            .all(|word| word.script == words[0].script && word.script != Script::Digits)
    };
    let joined = texts.vocabulary.joined(&plain, 4);
    for joined in joined
        .into_iter()
        .filter(|joined| one_script(&typed[joined.words.clone()]))
    {
        for found in joined
            .matches
            .iter()
            .filter(|found| found.similarity >= JOINED_AT_LEAST)
        {
            let source = (
                TermSource::Word(found.term.to_owned()),
                found.similarity * JOINED,
            );
            for word in &mut words[joined.words.clone()] {
                word.sources.push(source.clone());
                (word.sources).extend(in_other_language(&source.0, source.1, texts));
            }
        }
    }
}

/// Products in a named category count as holding the words that name it.
fn add_categories(named: &[Named], words: &mut [QueryWord], categories: &Categories) {
    for named in named {
        let Some(category) = categories.by_ord(named.of) else {
            continue;
        };
        let subtree: Vec<Ord32> = categories.subtree(&category.code);
        for (i, word) in words.iter_mut().enumerate() {
            if named.words & (1 << i) != 0 {
                let similarity = named.similarity * IN_CATEGORY;
                word.sources.extend(
                    subtree
                        .iter()
                        .map(|ord| (TermSource::Category(*ord), similarity)),
                );
            }
        }
    }
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

/// So do products that are named by another word for the category, whether
/// anybody has put them into it or not.
fn add_synonyms(named: &[Named], words: &mut [QueryWord], concepts: &Concepts) {
    // A name of several words is often a narrower thing: milk tea is not tea.
    for named in named
        .iter()
        .filter(|named| named.similarity >= SURE && named.words.is_power_of_two())
    {
        for (i, word) in words.iter_mut().enumerate() {
            if named.words & (1 << i) != 0 {
                let similarity = named.similarity * SYNONYM;
                word.sources.extend(
                    concepts
                        .synonyms(named.of)
                        .map(|word| (TermSource::Word(word.to_owned()), similarity)),
                );
            }
        }
    }
}
