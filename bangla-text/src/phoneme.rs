//! Phonemes: what letters of either script sound like.

use crate::words::{Script, script_of};

/// A speech sound, finer than a shopper's spelling and coarser than a
/// phonetician's. The order is the row order of the cost table in `align`.
///
/// ```
/// use bangla_text::{Class, Phoneme};
/// assert_eq!(Phoneme::Kh.class(), Some(Class::K));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Phoneme {
    /// The vowel a Bengali consonant carries unwritten.
    Inherent,
    /// অ
    Aw,
    /// ও
    O,
    /// আ
    A,
    /// অ্যা
    Ae,
    /// এ
    E,
    /// ই ঈ
    I,
    /// উ ঊ
    U,
    /// য় and য-ফলা
    Y,
    /// The w of ওয়া and ব-ফলা
    W,
    /// ক
    K,
    /// খ ক্ষ
    Kh,
    /// গ জ্ঞ
    G,
    /// ঘ
    Gh,
    /// ং ঙ
    Ng,
    /// চ
    C,
    /// ছ
    Ch,
    /// জ য
    J,
    /// ঝ
    Jh,
    /// ট
    Tt,
    /// ঠ
    Tth,
    /// ড
    Dd,
    /// ঢ
    Ddh,
    /// ত ৎ
    T,
    /// থ
    Th,
    /// দ
    D,
    /// ধ
    Dh,
    /// ন ণ ঞ
    N,
    /// প
    P,
    /// ফ
    Ph,
    /// ব
    B,
    /// ভ
    Bh,
    /// ম
    M,
    /// র
    R,
    /// ড় ঢ়
    Rr,
    /// ল
    L,
    /// শ ষ, and স where it is not told apart
    Sh,
    /// স
    S,
    /// হ
    H,
}

impl Phoneme {
    pub(crate) const COUNT: usize = Self::H as usize + 1;

    /// The consonant class of the coarse key; `None` for vowels and glides.
    ///
    /// ```
    /// use bangla_text::Phoneme;
    /// assert_eq!(Phoneme::S.class(), Phoneme::Sh.class());
    /// assert_eq!(Phoneme::A.class(), None);
    /// ```
    pub const fn class(self) -> Option<Class> {
        use Phoneme as P;
        Some(match self {
            P::Inherent | P::Aw | P::O | P::A | P::Ae | P::E | P::I | P::U | P::Y | P::W => {
                return None;
            }
            P::K | P::Kh => Class::K,
            P::G | P::Gh => Class::G,
            P::Ng | P::N => Class::N,
            P::C | P::Ch => Class::C,
            P::J | P::Jh => Class::J,
            P::Tt | P::Tth | P::T | P::Th => Class::T,
            P::Dd | P::Ddh | P::D | P::Dh => Class::D,
            P::P | P::Ph => Class::P,
            P::B | P::Bh => Class::B,
            P::M => Class::M,
            P::R | P::Rr => Class::R,
            P::L => Class::L,
            P::Sh | P::S => Class::S,
            P::H => Class::H,
        })
    }

    /// Whether this is a vowel or a glide, which keys leave out.
    ///
    /// ```
    /// use bangla_text::phonemes;
    /// assert_eq!(phonemes("alu").iter().filter(|sound| sound.is_vowel()).count(), 2);
    /// ```
    pub const fn is_vowel(self) -> bool {
        self.class().is_none()
    }
}

/// All of them, in order.
pub(crate) const PHONEMES: [Phoneme; Phoneme::COUNT] = [
    Phoneme::Inherent,
    Phoneme::Aw,
    Phoneme::O,
    Phoneme::A,
    Phoneme::Ae,
    Phoneme::E,
    Phoneme::I,
    Phoneme::U,
    Phoneme::Y,
    Phoneme::W,
    Phoneme::K,
    Phoneme::Kh,
    Phoneme::G,
    Phoneme::Gh,
    Phoneme::Ng,
    Phoneme::C,
    Phoneme::Ch,
    Phoneme::J,
    Phoneme::Jh,
    Phoneme::Tt,
    Phoneme::Tth,
    Phoneme::Dd,
    Phoneme::Ddh,
    Phoneme::T,
    Phoneme::Th,
    Phoneme::D,
    Phoneme::Dh,
    Phoneme::N,
    Phoneme::P,
    Phoneme::Ph,
    Phoneme::B,
    Phoneme::Bh,
    Phoneme::M,
    Phoneme::R,
    Phoneme::Rr,
    Phoneme::L,
    Phoneme::Sh,
    Phoneme::S,
    Phoneme::H,
];

