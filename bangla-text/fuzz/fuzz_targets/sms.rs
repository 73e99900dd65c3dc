//! Segments of a message: together the text, none too long, none ended before
//! it had to, counted as the slow and obvious way counts.
#![no_main]

use arbitrary::Arbitrary;
use bangla_text::{SmsEncoding, sms, sms_segments};
use bangla_text_fuzz::Text;
use libfuzzer_sys::fuzz_target;

#[derive(Arbitrary, Debug)]
struct Input {
    text: Text,
    /// A message is rarely long enough by itself.
    times: u8,
}

fuzz_target!(|input: Input| {
    let text = input.text.build().repeat(usize::from(input.times % 32));
    let told = sms(&text);
    let units = units_of_letters(&text, told.encoding);
    let expected = segments_of(&units, told.encoding);
    assert_eq!(told.units, units.iter().sum::<usize>(), "{text:?}");
    assert_eq!(told.segments, expected.len(), "{text:?}");

    let segments: Vec<&str> = sms_segments(&text).collect();
    assert_eq!(segments.concat(), text);
    let lengths: Vec<usize> = segments.iter().map(|part| part.chars().count()).collect();
    assert_eq!(lengths, expected, "{text:?}");
});

fn units_of_letters(text: &str, encoding: SmsEncoding) -> Vec<usize> {
    let extension = |letter: char| "\u{c}^{}\\[~]|€".contains(letter);
    text.chars()
        .map(|letter| match encoding {
            SmsEncoding::Gsm7 => 1 + usize::from(extension(letter)),
            SmsEncoding::Ucs2 => letter.encode_utf16(&mut [0; 2]).len(),
        })
        .collect()
}

/// Letters in each segment, each one filled as far as whole letters go.
fn segments_of(units: &[usize], encoding: SmsEncoding) -> Vec<usize> {
    let most = if units.iter().sum::<usize>() <= encoding.alone() {
        encoding.alone()
    } else {
        encoding.joined()
    };
    let (mut segments, mut rest) = (Vec::new(), units);
    while !rest.is_empty() {
        let fits = (0..=rest.len().min(most))
            .rev()
            .find(|&count| rest[..count].iter().sum::<usize>() <= most)
            .expect("an empty segment always fits");
        segments.push(fits);
        rest = &rest[fits..];
    }
    segments
}
