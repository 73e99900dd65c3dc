//! Words without their endings: case, plural and the counting -টা and -টি.

/// Bengali endings, longest first, with the letters that must be left.
const BENGALI: [(&str, usize); 16] = [
    ("গুলোর", 2),
    ("গুলো", 2),
    ("গুলি", 2),
    ("গুলা", 2),
    ("\u{9af}\u{9bc}ের", 2),
    ("দের", 2),
    ("টির", 2),
    ("টার", 2),
    ("ের", 2),
    ("এর", 2),
    ("টি", 3),
    ("টা", 3),
    ("তে", 3),
    ("কে", 3),
    ("র", 3),
    ("ে", 3),
];

/// The same in Latin letters, and the plural of English.
const LATIN: [(&str, usize); 12] = [
    ("gulor", 3),
    ("gulo", 3),
    ("guli", 3),
    ("yer", 3),
    ("der", 3),
    ("er", 3),
    ("es", 3),
    ("ta", 3),
    ("ti", 3),
    ("te", 3),
    ("s", 3),
    ("r", 3),
];

/// What a word may be without its ending, the longest ending first; empty when it
/// has none. A stem is a guess (পাতা has no ending): ask a vocabulary whether it is
/// a word, and only where the word itself is none.
///
/// ```
/// use bangla_text::stems;
/// assert!(stems("পেঁয়াজের").contains(&"পেঁয়াজ".to_owned()));
/// assert!(stems("onions").contains(&"onion".to_owned()));
/// assert!(stems("চা").is_empty());
/// ```
pub fn stems(word: &str) -> Vec<String> {
    let word = crate::normalise(word);
    let mut stems: Vec<String> = (BENGALI.iter().chain(&LATIN))
        .filter_map(|(ending, least)| {
            let stem = word.strip_suffix(ending)?;
            (stem.chars().count() >= *least).then(|| stem.to_owned())
        })
        .collect();
    // Berries are of one berry.
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() >= 3) {
        stems.insert(0, format!("{stem}y"));
    }
    stems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_taken_off_in_either_script() {
        for (word, stem) in [
            ("ডিমের", "ডিম"),
            ("চায়ের", "চা"),
            ("ঘিয়ের", "ঘি"),
            ("আলুর", "আলু"),
            ("ডিমগুলো", "ডিম"),
            ("বাচ্চাদের", "বাচ্চা"),
            ("কলমটা", "কলম"),
            ("eggs", "egg"),
            ("tomatoes", "tomato"),
            ("cherries", "cherry"),
            ("peyajer", "peyaj"),
        ] {
            let found = stems(word);
            assert!(found.iter().any(|found| found == stem), "{word}: {found:?}");
        }
    }

    #[test]
    fn short_words_have_no_ending() {
        for word in ["চা", "ঘি", "আটা", "tea", "gas"] {
            let found = stems(word);
            assert!(found.is_empty(), "{word}: {found:?}");
        }
    }
}
