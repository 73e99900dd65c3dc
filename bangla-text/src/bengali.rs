//! Sounding out Bengali letters, with the conjuncts that are not said as
//! written.

use crate::phoneme::{Phoneme as P, Sound};

const HASANTA: char = '\u{9cd}';
const NUKTA: char = '\u{9bc}';

/// Appends the sounds of one normalised Bengali word.
pub(crate) fn sound_out(word: &str, out: &mut Vec<Sound>) {
    let letters: Vec<char> = word.chars().collect();
    let from = out.len();
    Reader {
        letters: &letters,
        at: 0,
        first: true,
        last: None,
        out,
    }
    .read();
    loosen_genitive(&letters, &mut out[from..]);
}

/// The র of খাসির and পানির is an ending: the word is findable without it.
fn loosen_genitive(letters: &[char], sounds: &mut [Sound]) {
    let after_vowel = matches!(letters, [.., 'ি' | 'ী' | 'ু' | 'া' | 'ে', 'র']);
    let classes = sounds
        .iter()
        .filter(|sound| !sound.phoneme.is_vowel())
        .count();
    if let [first, .., ending, _] = sounds
        && after_vowel
        && classes + usize::from(first.phoneme.is_vowel()) > 2
    {
        *ending = Sound::optional(P::R, 45);
    }
}

struct Reader<'a> {
    letters: &'a [char],
    at: usize,
    /// Nothing has been said yet.
    first: bool,
    /// The consonant that a hasanta has bound to the next one.
    last: Option<char>,
    out: &'a mut Vec<Sound>,
}

impl Reader<'_> {
    fn read(&mut self) {
        while let Some(&letter) = self.letters.get(self.at) {
            self.at += 1;
            if let Some(vowels) = vowels(letter) {
                self.independent(letter, vowels);
            } else if is_consonant(letter) {
                self.consonant(letter);
            } else {
                self.mark(letter);
            }
            self.first = false;
        }
    }

    fn peek(&self, ahead: usize) -> Option<char> {
        self.letters.get(self.at + ahead).copied()
    }

    fn say(&mut self, phoneme: P) {
        self.out.push(Sound::of(phoneme));
    }

    fn independent(&mut self, letter: char, vowels: &[P]) {
        if matches!(letter, 'অ' | 'এ') && self.peek(0) == Some(HASANTA) && self.peek(1) == Some('য')
        {
            self.at += 2 + usize::from(self.peek(2) == Some('া'));
            return self.say(P::Ae);
        }
        for &vowel in vowels {
            self.say(vowel);
        }
    }

    fn mark(&mut self, letter: char) {
        match letter {
            'ং' => self.say(P::Ng),
            'ৎ' => self.say(P::T),
            'ঁ' => self.out.push(Sound::optional(P::N, 8)),
            _ => {} // visarga, stray signs
        }
    }

    fn consonant(&mut self, letter: char) {
        let dotted = self.peek(0) == Some(NUKTA);
        self.at += usize::from(dotted);
        let bound_to = self.last.take();
        self.say_consonant(letter, dotted, bound_to);
        self.after_consonant(letter);
    }

    fn say_consonant(&mut self, letter: char, dotted: bool, bound_to: Option<char>) {
        match (bound_to, letter) {
            (Some('ক'), 'ষ') => self.say(P::Kh),
            (Some('জ'), 'ঞ') => self.gnya(),
            (Some('র'), 'য') if self.out.len() > 1 && !dotted => self.say(P::J),
            (Some('হ'), 'য') if self.out.len() > 1 => self.out.push(Sound::optional(P::Jh, 20)),
            (Some('ঙ'), 'গ' | 'ঘ') => self.out.push(Sound::optional(P::G, 12)),
            (Some(_), 'য') => self.say(P::Y),
            (Some(before), 'ব') if self.is_silent_b(before) => self.say(P::W),
            (Some('ত' | 'দ' | 'শ' | 'ষ' | 'স' | 'ক'), 'ম') => {
                self.out.push(Sound::optional(P::M, 30));
            }
            _ => self.say(simple(letter, dotted)),
        }
    }

    /// জ্ঞ is said g(y).
    fn gnya(&mut self) {
        if let Some(last) = self.out.last_mut() {
            *last = Sound::of(P::G);
        }
        self.out.push(Sound {
            drop: 5,
            ..Sound::of(P::Y)
        });
    }

    fn is_silent_b(&self, before: char) -> bool {
        let cluster_starts_word = self.out.len() == 1;
        cluster_starts_word || !matches!(before, 'ম' | 'ল' | 'র' | 'ন' | 'দ' | 'গ' | 'ব')
    }

    fn after_consonant(&mut self, letter: char) {
        match self.peek(0) {
            Some(HASANTA) => {
                self.at += 1;
                self.last = Some(letter);
            }
            Some(sign) if signs(sign).is_some() => {
                self.at += 1;
                for &vowel in signs(sign).unwrap_or_default() {
                    self.say(vowel);
                }
            }
            Some(_) => self.say(P::Inherent),
            None => self.out.push(Sound {
                drop: 1,
                ..Sound::of(P::Inherent)
            }),
        }
    }
}

const fn is_consonant(letter: char) -> bool {
    matches!(letter, 'ক'..='হ')
}

const fn vowels(letter: char) -> Option<&'static [P]> {
    Some(match letter {
        'অ' => &[P::Aw],
        'আ' => &[P::A],
        'ই' | 'ঈ' => &[P::I],
        'উ' | 'ঊ' => &[P::U],
        'ঋ' => &[P::R, P::I],
        'এ' => &[P::E],
        'ঐ' => &[P::O, P::I],
        'ও' => &[P::O],
        'ঔ' => &[P::O, P::U],
        _ => return None,
    })
}

const fn signs(sign: char) -> Option<&'static [P]> {
    Some(match sign {
        'া' => &[P::A],
        'ি' | 'ী' => &[P::I],
        'ু' | 'ূ' => &[P::U],
        'ৃ' => &[P::R, P::I],
        'ে' => &[P::E],
        'ৈ' => &[P::O, P::I],
        'ো' => &[P::O],
        'ৌ' => &[P::O, P::U],
        _ => return None,
    })
}

const fn simple(letter: char, dotted: bool) -> P {
    match letter {
        'ক' => P::K,
        'খ' => P::Kh,
        'গ' => P::G,
        'ঘ' => P::Gh,
        'ঙ' => P::Ng,
        'চ' => P::C,
        'ছ' => P::Ch,
        'ঝ' => P::Jh,
        'ট' => P::Tt,
        'ঠ' => P::Tth,
        'ড' | 'ঢ' if dotted => P::Rr,
        'ড' => P::Dd,
        'ঢ' => P::Ddh,
        'ত' => P::T,
        'থ' => P::Th,
        'দ' => P::D,
        'ধ' => P::Dh,
        'ন' | 'ণ' | 'ঞ' => P::N,
        'প' => P::P,
        'ফ' => P::Ph,
        'ব' => P::B,
        'ভ' => P::Bh,
        'ম' => P::M,
        'য' if dotted => P::Y,
        'র' => P::R,
        'ল' => P::L,
        'শ' | 'ষ' => P::Sh,
        'স' => P::S,
        'হ' => P::H,
        _ => P::J, // জ য
    }
}
