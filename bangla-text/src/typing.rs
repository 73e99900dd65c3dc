//! Slips of the finger: letters left out, doubled or exchanged, Latin only.
//! (Bengali slips are caught by sound.)

const LONGEST: usize = 32;

/// How much of the likeness in sound two wholly different spellings lose:
/// oil and wheel sound alike, but nobody types one for the other.
const SPELLING: f32 = 0.15;

/// A word that is compared with many by how it is typed.
#[derive(Debug)]
pub(crate) struct Typed {
    len: usize,
    /// Of each letter, the places where it stands.
    places: [u32; 26],
}

impl Typed {
    /// `None` for what slips are not counted in: all but plain Latin words.
    pub(crate) fn new(word: &str) -> Option<Self> {
        let word = word.as_bytes();
        if word.len() > LONGEST || !is_plain(word) {
            return None;
        }
        let mut places = [0; 26];
        for (at, letter) in word.iter().enumerate() {
            places[usize::from(letter - b'a')] |= 1 << at;
        }
        Some(Self {
            len: word.len(),
            places,
        })
    }

    /// Corrects the likeness in sound with a word by how that is typed.
    pub(crate) fn correct(&self, sound: f32, word: &str) -> f32 {
        let word = word.as_bytes();
        let longest = self.len.max(word.len());
        if !(3..=LONGEST).contains(&longest) || !is_plain(word) {
            return sound;
        }
        let slips = self.slips(word);
        let share = share(slips, longest);
        let typed = if slips <= forgiven(longest) {
            0.99 - share
        } else {
            0.0
        };
        typed.max(sound - SPELLING * share)
    }

    /// Whether a word of so many [`letters`] is near enough to be a slip.
    pub(crate) fn is_near(&self, letters: u8) -> bool {
        let letters = usize::from(letters);
        letters > 0 && self.len.abs_diff(letters) <= forgiven(self.len.max(letters))
    }

    /// Edit distance to a plain word where exchanging two neighbours is one slip;
    /// all rows of the table in the bits of a few numbers (Hyyrö 2003).
    fn slips(&self, word: &[u8]) -> usize {
        let Some(last) = self.len.checked_sub(1) else {
            return word.len();
        };
        let (mut up, mut down, mut diagonal, mut before) = (u64::MAX, 0_u64, 0_u64, 0_u64);
        let mut slips = self.len;
        for letter in word {
            let same = u64::from(self.places[usize::from(letter - b'a')]);
            let exchanged = ((!diagonal & same) << 1) & before;
            diagonal = ((same & up).wrapping_add(up) ^ up) | same | down | exchanged;
            let right = down | !(diagonal | up);
            let left = diagonal & up;
            slips += usize::from(right >> last & 1 != 0);
            slips -= usize::from(left >> last & 1 != 0);
            let right = right << 1 | 1;
            up = left << 1 | !(diagonal | right);
            down = right & diagonal;
            before = same;
        }
        slips
    }
}

/// Corrects the likeness in sound of two words by how they are typed. Only
/// plain Latin words of at least three letters are touched.
pub(crate) fn as_typed(sound: f32, a: &str, b: &str) -> f32 {
    Typed::new(a).map_or(sound, |a| a.correct(sound, b))
}

/// The letters of a word that slips are counted in; 0 for others.
pub(crate) fn letters(word: &str) -> u8 {
    let word = word.as_bytes();
    let counts = word.len() <= LONGEST && is_plain(word);
    if counts {
        u8::try_from(word.len()).unwrap_or_default()
    } else {
        0
    }
}

/// Slips in a word this long that do not make it another one.
const fn forgiven(longest: usize) -> usize {
    if longest < 6 { 1 } else { 2 }
}

#[expect(clippy::cast_precision_loss, reason = "both below 35")]
fn share(slips: usize, longest: usize) -> f32 {
    slips as f32 / longest.max(4) as f32
}

fn is_plain(word: &[u8]) -> bool {
    word.iter().all(u8::is_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn distance(a: &str, b: &str) -> usize {
        Typed::new(a).unwrap().slips(b.as_bytes())
    }

    /// The same, cell by cell.
    fn distance_by_table(a: &[u8], b: &[u8]) -> usize {
        let mut before = [0_usize; LONGEST + 1];
        let mut row: [usize; LONGEST + 1] = std::array::from_fn(|j| j);
        for i in 1..=a.len() {
            let last = row;
            row[0] = i;
            for j in 1..=b.len() {
                let same = a[i - 1] == b[j - 1];
                row[j] = (last[j - 1] + usize::from(!same))
                    .min(last[j] + 1)
                    .min(row[j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    row[j] = row[j].min(before[j - 2] + 1);
                }
            }
            before = last;
        }
        row[b.len()]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn slips_are_those_of_the_table(a in "[a-d]{0,32}", b in "[a-d]{0,32}", c in "[a-c]{0,6}", d in "[a-c]{0,6}") {
            for (a, b) in [(&a, &b), (&c, &d), (&a, &d), (&c, &b)] {
                prop_assert_eq!(distance(a, b), distance_by_table(a.as_bytes(), b.as_bytes()));
            }
        }
    }

    #[test]
    fn slips_are_counted() {
        assert_eq!(distance("iphne", "iphone"), 1);
        assert_eq!(distance("mobiel", "mobile"), 1);
        assert_eq!(distance("abc", "abc"), 0);
        assert_eq!(distance("laptop", "lptpo"), 2);
    }

    #[test]
    fn short_words_forgive_less() {
        assert!(as_typed(0.0, "iphne", "iphone") > 0.8);
        assert!(as_typed(0.0, "dal", "oil") < 0.1);
        assert!(as_typed(0.0, "চাল", "chal") < 0.1);
    }
}
