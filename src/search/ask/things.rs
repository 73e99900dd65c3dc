//! Things of the concept table that a question names.

use super::compounds;
use super::concepts::Concepts;
use super::fillers;
use super::phrases::{AskedWord, Named};
use super::words::MAX_WORDS;
use crate::tables::Categories;
use crate::text::{QueryWord, TermSource, Texts};

/// Likeness from which a name of a thing is taken to be meant.
const SURE_THING: f32 = 0.88;
/// And from which it is when it is by this much more like than any word of the index.
const LIKELY_THING: f32 = 0.74;
const MORE_ALIKE: f32 = 0.08;
/// What the same words name by this much less surely is not meant.
const LESS_SURE: f32 = 0.05;
/// Another name of the same thing.
const THING: f32 = 0.92;
/// A name that is only a part of what was typed, or of what others are called.
const PART_OF_NAME: f32 = 0.8;
/// Likeness from which a name is the one that was typed.
const NAMED_SO: f32 = 0.96;
/// A word that only sounds like one that is known for a name.
const ONLY_ALIKE: f32 = 0.82;
/// A thing of the kind that was asked for.
const OF_KIND: f32 = 0.8;
/// Names of such things, at most.
const MOST_OF_KIND: usize = 64;
/// Things that one question may name.
const MAX_THINGS: usize = 4;
/// Spellings of another name that are looked for.
const MAX_SPELLINGS: usize = 4;
/// Likeness of two spellings of one word.
const SAME_SPELLING: f32 = 0.92;
/// A name without its ending.
const STEM: f32 = 0.97;
/// Likeness from which what the index has for a word is another word for it.
const SAME_MEANING: f32 = 0.8;

/// Takes any name of a thing that the question names for all its names, and adds the
/// categories of shops that usually sell such things. Answers the things.
pub(super) fn add(
    plain: &[String],
    words: &mut [QueryWord],
    named: &mut Vec<Named>,
    tables: (&Concepts, &Categories),
    texts: &Texts,
) -> Vec<Named> {
    let (concepts, _) = tables;
    let mut things = whole_names(&things_in(plain, words, concepts));
    for thing in &mut things {
        take_fillers(thing, plain);
        let mut sources = other_names(thing, words, concepts, texts);
        if concepts.is_kind(thing) {
            sources.extend(others_of_kind(thing, tables, texts));
        }
        add_sources(thing, words, &sources);
    }
    add_usual_categories(&things, named, concepts);
    things
}

/// Things that the question names surely enough.
fn things_in(plain: &[String], words: &[QueryWord], concepts: &Concepts) -> Vec<Named> {
    let whole: Vec<AskedWord> = (plain.iter().zip(words))
        .map(|(word, read)| with_others(word, read))
        .collect();
    let mut named = concepts.things_in(&whole);
    for thing in things_in_parts(plain, words, concepts) {
        if !named.iter().any(|known| known.of == thing.of) {
            named.push(thing);
        }
    }
    named.retain(|thing| is_meant(thing, words));
    named.sort_by(|a, b| b.worth().total_cmp(&a.worth()));
    named
}

/// A word that the index writes as two is two words of a name.
fn things_in_parts(plain: &[String], words: &[QueryWord], concepts: &Concepts) -> Vec<Named> {
    let mut asked = Vec::new();
    for (at, (word, read)) in plain.iter().zip(words).enumerate() {
        let parts = read.sources.iter().find_map(|(source, _)| match source {
            TermSource::All(parts) => Some(parts),
            TermSource::Word(_) | TermSource::Category(_) => None,
        });
        match parts {
            Some(parts) => asked.extend(parts.iter().map(|part| (AskedWord::of(part), at))),
            None => asked.push((AskedWord::of(word), at)),
        }
    }
    if asked.len() == plain.len() {
        return Vec::new();
    }
    asked.truncate(MAX_WORDS);
    let (asked, places): (Vec<AskedWord>, Vec<usize>) = asked.into_iter().unzip();
    let typed = |named: Named| {
        let of = (0..)
            .zip(&places)
            .filter(|(bit, _)| named.words & (1 << bit) != 0);
        let words = of.fold(0, |words, (_, place)| words | 1 << place);
        Named { words, ..named }
    };
    concepts.things_in(&asked).into_iter().map(typed).collect()
}

