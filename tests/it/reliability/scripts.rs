//! Run 18, what somebody writes into a name or a question is text: two hundred
//! scripts, in both scripts.

use regex::Regex;

use crate::haat::{Shop, TestHaat, encode};
use crate::pages::{NASTY, assert_plain, obeys};

/// Each in eight surroundings, Bengali ones among them.
fn two_hundred() -> Vec<String> {
    let around: [fn(&str) -> String; 8] = [
        str::to_owned,
        |core| format!("\">{core}"),
        |core| format!("'>{core}"),
        |core| format!("চাল {core}"),
        |core| format!("করিম স্টোর\">{core} হাট"),
        |core| format!("--></textarea></script>{core}<!--"),
        |core| format!("\u{200d}{core}\u{202e}"),
        |core| core.replace("alert(1)", "alert('হাট')").replace('x', "ক্ষ"),
    ];
    let all = around
        .iter()
        .flat_map(|wrap| NASTY.iter().map(move |core| wrap(core)));
    all.collect()
}

fn check(haat: &TestHaat, path: &str, nasty: &str) {
    let page = haat.get(path);
    assert!(page.status < 500, "{path}: {nasty}");
    assert!(
        page.header("content-type").starts_with("text/html"),
        "{path}"
    );
    let policy = page.header("content-security-policy");
    assert!(
        policy.contains("default-src 'none'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_plain(&page.text(), nasty);
    // Data for search engines is JSON, as has just been looked at.
    let data = Regex::new(r#"(?s)<script type="application/ld\+json">.*?</script>"#).unwrap();
    let shown = data.replace_all(&page.text(), "").into_owned();
    assert!(!obeys(&shown, nasty), "{path}: {nasty}");
}

#[test]
fn two_hundred_scripts_are_names_and_questions_and_nothing_else() {
    let haat = TestHaat::start();
    let texts = two_hundred();
    assert!(texts.len() >= 200, "{}", texts.len());
    // Far from each other, so that no page shows all of them.
    let shops: Vec<Shop> = texts
        .iter()
        .enumerate()
        .map(|(n, nasty)| {
            haat.shop(nasty)
                .bn(nasty)
                .north(f64::from(u32::try_from(n).unwrap()) * 400.0)
                .open()
        })
        .collect();
    haat.settle();
    std::thread::scope(|scope| {
        for part in 0..2 {
            let (haat, shops, texts) = (&haat, &shops, &texts);
            scope.spawn(move || {
                for (n, nasty) in texts.iter().enumerate().filter(|(n, _)| n % 2 == part) {
                    let lang = if n % 4 < 2 { "bn" } else { "en" };
                    check(haat, &format!("/{lang}/shops/{}", shops[n].id), nasty);
                    let asked = encode(nasty);
                    check(
                        haat,
                        &format!("/{lang}/search?q={asked}&lat=23.8069&lng=90.3687"),
                        nasty,
                    );
                    check(
                        haat,
                        &format!("/{lang}/place?q={asked}&back={asked}"),
                        nasty,
                    );
                }
            });
        }
    });
}
