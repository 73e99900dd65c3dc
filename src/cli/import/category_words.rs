//! What files call our categories: codes, names and synonyms in any script, and
//! paths of other people's trees.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use bangla_text::normalise;
use catalog::{Category, Tree};

/// Files repeat their categories; so many different ones are remembered.
const REMEMBERED: usize = 10_000;

/// Looks categories up by any of their words.
pub(in crate::cli) struct CategoryWords {
    tree: Tree,
    by_word: HashMap<String, Vec<String>>,
    found: Mutex<HashMap<String, Option<String>>>,
}

impl CategoryWords {
    pub(in crate::cli) fn new(tree: &Tree) -> Self {
        let mut by_word: HashMap<String, Vec<String>> = HashMap::new();
        for category in tree.iter() {
            for word in words_of(category) {
                let codes = by_word.entry(word).or_default();
                if !codes.contains(&category.code) {
                    codes.push(category.code.clone());
                }
            }
        }
        Self {
            tree: tree.clone(),
            by_word,
            found: Mutex::default(),
        }
    }

    /// The code of the category that `text` means: a code, a name, or a path such
    /// as `Food > Eggs` or `grocery/rice`, of which the last known part counts.
    pub(in crate::cli) fn find(&self, text: &str) -> Option<String> {
        // A lookup that panicked has remembered nothing wrong.
        let remembered = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(code) = remembered().get(text) {
            return code.clone();
        }
        let code = self.look_up(text);
        let mut found = remembered();
        if found.len() < REMEMBERED {
            found.insert(text.to_owned(), code.clone());
        }
        code
    }

    fn look_up(&self, text: &str) -> Option<String> {
        let code = text.to_lowercase();
        if self.tree.find(&code).is_some() {
            return Some(code);
        }
        let parts: Vec<String> = text.split(['>', '/', '|', '»', '›']).map(key).collect();
        // "Tea & Coffee / Drinks" is tried whole first: names may hold a slash.
        let whole = self.meant(&key(text), &[]);
        whole.or_else(|| {
            (0..parts.len())
                .rev()
                .find_map(|at| self.meant(&parts[at], &parts[..at]))
        })
    }

    /// Of several categories with this word: the one on a branch that the path
    /// names, else the one that bears it as its name, else the one nearest to the
    /// top. Two that are alike in all of that are nobody's to choose from.
    fn meant(&self, word: &str, path: &[String]) -> Option<String> {
        let codes = self.by_word.get(word)?;
        let rank = |code: &String| {
            let branch: Vec<&Category> = self.tree.path(code).collect();
            let above = branch.iter().skip(1);
            let on_path = above
                .filter(|c| words_of(c).any(|word| path.contains(&word)))
                .count();
            let named = branch
                .first()
                .is_some_and(|c| c.names.each().any(|name| key(name) == word));
            (std::cmp::Reverse(on_path), !named, branch.len())
        };
        let best = codes.iter().min_by_key(|code| rank(code))?;
        let rivals = codes.iter().filter(|code| rank(code) == rank(best)).count();
        (rivals == 1).then(|| best.clone())
    }
}

fn words_of(category: &Category) -> impl Iterator<Item = String> {
    let last = category.code.rsplit('/').next().unwrap_or_default();
    category
        .names
        .each()
        .chain(category.aliases.iter().map(String::as_str))
        .chain([last])
        .map(key)
        .filter(|word| !word.is_empty())
}

/// "Eggs", "egg" and "EGG" are one word, "Oil & Ghee" and "Oil and Ghee" too.
fn key(text: &str) -> String {
    normalise(&text.replace('&', " and ").replace('-', " "))
        .split(' ')
        .filter(|word| *word != "and")
        .map(singular)
        .collect::<Vec<_>>()
        .join(" ")
}

fn singular(word: &str) -> &str {
    match word.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem,
        _ => word,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Names;

    fn words() -> CategoryWords {
        let category = |code: &str, en: &str, bn: &str, aliases: &[&str]| Category {
            code: code.to_owned(),
            ord: 0,
            parent: code.rsplit_once('/').map(|(parent, _)| parent.to_owned()),
            position: 0,
            names: Names::both(bn, en),
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            sold_by: Vec::new(),
        };
        CategoryWords::new(&Tree::new(vec![
            category("grocery", "Grocery", "মুদি ও খাবার", &["bazar", "food"]),
            category("grocery/eggs", "Eggs", "ডিম", &["dim", "আন্ডা"]),
            category(
                "grocery/breakfast",
                "Breakfast Cereal",
                "সিরিয়াল",
                &["breakfast"],
            ),
            category("grocery/oil", "Cooking Oil & Ghee", "তেল ও ঘি", &["oil"]),
            category("restaurant", "Restaurant Food", "খাবার", &[]),
            category("restaurant/breakfast", "Breakfast", "নাস্তা", &[]),
            category("hair", "Hair Care", "চুল", &[]),
            category("hair/oil", "Hair Oil", "চুলের তেল", &["oil"]),
            category("one", "One", "এক", &["twin"]),
            category("two", "Two", "দুই", &["twin"]),
        ]))
    }

    #[test]
    fn any_word_for_a_category_finds_it() {
        let words = words();
        for (text, code) in [
            ("grocery/eggs", Some("grocery/eggs")),
            ("Grocery/Eggs", Some("grocery/eggs")),
            ("Egg", Some("grocery/eggs")),
            ("ডিম", Some("grocery/eggs")),
            ("আন্ডা", Some("grocery/eggs")),
            ("Food > Eggs", Some("grocery/eggs")),
            ("Shop/Things/Eggs", Some("grocery/eggs")),
            ("Food > Dragons", Some("grocery")),
            ("cooking oil and ghee", Some("grocery/oil")),
            ("Dragons", None),
            ("", None),
        ] {
            assert_eq!(words.find(text).as_deref(), code, "{text}");
        }
    }

    #[test]
    fn a_word_of_several_means_what_the_path_says() {
        let words = words();
        assert_eq!(
            words.find("Breakfast").as_deref(),
            Some("restaurant/breakfast")
        );
        assert_eq!(
            words.find("Grocery > Breakfast").as_deref(),
            Some("grocery/breakfast")
        );
        assert_eq!(words.find("Hair Care > Oil").as_deref(), Some("hair/oil"));
        assert_eq!(words.find("twin"), None);
    }
}
