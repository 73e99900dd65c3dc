//! Text for Bangladesh: Bengali, English and Banglish (Bengali in Latin
//! letters) made comparable, and numbers written the way people read them.
//!
//! | You want to … | call |
//! |---|---|
//! | compare two spellings of the same text | [`normalise`] |
//! | split text for an index, with ranges to highlight | [`words`] |
//! | know whether a word is a unit of sale | [`Unit::of`] |
//! | know how a word sounds | [`phonemes`], [`readings`] |
//! | group words that sound alike | [`coarse_keys`] |
//! | know how alike two words sound, across scripts | [`similarity`] |
//! | find the terms of an index a typed word may mean | [`Vocabulary::expand`] |
//! | know a word without its case ending or plural | [`stems`] |
//! | suggest while somebody types | [`Vocabulary::complete`] |
//! | read "kalo jeera" as কালোজিরা | [`Vocabulary::joined`] |
//! | write a number, or how many there are of a thing | [`number`], [`counted`] |
//! | write a large amount in lakh and crore | [`round_amount`], [`group_lakh`] |
//! | change the digits of a text | [`to_bengali_digits`], [`to_ascii_digits`] |
//! | write a price, a distance | [`money`], [`distance`] |
//! | write a time of day | [`clock`], [`DayPart::of`] |
//! | write a date of the Bangla calendar | [`BanglaDate::from_gregorian`] |
//! | write a name in an address | [`slug`] |
//! | shorten text without breaking a letter | [`truncate`] |
//! | mark words of a text without breaking a letter | [`marked`] |
//! | know what a text message costs, and cut it | [`sms`], [`sms_segments`] |
//!
//! Everything is a pure function of its arguments: no I/O, no clock, no global
//! state.
//!
//! ```
//! use bangla_text::{Vocabulary, similarity};
//!
//! let shelf = Vocabulary::build([("পেঁয়াজ", 40), ("চাল", 90), ("ডাল", 70)]);
//! assert_eq!(shelf.expand("peyaj", 3)[0].term, "পেঁয়াজ");
//! assert!(similarity("dal", "ডাল") > similarity("dal", "দুল"));
//! ```
#![deny(missing_docs)]

mod align;
mod bengali;
mod calendar;
mod clock;
mod distance;
mod endings;
mod fold;
mod found;
mod hits;
mod index;
mod key;
mod latin;
mod mark;
mod money;
mod normalise;
mod numerals;
mod phoneme;
mod query;
mod readings;
mod slug;
mod sms;
mod truncate;
mod typing;
mod units;
mod vocabulary;
mod words;

pub use align::similarity;
pub use calendar::BanglaDate;
pub use clock::{DayPart, clock};
pub use distance::distance;
pub use endings::stems;
pub use found::{How, Joined, Match};
pub use key::{Key, coarse_keys};
pub use mark::marked;
pub use money::money;
pub use normalise::normalise;
pub use numerals::{
    Language, counted, group_lakh, number, round_amount, to_ascii_digits, to_bengali_digits,
};
pub use phoneme::{Class, Phoneme, phonemes};
pub use readings::{Reading, readings};
pub use slug::slug;
pub use sms::{Sms, SmsEncoding, sms, sms_segments};
pub use truncate::truncate;
pub use units::Unit;
pub use vocabulary::Vocabulary;
pub use words::{Script, Word, Words, words};

/// The examples of the README are tested.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