/// A word with what the index has for it in the other language: "nazir rice" is
/// নাজির চাল.
fn with_others(word: &str, read: &QueryWord) -> AskedWord {
    let others = read.sources.iter().filter_map(|(source, similarity)| {
        let TermSource::Word(term) = source else {
            return None;
        };
        (*similarity >= SAME_MEANING && term != word).then(|| (term.clone(), *similarity))
    });
    AskedWord {
        text: word.to_owned(),
        others: others.collect(),
    }
}

/// A name that is only somewhat like what was typed is meant where nothing that is
/// sold is called so.
fn is_meant(thing: &Named, words: &[QueryWord]) -> bool {
    let known = || {
        let of = words.iter().enumerate();
        let of = of.filter(|(at, _)| thing.words & (1 << at) != 0);
        let best = of.map(|(_, word)| {
            let alike = word.sources.iter().map(|(_, similarity)| *similarity);
            alike.fold(0.0, f32::max)
        });
        best.fold(1.0, f32::min)
    };
    thing.similarity >= SURE_THING
        || (thing.similarity >= LIKELY_THING && thing.similarity >= known() + MORE_ALIKE)
}

/// The things without those whose name is a part of a longer one ("green chili" is no
/// chili that happens to be green) or named less surely by the same words.
fn whole_names(things: &[Named]) -> Vec<Named> {
    let beaten = |thing: &Named, other: &Named| {
        let inside = thing.words & other.words == thing.words;
        inside && (thing.words != other.words || other.similarity >= thing.similarity + LESS_SURE)
    };
    let whole = |thing: &&Named| !things.iter().any(|other| beaten(thing, other));
    let whole = things.iter().filter(whole);
    whole.take(MAX_THINGS).copied().collect()
}

/// Words of the question that go without saying belong to the thing beside them.
fn take_fillers(thing: &mut Named, plain: &[String]) {
    for (at, word) in plain.iter().enumerate() {
        let beside = (thing.words << 1 | thing.words >> 1) & (1 << at) != 0;
        if beside && fillers::sounds_like_filler(word) {
            thing.words |= 1 << at;
        }
    }
}

/// The names of a thing as the index spells them.
fn other_names(
    thing: &Named,
    words: &[QueryWord],
    concepts: &Concepts,
    texts: &Texts,
) -> Vec<(TermSource, f32)> {
    let mut sources = Vec::new();
    for name in concepts.names_of(thing) {
        let spelt = spelt_here(name, texts).into_iter();
        let broad = concepts.is_broad(thing, name);
        sources.extend(spelt.map(|(source, alike)| {
            let telling = if broad || is_part(&source, thing, words) {
                PART_OF_NAME
            } else {
                1.0
            };
            (source, thing.similarity * THING * telling * alike)
        }));
    }
    sources
}

/// What stands for a kind of things are the things of its category: fever medicine is
/// whatever is sold against fever.
fn others_of_kind(
    thing: &Named,
    (concepts, categories): (&Concepts, &Categories),
    texts: &Texts,
) -> Vec<(TermSource, f32)> {
    let category = concepts.category_of(thing);
    let code = category.and_then(|ord| Some(&*categories.by_ord(ord)?.code));
    let subtree = code.map_or_else(Vec::new, |code| categories.subtree(code));
    let names = concepts.names_in(&subtree, thing);
    let here = names.filter(|name| name.iter().all(|word| texts.frequency(word) > 0));
    let mut sources: Vec<_> = here
        .map(|name| {
            let source = match name {
                [word] => TermSource::Word(word.clone()),
                words => TermSource::All(words.to_vec()),
            };
            (source, thing.similarity * OF_KIND)
        })
        .take(MOST_OF_KIND)
        .collect();
    sources.extend(subtree.into_iter().map(|ord| {
        let source = TermSource::Category(ord);
        (source, thing.similarity * OF_KIND)
    }));
    sources
}

