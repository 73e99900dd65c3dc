//! Text without what leads to a person: phone numbers and the like, and e-mail
//! addresses.

/// Digits in a row from which they may be somebody's number.
const IN_A_ROW: usize = 5;
/// The same where the digits are written in groups.
const IN_GROUPS: usize = 7;
/// Most signs between two groups of one number: "(017) - 12".
const GAP: usize = 4;
/// What stands for an e-mail address.
const ADDRESS: &str = "#@#";

/// Replaces every digit of a long number by `#`, and e-mail addresses whole.
/// Prices, sizes and years stay.
pub(crate) fn masked(text: &str) -> String {
    let letters: Vec<char> = without_addresses(text).chars().collect();
    let mut out = letters.clone();
    let mut at = 0;
    while at < letters.len() {
        if !letters[at].is_numeric() {
            at += 1;
            continue;
        }
        let (end, digits, longest) = number_at(&letters, at);
        if digits >= IN_GROUPS || longest >= IN_A_ROW {
            let digits = out[at..end].iter_mut().filter(|c| c.is_numeric());
            digits.for_each(|digit| *digit = '#');
        }
        at = end;
    }
    out.into_iter().collect()
}

/// Where a number ends that may be written in groups, its digits, and the
/// longest group.
fn number_at(letters: &[char], start: usize) -> (usize, usize, usize) {
    let (mut end, mut digits, mut row, mut longest, mut gap) = (start, 0, 0, 0, 0);
    for (at, letter) in letters.iter().enumerate().skip(start) {
        if letter.is_numeric() {
            (digits, row, gap, end) = (digits + 1, row + 1, 0, at + 1);
            longest = longest.max(row);
        } else if !letter.is_alphabetic() && !is_mark(*letter) && gap < GAP {
            (row, gap) = (0, gap + 1);
        } else {
            break;
        }
    }
    (end, digits, longest)
}

/// Vowel signs of Bengali are neither letters nor digits to Unicode.
fn is_mark(letter: char) -> bool {
    ('\u{980}'..='\u{9ff}').contains(&letter)
}

fn without_addresses(text: &str) -> String {
    let part = |word: &str| {
        let is_address = word
            .split_once('@')
            .is_some_and(|(name, host)| !name.is_empty() && !host.is_empty());
        if is_address { ADDRESS } else { word }.to_owned()
    };
    // A full-width @ is one, too.
    let plain = text.replace('＠', "@");
    let words: Vec<String> = plain.split_whitespace().map(part).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_masked_in_any_script_and_grouping() {
        for (text, expected) in [
            ("01712345678", "###########"),
            ("call 01712-345678 rice", "call #####-###### rice"),
            ("+880 1712 345 678", "+### #### ### ###"),
            ("০১৭১২৩৪৫৬৭৮ চাল", "########### চাল"),
            ("017 11 22 33 44", "### ## ## ## ##"),
            ("(017) - 12345", "(###) - #####"),
            ("１２３４５６７８", "########"),
            ("nid 19912692", "nid ########"),
            ("karim@example.com চাল", "#@# চাল"),
            ("mail:karim＠example.com", "#@#"),
        ] {
            assert_eq!(masked(text), expected, "{text}");
        }
    }

    #[test]
    fn sizes_prices_and_years_stay() {
        for text in [
            "চাল ৫ কেজি",
            "rice 25 kg 2 bags",
            "1/2 kg",
            "iphone 15 128 gb",
            "A4 80 gsm",
            "2026",
            "দাম ১২০০ টাকা",
            "napa 500 mg 10",
            "meet @ shop",
        ] {
            assert_eq!(masked(text), text);
        }
    }
}