/// Consonants that shoppers write for one another.
///
/// ```
/// use bangla_text::{Class, phonemes};
/// let classes: Vec<_> = phonemes("মাছ").into_iter().filter_map(|p| p.class()).collect();
/// assert_eq!(classes, [Class::M, Class::C]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// Any vowel or glide, only at the start of a word.
    Vowel = 1,
    /// k kh q ক্ষ
    K,
    /// g gh জ্ঞ
    G,
    /// n ng ণ ং ঙ ঞ
    N,
    /// c ch ছ
    C,
    /// j z jh য
    J,
    /// t th ট ত ৎ
    T,
    /// d dh ড দ
    D,
    /// p ph f
    P,
    /// b bh v
    B,
    /// r rh ড় ঢ়
    R,
    /// m
    M,
    /// l
    L,
    /// s sh শ ষ স
    S,
    /// h, only at the start of a word
    H,
}

/// A phoneme in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sound {
    pub(crate) phoneme: Phoneme,
    /// Cost of leaving it out here, in hundredths.
    pub(crate) drop: u8,
    /// Often not spoken or not written: keys exist with and without it.
    pub(crate) optional: bool,
}

impl Sound {
    pub(crate) const fn of(phoneme: Phoneme) -> Self {
        let drop = match phoneme {
            Phoneme::Inherent => 5,
            Phoneme::Aw
            | Phoneme::O
            | Phoneme::A
            | Phoneme::Ae
            | Phoneme::E
            | Phoneme::I
            | Phoneme::U => 50,
            Phoneme::Y | Phoneme::W => 15,
            Phoneme::H => 40,
            _ => 100,
        };
        Self {
            phoneme,
            drop,
            optional: false,
        }
    }

    pub(crate) const fn optional(phoneme: Phoneme, drop: u8) -> Self {
        Self {
            phoneme,
            drop,
            optional: true,
        }
    }
}

/// The phonemes of a text in its first reading: Bengali as spoken, Latin as
/// Banglish is written. Digits and other scripts have no sound.
///
/// ```
/// use bangla_text::{Phoneme::*, phonemes};
/// assert_eq!(phonemes("ডাল"), [Dd, A, L, Inherent]);
/// assert_eq!(phonemes("dal"), [D, A, L]);
/// ```
pub fn phonemes(text: &str) -> Vec<Phoneme> {
    let text = crate::normalise(text);
    let sounds = sound_out(&text, crate::readings::Habit::Banglish);
    sounds.into_iter().map(|sound| sound.phoneme).collect()
}

/// Sounds out a normalised text, word after word, as one breath.
pub(crate) fn sound_out(text: &str, habit: crate::readings::Habit) -> Vec<Sound> {
    let mut sounds = Vec::with_capacity(text.len());
    for word in text.split(' ') {
        match word.chars().next().and_then(script_of) {
            Some(Script::Bengali) => crate::bengali::sound_out(word, &mut sounds),
            Some(Script::Latin) => crate::latin::sound_out(word, habit, &mut sounds),
            Some(Script::Digits | Script::Other) | None => {}
        }
    }
    soften_doubles(&mut sounds);
    sounds
}

/// The second of two like consonants is hardly ever written.
fn soften_doubles(sounds: &mut [Sound]) {
    for at in 1..sounds.len() {
        let class = sounds[at].phoneme.class();
        if class.is_some() && class == sounds[at - 1].phoneme.class() {
            sounds[at].drop = sounds[at].drop.min(10);
        }
    }
}
