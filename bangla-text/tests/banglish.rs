//! The words of a market as they are typed in Latin letters: of 500 spellings, 95 in a
//! hundred have their word among the first three.

use bangla_text::Vocabulary;

/// A Bengali word, then ways to write it, one word a line.
const WORDS: &str = include_str!("words/banglish.txt");

fn lines() -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str>)> {
    WORDS.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?, words))
    })
}

#[test]
fn a_word_typed_in_latin_letters_is_among_the_first_three() {
    let market = Vocabulary::build(lines().map(|(word, _)| (word, 1)));
    let (mut asked, mut missed) = (0, Vec::new());
    for (word, spellings) in lines() {
        for spelling in spellings {
            asked += 1;
            let found = market.expand(spelling, 3);
            if !found.iter().any(|found| found.term == word) {
                missed.push((spelling, word));
            }
        }
    }
    assert!(asked >= 500, "only {asked} spellings");
    assert!(
        missed.len() * 20 <= asked,
        "{asked} asked, missed {missed:?}"
    );
}
