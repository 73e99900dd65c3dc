//! Every message in both languages: its words, and what it costs.

use bangla_text::{SmsEncoding, sms};
use kernel::Locale;

use crate::notice::Template;
use crate::render::{Site, as_mail, as_sms};

/// Every template with everyday values, and the parts that its text message may
/// have in Bengali and in English.
fn samples() -> Vec<(Template, usize, usize)> {
    let (shop, path) = ("রহমান জেনারেল স্টোর".to_owned(), "/bn/desk".to_owned());
    let latin = "Rahman General Store".to_owned();
    let all = vec![
        (otp(), 1, 1),
        (
            Template::ShopApproved {
                shop: shop.clone(),
                path: path.clone(),
            },
            1,
            1,
        ),
        (
            Template::ShopApproved {
                shop: latin.clone(),
                path: path.clone(),
            },
            2,
            1,
        ),
        (
            Template::ShopRejected {
                shop: shop.clone(),
                reason: "ট্রেড লাইসেন্সের নম্বর পড়া যাচ্ছে না, আরেকটি ছবি দিন".into(),
                path: path.clone(),
            },
            2,
            2,
        ),
        (
            Template::ShopMoreAsked {
                shop: shop.clone(),
                asked: "দোকানের সামনের একটি ছবি এবং ট্রেড লাইসেন্স".into(),
                path: path.clone(),
            },
            2,
            2,
        ),
        (
            Template::StaffInvited {
                shop: latin.clone(),
                path: path.clone(),
            },
            2,
            1,
        ),
        (Template::PasswordChanged { path: path.clone() }, 1, 1),
        (
            Template::NewSignIn {
                device: "Chrome, Android".into(),
                path: path.clone(),
            },
            2,
            1,
        ),
        (
            Template::LowStock {
                product: "মিনিকেট চাল ২৫ কেজি".into(),
                left: 3,
                shop,
                path,
            },
            1,
            1,
        ),
    ];
    // A template without a sample is one that nobody has read.
    let names: std::collections::BTreeSet<&str> =
        all.iter().map(|(says, ..)| says.name()).collect();
    assert_eq!(names.len(), Template::NAMES.len(), "{names:?}");
    all
}

fn otp() -> Template {
    Template::Otp {
        code: "482913".into(),
        minutes: 5,
    }
}

fn site() -> Site {
    Site::new("https://haat.example/")
}

#[test]
fn every_message_has_words_in_both_languages() {
    for (says, ..) in samples() {
        for locale in Locale::ALL {
            let text = as_sms(&says, locale, &site());
            let mail = as_mail(&says, locale, &site());
            for part in [&text, &mail.subject, &mail.text, &mail.html] {
                assert!(!part.trim().is_empty(), "{}", says.name());
                for odd in ["{", "}", "sms-", "mail-", "$"] {
                    let plain = part.replace("style=\"", "");
                    assert!(
                        !plain.contains(odd) || plain.contains("<html"),
                        "{odd}: {part}"
                    );
                }
            }
            assert!(
                text.contains(if locale == Locale::Bn {
                    "হাট"
                } else {
                    "Haat"
                }),
                "{text}"
            );
            assert!(mail.html.contains(&format!("lang=\"{}\"", locale.code())));
            if says.path().is_some() {
                let link = "https://haat.example/bn/desk";
                assert!(
                    mail.html.contains(link) && mail.text.contains(link),
                    "{}",
                    mail.text
                );
            }
            assert!(mail.html.len() < 4_000, "{} bytes", mail.html.len());
        }
    }
}

#[test]
fn text_messages_cost_what_was_agreed() {
    let mut wrong = Vec::new();
    for (says, bn, en) in samples() {
        for (locale, parts) in [(Locale::Bn, bn), (Locale::En, en)] {
            let text = as_sms(&says, locale, &site());
            let told = sms(&text);
            if told.segments != parts {
                wrong.push(format!(
                    "{} parts, {} units: {text}",
                    told.segments, told.units
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let latin = as_sms(&otp(), Locale::En, &site());
    assert_eq!(SmsEncoding::of(&latin), SmsEncoding::Gsm7, "{latin}");
}

#[test]
fn the_longest_values_do_not_make_a_fourth_part() {
    let long = "অত্যন্ত দীর্ঘ নামের দোকান ".repeat(20);
    let path = String::from("/bn/desk");
    for says in [
        Template::ShopApproved {
            shop: long.clone(),
            path: path.clone(),
        },
        Template::ShopRejected {
            shop: long.clone(),
            reason: long.clone(),
            path: path.clone(),
        },
        Template::ShopMoreAsked {
            shop: long.clone(),
            asked: long.clone(),
            path: path.clone(),
        },
        Template::StaffInvited {
            shop: long.clone(),
            path: path.clone(),
        },
        Template::NewSignIn {
            device: long.clone(),
            path: path.clone(),
        },
        Template::LowStock {
            product: long.clone(),
            left: i64::MAX,
            shop: long.clone(),
            path,
        },
    ] {
        for locale in Locale::ALL {
            let text = as_sms(&says, locale, &site());
            assert!(
                sms(&text).segments <= 3,
                "{} units: {text}",
                sms(&text).units
            );
        }
    }
}

#[test]
fn a_code_is_filled_in_where_that_is_free() {
    let text = as_sms(&otp(), Locale::Bn, &site());
    assert!(text.ends_with("\n@haat.example #482913"), "{text}");
    let far = Site::new("https://a-very-long-name-of-a-marketplace.haat.example");
    for locale in Locale::ALL {
        let text = as_sms(&otp(), locale, &far);
        assert_eq!(sms(&text).segments, 1, "{text}");
    }
    assert!(!as_sms(&otp(), Locale::Bn, &far).contains('@'));
}

#[test]
fn values_are_words_and_nothing_else() {
    let says = Template::ShopApproved {
        shop: "Evil\r\nBcc: all@example.com <script>alert(1)</script> & \u{7}Sons".into(),
        path: "/bn/shops/x".into(),
    };
    let mail = as_mail(&says, Locale::En, &site());
    assert!(
        !mail.subject.contains(['\r', '\n', '\u{7}']),
        "{:?}",
        mail.subject
    );
    assert!(!mail.html.contains("<script>"), "{}", mail.html);
    assert!(
        mail.text.contains("<script>alert(1)</script> & Sons"),
        "plain text is plain"
    );
    assert_eq!(
        format!("{says:?} {:?}", otp()),
        "shop-approved otp",
        "values are not printed"
    );
}