/// Whatever holds one of these counts as holding the words that name the thing.
fn add_sources(thing: &Named, words: &mut [QueryWord], sources: &[(TermSource, f32)]) {
    for (i, word) in words.iter_mut().enumerate() {
        if thing.words & (1 << i) != 0 {
            if thing.similarity >= NAMED_SO {
                demote_alike(word, sources);
            }
            word.sources.extend(sources.iter().cloned());
        }
    }
}

/// Whether a name of the thing is but one of the words that name it: ইলিশ of "ইলিশ
/// মাছ", which fried ones have as well.
fn is_part(name: &TermSource, thing: &Named, words: &[QueryWord]) -> bool {
    let typed = words.iter().enumerate();
    let mut typed = typed.filter(|(at, _)| thing.words & (1 << at) != 0);
    thing.words.count_ones() > 1
        && typed.any(|(_, word)| {
            let same = |(source, alike): &(TermSource, f32)| *alike >= NAMED_SO && source == name;
            word.sources.iter().any(same)
        })
}

/// What is known as a name is no slip for a word that sounds like it.
fn demote_alike(word: &mut QueryWord, names: &[(TermSource, f32)]) {
    let is_known = |(_, similarity): &(TermSource, f32)| *similarity >= 1.0;
    if word.sources.iter().any(is_known) {
        return;
    }
    for (source, similarity) in &mut word.sources {
        let is_name = names.iter().any(|(name, _)| name == source);
        if !matches!(source, TermSource::Category(_)) && !is_name {
            *similarity *= ONLY_ALIKE;
        }
    }
}

/// A name as the index spells it, with how alike: in one word or in several.
fn spelt_here(name: &[String], texts: &Texts) -> Vec<(TermSource, f32)> {
    if let [word] = name {
        let spelt = spellings(word, MAX_SPELLINGS, texts);
        if spelt.is_empty() {
            return compounds::parts(word, texts).into_iter().collect();
        }
        let one = |(term, alike)| (TermSource::Word(term), alike);
        return spelt.into_iter().map(one).collect();
    }
    let here = |word: &String| spellings(word, 1, texts).pop().map(|(term, _)| term);
    let telling = name.iter().filter(|word| !fillers::is_particle(word));
    if let Some(terms) = telling.map(here).collect::<Option<Vec<_>>>() {
        return vec![(TermSource::All(terms), 1.0)];
    }
    if let [_, _] = name {
        let as_one = spellings(&name.concat(), 1, texts).into_iter();
        return as_one
            .map(|(term, alike)| (TermSource::Word(term), alike))
            .collect();
    }
    Vec::new()
}

/// Words of the index that are spellings of this one, or of it without its ending.
/// What is there as written has no other spelling: টিপ is not টেপ.
fn spellings(word: &str, most: usize, texts: &Texts) -> Vec<(String, f32)> {
    if texts.frequency(word) > 0 {
        return vec![(word.to_owned(), 1.0)];
    }
    let spelt = |word: &str, worth: f32| -> Vec<(String, f32)> {
        let same = (texts.vocabulary)
            .expand_surely(word, most, SAME_SPELLING)
            .into_iter();
        same.map(|m| (m.term.to_owned(), m.similarity * worth))
            .collect()
    };
    let found = spelt(word, 1.0);
    if !found.is_empty() {
        return found;
    }
    let stems = bangla_text::stems(word).into_iter();
    stems
        .flat_map(|stem| spelt(&stem, STEM))
        .take(most)
        .collect()
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
