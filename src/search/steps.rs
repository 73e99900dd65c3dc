//! What a search did instead of coming back with nothing, said plainly.

use bangla_text::Language;
use kernel::{Locale, Names};
use platform::i18n::Words;

use crate::{Found, Instead, Question, What};

/// One step away from what was asked, in the order they are taken.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The text index cannot be used at the moment: names were compared as they
    /// are written, or those changed last are not known yet.
    Degraded,
    /// Words that nothing is named like; the others were searched for.
    Dropped(Vec<String>),
    /// Nothing was within the asked radius, in metres.
    Widened {
        /// How far was asked.
        asked_m: f64,
        /// How far was searched.
        searched_m: f64,
    },
    /// Shops of this category stand in for offers.
    Category(Names),
    /// Shops around may be asked.
    Ask,
}

impl Step {
    /// The steps of a search, none where it found what was asked.
    pub fn of(question: &Question, found: &Found) -> Vec<Self> {
        let instead = Instead::of(question, found);
        let widened = (found.radius_m > question.radius_m).then_some(Self::Widened {
            asked_m: question.radius_m,
            searched_m: found.radius_m,
        });
        let category = (instead == Some(Instead::Category)).then(|| category_of(found));
        let in_words = !question.text.trim().is_empty() && question.is_first_page();
        let may_ask = matches!(instead, Some(Instead::Nothing | Instead::Category)) && in_words;
        // Words that only a category answers to were not left out.
        let dropped = (category.is_none() && !found.degraded)
            .then(|| dropped(found))
            .flatten();
        let degraded = found.degraded.then_some(Self::Degraded);
        degraded
            .into_iter()
            .chain(dropped)
            .chain(widened)
            .chain(category.flatten())
            .chain(may_ask.then_some(Self::Ask))
            .collect()
    }

    /// Stable name for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Degraded => "degraded",
            Self::Dropped(_) => "dropped_words",
            Self::Widened { .. } => "widened",
            Self::Category(_) => "category",
            Self::Ask => "ask",
        }
    }

    /// The step in words for people.
    pub fn say(&self, words: Words) -> String {
        match self {
            Self::Degraded => words.t("search-step-degraded"),
            Self::Dropped(dropped) => words.with(
                "search-step-dropped",
                &[("words", dropped.join(" ").into())],
            ),
            Self::Widened {
                asked_m,
                searched_m,
            } => {
                let shown = |metres| bangla_text::distance(metres, language(words.0)).into();
                let said = [("asked", shown(*asked_m)), ("searched", shown(*searched_m))];
                words.with("search-step-widened", &said)
            }
            Self::Category(names) => {
                let name = names.in_locale(words.0);
                words.with("search-step-category", &[("name", name.into())])
            }
            Self::Ask => words.t("search-step-ask"),
        }
    }
}

/// Words that were left out, where others found something.
fn dropped(found: &Found) -> Option<Step> {
    let words = found.understood.words.iter();
    let (read, unread): (Vec<_>, Vec<_>) = words.partition(|word| word.read.is_some());
    let unread: Vec<String> = unread.iter().map(|word| word.typed.clone()).collect();
    (!read.is_empty() && found.total > 0 && !unread.is_empty()).then_some(Step::Dropped(unread))
}

fn category_of(found: &Found) -> Option<Step> {
    found.items.iter().find_map(|answer| match &answer.what {
        What::UsuallySells { name, .. } => Some(Step::Category(name.clone())),
        _ => None,
    })
}

/// The language of numbers and distances.
pub(crate) const fn language(locale: Locale) -> Language {
    match locale {
        Locale::Bn => Language::Bengali,
        Locale::En => Language::English,
    }
}
