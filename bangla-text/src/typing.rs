//! Slips of the finger: letters left out, doubled or exchanged, Latin only.
//! (Bengali slips are caught by sound.)

const LONGEST: usize = 32;

/// How much of the likeness in sound two wholly different spellings lose:
/// oil and wheel sound alike, but nobody types one for the other.
const SPELLING: f32 = 0.15;

/// Corrects the likeness in sound of two words by how they are typed. Only
/// plain Latin words of at least three letters are touched.
pub(crate) fn as_typed(sound: f32, a: &str, b: &str) -> f32 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let longest = a.len().max(b.len());
    if !(3..=LONGEST).contains(&longest) || !is_plain(a) || !is_plain(b) {
        return sound;
    }
    let slips = distance(a, b);
    #[expect(clippy::cast_precision_loss, reason = "both below 33")]
    let share = slips as f32 / longest.max(4) as f32;
    let most = if longest < 6 { 1 } else { 2 };
    let typed = if slips <= most { 0.99 - share } else { 0.0 };
    typed.max(sound - SPELLING * share)
}

fn is_plain(word: &[u8]) -> bool {
    word.iter().all(u8::is_ascii_lowercase)
}

/// Edit distance where exchanging two neighbours is one slip.
fn distance(a: &[u8], b: &[u8]) -> usize {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        assert_eq!(distance(b"iphne", b"iphone"), 1);
        assert_eq!(distance(b"mobiel", b"mobile"), 1);
        assert_eq!(distance(b"abc", b"abc"), 0);
        assert_eq!(distance(b"laptop", b"lptpo"), 2);
    }

    #[test]
    fn short_words_forgive_less() {
        assert!(as_typed(0.0, "iphne", "iphone") > 0.8);
        assert!(as_typed(0.0, "dal", "oil") < 0.1);
        assert!(as_typed(0.0, "চাল", "chal") < 0.1);
    }
}
