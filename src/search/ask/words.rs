//! One typed word as words of the live vocabulary: by sound and spelling, in the
//! other language, in two words or together with its neighbour.

use bangla_text::{Script, Word};

use super::{compounds, fillers};
use crate::text::{QueryWord, TermSource, Texts};

/// Words of a question beyond this many are left out.
pub(super) const MAX_WORDS: usize = 8;
/// Likeness from which a name of a category is taken to be meant.
pub(super) const SURE: f32 = 0.85;
/// Numbers and units tell little: "1 kg" is on everything.
pub(super) const SIZE_WEIGHT: f32 = 0.3;
/// Words that one typed word may stand for.
pub(super) const MAX_TERMS: usize = 16;
/// Two words read as one, such as "kalo jeera" for কালোজিরা.
const JOINED: f32 = 0.97;
/// A word learned from names in both languages.
const OTHER_LANGUAGE: f32 = 0.95;
/// Words this much less alike than the likeliest one are not meant.
const FAR_FROM_BEST: f32 = 0.8;
/// A word that sounds like one that is there as typed.
const ONLY_ALIKE: f32 = 0.9;
/// A word without its case ending or plural.
const STEM: f32 = 0.96;
/// Least likeness of a word without its ending.
const SAME_STEM: f32 = 0.93;
/// A word of which only the beginning was typed.
const BEGINNING: f32 = 0.88;
/// Least likeness of a beginning.
const SAME_BEGINNING: f32 = 0.9;
/// Fewer letters may become anything.
const SHORTEST_BEGINNING: usize = 2;
/// Least likeness of words read as one.
const JOINED_AT_LEAST: f32 = 0.85;

/// What a typed word may stand for.
pub(super) fn query_word(word: &Word, literal: bool, texts: &Texts) -> QueryWord {
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
            add_stems(&mut sources, &word.text, texts);
        }
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

/// The last word may not be finished: where nothing is called so, words that begin
/// so are meant as well.
pub(super) fn complete_last(typed: &[Word], words: &mut [QueryWord], texts: &Texts) {
    let (Some(last), Some(word)) = (typed.last(), words.last_mut()) else {
        return;
    };
    let known = (word.sources.iter()).any(|(_, similarity)| *similarity >= SURE);
    if known || last.script == Script::Digits || last.text.chars().count() < SHORTEST_BEGINNING {
        return;
    }
    let begun = texts.vocabulary.complete(&last.text, MAX_TERMS).into_iter();
    let begun = begun.filter(|m| m.similarity >= SAME_BEGINNING);
    let mut begun: Vec<_> = begun
        .map(|m| {
            (
                TermSource::Word(m.term.to_owned()),
                m.similarity * BEGINNING,
            )
        })
        .collect();
    begun.retain(|(source, _)| word.sources.iter().all(|(known, _)| known != source));
    add_other_language(&mut begun, texts);
    word.sources.extend(begun);
    word.weight = weight(last, &word.sources, texts);
}

/// The word without its ending, where the word itself is not known.
fn add_stems(sources: &mut Vec<(TermSource, f32)>, word: &str, texts: &Texts) {
    for stem in bangla_text::stems(word) {
        let same = (texts.vocabulary)
            .expand_surely(&stem, 2, SAME_STEM)
            .into_iter();
        sources.extend(same.map(|m| (TermSource::Word(m.term.to_owned()), m.similarity * STEM)));
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
    if word.script == Script::Digits
        || bangla_text::Unit::of(&word.text).is_some()
        || fillers::is_particle(&word.text)
    {
        return SIZE_WEIGHT;
    }
    let frequency = match sources.first() {
        Some((TermSource::Word(term), _)) => texts.frequency(term),
        _ => 1,
    };
    let rarity = (texts.documents.max(1) as f32 / frequency.max(1) as f32).ln();
    (rarity / 3.0).clamp(0.8, 2.0)
}

/// Typed words that together sound like one word of the index count as it.
pub(super) fn join_neighbours(typed: &[Word], words: &mut [QueryWord], texts: &Texts) {
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
