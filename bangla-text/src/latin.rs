//! Sounding out Latin letters: Banglish first, English and Sanskrit spellings
//! by habit.

use crate::phoneme::{Phoneme as P, Sound};
use crate::readings::Habit;

/// Appends the sounds of one normalised Latin word.
pub(crate) fn sound_out(word: &str, habit: Habit, out: &mut Vec<Sound>) {
    let plain: Vec<u8> = word.chars().filter_map(plain_letter).collect();
    let mut at = 0;
    while at < plain.len() {
        let (taken, phonemes) = spell(&plain, at, habit);
        out.extend(phonemes.iter().map(|&p| Sound::of(p)));
        at += taken;
    }
}

/// The few Latin letters that are no diacritic of a plain one.
fn plain_letter(letter: char) -> Option<u8> {
    match letter {
        'ß' => Some(b's'),
        'ø' => Some(b'o'),
        'æ' => Some(b'e'),
        'đ' | 'ð' => Some(b'd'),
        'ł' => Some(b'l'),
        'ı' => Some(b'i'),
        _ => u8::try_from(letter).ok().filter(u8::is_ascii_lowercase),
    }
}

type Spelt = (usize, &'static [P]);

fn spell(word: &[u8], at: usize, habit: Habit) -> Spelt {
    let rest = &word[at..];
    let before = at.checked_sub(1).map(|i| word[i]);
    by_habit(habit, before, rest)
        .or_else(|| cluster(before, rest))
        .or_else(|| aspirate(rest))
        .unwrap_or_else(|| (1, single(before, rest)))
}

const fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// What the habit reads otherwise than usual.
fn by_habit(habit: Habit, before: Option<u8>, rest: &[u8]) -> Option<Spelt> {
    let after_vowel = before.is_some_and(is_vowel);
    match (habit, rest) {
        (Habit::ChForC, [b'c', next, ..]) if !matches!(next, b'h' | b'k' | b'q') => {
            Some((1, &[P::C]))
        }
        (Habit::ChForC, [b'c']) => Some((1, &[P::C])),
        (Habit::SoftG, [b'g', b'e' | b'i' | b'y', ..]) if before != Some(b'g') => {
            Some((1, &[P::J]))
        }
        (Habit::JForY, [b'y', ..]) if before.is_none_or(|c| matches!(c, b'r' | b'd')) => {
            Some((1, &[P::J]))
        }
        (Habit::JForY, [b'y', b'a' | b'o' | b'u', ..]) if after_vowel => Some((1, &[P::J])),
        (Habit::ChForS, [b's', next, ..]) if is_vowel(*next) => Some((1, &[P::Ch])),
        (Habit::ChForS, [b's', b's' | b'h', ..]) => Some((2, &[P::Ch])),
        (Habit::ChForS, [b's']) => Some((1, &[P::Ch])),
        (Habit::SoftS, [b's', next, ..]) if after_vowel && is_vowel(*next) => Some((1, &[P::J])),
        (Habit::Initials, [letter, ..]) => Some((1, letter_name(*letter))),
        (Habit::Learned, _) => learned(before, rest),
        _ => None,
    }
}

fn learned(before: Option<u8>, rest: &[u8]) -> Option<Spelt> {
    Some(match rest {
        [b'k', b's', b'h', ..] => (3, &[P::Kh]),
        [b'k', b'k', b's', b'h', ..] => (4, &[P::Kh]),
        [b'x', ..] => (1, &[P::Kh]),
        [b'j' | b'g', b'n', ..] => (2, &[P::G, P::Y]),
        [b'g', b'g', b'n', ..] => (3, &[P::G, P::Y]),
        [b's', b'c', b'h', ..] => (3, &[P::S, P::K]),
        [b't', b'c', b'h', ..] => (3, &[P::C]),
        [b't', b'u', b'r', b'e'] => (4, &[P::C, P::A, P::R]),
        [b'w', ..] if before.is_some() => (1, &[P::B]),
        [b'c', b'h', ..] => (2, &[P::K]),
        _ => return english_vowel(before, rest),
    })
}

/// English vowels that are not said as written: rice, cake, soap, house.
fn english_vowel(before: Option<u8>, rest: &[u8]) -> Option<Spelt> {
    Some(match rest {
        [b'e'] if before.is_some_and(|c| !is_vowel(c)) => (1, &[]),
        [b'i' | b'y', c, b'e'] if !is_vowel(*c) => (1, &[P::A, P::I]),
        [b'a', c, b'e'] if !is_vowel(*c) => (1, &[P::E]),
        [b'u', c, b'e'] if !is_vowel(*c) => (1, &[P::I, P::U]),
        [b'e', b'a', ..] => (2, &[P::I]),
        [b'o', b'a', ..] => (2, &[P::O]),
        [b'o', b'u' | b'w', ..] => (2, &[P::A, P::U]),
        [b'a', b'i' | b'y', ..] => (2, &[P::E]),
        _ => return None,
    })
}

const fn letter_name(letter: u8) -> &'static [P] {
    match letter {
        b'a' => &[P::E],
        b'b' => &[P::B, P::I],
        b'c' => &[P::S, P::I],
        b'd' => &[P::Dd, P::I],
        b'e' => &[P::I],
        b'f' => &[P::E, P::Ph],
        b'g' => &[P::J, P::I],
        b'h' => &[P::E, P::C],
        b'i' => &[P::A, P::I],
        b'j' => &[P::J, P::E],
        b'k' => &[P::K, P::E],
        b'l' => &[P::E, P::L],
        b'm' => &[P::E, P::M],
        b'n' => &[P::E, P::N],
        b'o' => &[P::O],
        b'p' => &[P::P, P::I],
        b'q' => &[P::K, P::I, P::U],
        b'r' => &[P::A, P::R],
        b's' => &[P::E, P::S],
        b't' => &[P::Tt, P::I],
        b'u' => &[P::I, P::U],
        b'v' => &[P::Bh, P::I],
        b'w' => &[P::Dd, P::A, P::B, P::L, P::I, P::U],
        b'x' => &[P::E, P::K, P::S],
        b'y' => &[P::O, P::A, P::I],
        _ => &[P::J, P::E, P::Dd],
    }
}

