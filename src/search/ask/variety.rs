//! Variety: of many suggestions that begin alike, few that lead far apart.

use kernel::Names;

use crate::tables::Ord32;

/// What a suggestion loses for each one before it that shares a word of its ends
/// or the brand.
const REPEATED: f32 = 0.03;
/// And where it is of the brand's same category as well.
const SAME_SHELF: f32 = 0.02;
/// All that it may lose so.
const MOST_LOST: f32 = 0.12;

/// What may be suggested.
#[derive(Debug)]
pub(super) struct Choice<T> {
    pub(super) what: T,
    /// How well it fits by itself.
    pub(super) worth: f32,
    /// What it has in common with others.
    pub(super) kin: Kin,
}

/// What makes two suggestions much the same.
#[derive(Debug, Default)]
pub(super) struct Kin {
    /// First and last words of the names.
    ends: Vec<String>,
    brand: Option<u32>,
    category: Option<Ord32>,
}

impl Kin {
    pub(super) fn new(names: &Names, brand: Option<u32>, category: Option<Ord32>) -> Self {
        let mut ends = Vec::with_capacity(4);
        for name in names.each() {
            let mut words = bangla_text::words(name).map(|word| word.text.into_owned());
            let first = words.next();
            ends.extend(words.last().into_iter().chain(first));
        }
        Self {
            ends,
            brand,
            category,
        }
    }

    fn shared_with(&self, other: &Self) -> f32 {
        let brand = self.brand.is_some() && self.brand == other.brand;
        let same_shelf = brand && self.category.is_some() && self.category == other.category;
        if same_shelf {
            REPEATED + SAME_SHELF
        } else if brand || self.ends.iter().any(|word| other.ends.contains(word)) {
            REPEATED
        } else {
            0.0
        }
    }
}

/// The best of these choices in turn, each counted against what is like it and was
/// chosen before; choices come best first.
pub(super) fn varied<T>(mut choices: Vec<Choice<T>>, most: usize) -> Vec<T> {
    let mut lost = vec![0.0_f32; choices.len()];
    let mut chosen = Vec::with_capacity(most.min(choices.len()));
    while chosen.len() < most {
        let worth = |at: usize| choices[at].worth - lost[at].min(MOST_LOST);
        let best =
            (0..choices.len()).reduce(|best, at| if worth(at) > worth(best) { at } else { best });
        let Some(best) = best else { break };
        let taken = choices.remove(best);
        lost.remove(best);
        for (lost, choice) in lost.iter_mut().zip(&choices) {
            *lost += choice.kin.shared_with(&taken.kin);
        }
        chosen.push(taken.what);
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(name: &'static str, worth: f32, brand: Option<u32>) -> Choice<&'static str> {
        let names = Names {
            bn: None,
            en: Some(name.to_owned()),
        };
        Choice {
            what: name,
            worth,
            kin: Kin::new(&names, brand, None),
        }
    }

    #[test]
    fn what_is_much_the_same_makes_room_for_something_else() {
        let choices = vec![
            choice("Chinigura Rice", 0.99, None),
            choice("Chinigura Rice Old", 0.98, None),
            choice("Sugar", 0.96, None),
        ];
        let [first, second, third] = varied(choices, 8)[..] else {
            panic!("all three are shown");
        };
        assert_eq!(
            [first, second, third],
            ["Chinigura Rice", "Sugar", "Chinigura Rice Old"]
        );
    }

    #[test]
    fn goods_of_one_brand_stand_back_but_not_without_end() {
        let brand = Some(1);
        let mut choices: Vec<_> = ["Cream", "Drops", "Syrup", "Salt", "Soap", "Tea"]
            .map(|name| choice(name, 0.95, brand))
            .into();
        choices.push(choice("Screw", 0.8, None));
        let chosen = varied(choices, 8);
        assert_eq!(chosen.last(), Some(&"Screw"));
    }
}