/// Letter groups that are one sound, or none, in every habit.
fn cluster(before: Option<u8>, rest: &[u8]) -> Option<Spelt> {
    Some(match rest {
        [b't', b'i' | b's', b'o', b'n', ..] | [b's', b'i', b'o', b'n', ..] => (4, &[P::Sh, P::N]),
        [b'i', b'g', b'h', b't', ..] => (4, &[P::A, P::I, P::Tt]),
        [b't' | b'c', b'c', b'h', ..] | [b'c', b'h', b'h', ..] => (3, &[P::Ch]),
        [b'd', b'g', b'e', ..] => (2, &[P::J]),
        [b'k', b'k', b'h', ..] => (3, &[P::Kh]),
        [b'n', b'g', b'g', ..] => (3, &[P::Ng]),
        [b'n', b'g', ..] => (2, &[P::Ng]),
        [b'k', b'n', ..] if before.is_none() => (2, &[P::N]),
        [b'c', b'k' | b'q', ..] => (2, &[P::K]),
        [b'q', b'u', next, ..] if is_vowel(*next) => (2, &[P::K, P::W]),
        [b'a', b'a', ..] => (2, &[P::A]),
        [b'e', b'e', ..] | [b'i', b'i', ..] => (2, &[P::I]),
        [b'o', b'o', ..] | [b'u', b'u', ..] => (2, &[P::U]),
        _ => return None,
    })
}

/// A consonant and its h.
fn aspirate(rest: &[u8]) -> Option<Spelt> {
    let [letter, b'h', ..] = rest else {
        return None;
    };
    let phonemes: &'static [P] = match letter {
        b'k' => &[P::Kh],
        b'g' => &[P::Gh],
        b'c' => &[P::C],
        b'j' | b'z' => &[P::Jh],
        b't' => &[P::Th],
        b'd' => &[P::Dh],
        b'p' => &[P::Ph],
        b'b' | b'v' => &[P::Bh],
        b's' => &[P::Sh],
        b'r' => &[P::Rr],
        b'w' => &[P::W],
        _ => return None,
    };
    Some((2, phonemes))
}

fn single(before: Option<u8>, rest: &[u8]) -> &'static [P] {
    let next = rest.get(1).copied();
    match rest[0] {
        b'a' => &[P::A],
        b'e' => &[P::E],
        b'i' => &[P::I],
        b'o' => &[P::O],
        b'u' => &[P::U],
        b'y' if before.is_some_and(|c| !is_vowel(c)) && !next.is_some_and(is_vowel) => &[P::I],
        b'y' => &[P::Y],
        b'w' => &[P::W],
        b'c' if matches!(next, Some(b'e' | b'i' | b'y')) => &[P::S],
        b'c' | b'k' | b'q' => &[P::K],
        b'g' => &[P::G],
        b'j' | b'z' => &[P::J],
        b't' => &[P::T],
        b'd' => &[P::D],
        b'n' => &[P::N],
        b'p' => &[P::P],
        b'f' => &[P::Ph],
        b'b' => &[P::B],
        b'v' => &[P::Bh],
        b'm' => &[P::M],
        b'r' => &[P::R],
        b'l' => &[P::L],
        b's' => &[P::S],
        b'x' => &[P::K, P::S],
        b'h' => &[P::H],
        _ => &[],
    }
}
