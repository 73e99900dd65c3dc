//! What shoppers type every day, and the word they mean.

use bangla_text::{How, Vocabulary};

/// Bengali words of a corner shop, a pharmacy and a phone shop, each with the
/// ways people write it in Latin letters.
const SHELF: &[(&str, &[&str])] = &[
    ("চাল", &["chal", "chaal", "cal", "chaul"]),
    ("ডাল", &["dal", "daal", "dhal"]),
    ("দুল", &["dul", "dool"]),
    ("ঢোল", &["dhol"]),
    (
        "পেঁয়াজ",
        &["peyaj", "piyaj", "peaj", "piaj", "peyaz", "pyaj", "pejaj"],
    ),
    ("রসুন", &["rosun", "roshun", "rasun"]),
    ("আদা", &["ada", "aada"]),
    ("আলু", &["alu", "aloo"]),
    ("ডিম", &["dim", "deem"]),
    ("দুধ", &["dudh", "dud", "doodh"]),
    ("দই", &["doi", "dohi"]),
    ("মাছ", &["mach", "mas", "maas", "machh"]),
    ("মাংস", &["mangsho", "mangso", "mansho"]),
    ("মুরগি", &["murgi", "murogi", "morgi"]),
    ("গরু", &["goru", "garu"]),
    ("খাসি", &["khasi", "khashi"]),
    ("ইলিশ", &["ilish", "elish", "hilsha"]),
    ("রুই", &["rui", "ruhi"]),
    ("চিংড়ি", &["chingri", "cingri", "chingry"]),
    ("লবণ", &["lobon", "labon", "lobn"]),
    ("চিনি", &["chini", "cini", "cheeni"]),
    ("গুড়", &["gur", "gurh"]),
    ("তেল", &["tel", "teel"]),
    ("সরিষা", &["sorisha", "shorisha", "sorisa"]),
    ("সয়াবিন", &["soyabin", "soyabean", "soabin"]),
    ("ঘি", &["ghi", "ghee"]),
    ("মাখন", &["makhon", "makhan"]),
    ("আটা", &["ata", "atta"]),
    ("ময়দা", &["moyda", "maida", "moida"]),
    ("সুজি", &["suji", "shuji", "sooji"]),
    ("চা", &["cha", "chaa"]),
    ("কফি", &["kofi", "coffee", "kophi"]),
    ("বিস্কুট", &["biskut", "biscuit", "biskit"]),
    ("পাউরুটি", &["pauruti", "powruti"]),
    ("মুড়ি", &["muri", "moori"]),
    ("চিড়া", &["chira", "cira", "chirha"]),
    ("মসুর", &["mosur", "masur", "moshur"]),
    ("ছোলা", &["chola", "sola", "chhola"]),
    ("হলুদ", &["holud", "halud", "holood"]),
    ("মরিচ", &["morich", "moric", "marich"]),
    ("জিরা", &["jira", "jeera", "zira"]),
    ("ধনিয়া", &["dhonia", "dhoniya", "dhania"]),
    ("এলাচ", &["elach", "elac", "alach"]),
    ("দারুচিনি", &["daruchini", "darchini", "darucini"]),
    ("লবঙ্গ", &["lobongo", "lobongg", "labanga"]),
    ("কালোজিরা", &["kalojira", "kalojeera", "kaljira"]),
    ("তেজপাতা", &["tejpata", "tezpata"]),
    ("মসলা", &["mosla", "masala", "moshla"]),
    ("বেগুন", &["begun", "baegun", "begoon"]),
    ("টমেটো", &["tometo", "tomato", "tometo"]),
    ("শসা", &["shosa", "sosa", "shasha"]),
    ("গাজর", &["gajor", "gajar", "gazor"]),
    ("মুলা", &["mula", "moola"]),
    ("লাউ", &["lau", "laau"]),
    ("কুমড়া", &["kumra", "kumrha", "komra"]),
    ("করলা", &["korla", "karola", "korola"]),
    ("পটল", &["potol", "patol"]),
    ("ঢেঁড়স", &["dheros", "dharos", "dherosh"]),
    ("শাক", &["shak", "sak", "shaak"]),
    ("পালং", &["palong", "palang"]),
    ("লেবু", &["lebu", "lebo", "leboo"]),
    ("আম", &["am", "aam"]),
    ("কলা", &["kola", "kala"]),
    ("কাঁঠাল", &["kathal", "kanthal", "katal"]),
    ("লিচু", &["lichu", "litchu", "licu"]),
    ("পেয়ারা", &["peyara", "piyara", "peara"]),
    ("পেঁপে", &["pepe", "penpe"]),
    ("আনারস", &["anaros", "anarosh", "anaras"]),
    ("তরমুজ", &["tormuj", "tarmuj", "tormuz"]),
    ("নারকেল", &["narkel", "narikel", "narkol"]),
    ("খেজুর", &["khejur", "khejor", "khezur"]),
    ("বাদাম", &["badam", "baadam"]),
    ("মধু", &["modhu", "madhu", "modu"]),
    ("সাবান", &["saban", "shaban"]),
    ("শ্যাম্পু", &["shampu", "shampoo", "sampu"]),
    ("টুথপেস্ট", &["tuthpest", "toothpaste", "tothpest"]),
    ("কাপড়", &["kapor", "kapar", "kaporh"]),
    ("শাড়ি", &["shari", "sari", "saree"]),
    ("লুঙ্গি", &["lungi", "lunggi", "longi"]),
    ("জুতা", &["juta", "joota", "zuta"]),
    ("ছাতা", &["chata", "sata", "chhata"]),
    ("বালতি", &["balti", "baalti"]),
    ("ঝাড়ু", &["jharu", "jaru", "zharu"]),
    ("মোমবাতি", &["mombati", "moombati"]),
    ("দেয়াশলাই", &["deyashlai", "diashlai", "deashlai"]),
    ("কলম", &["kolom", "kalam"]),
    ("খাতা", &["khata", "kata"]),
    ("বই", &["boi", "bai"]),
    ("ওষুধ", &["oshudh", "osudh", "oshud"]),
    ("নাপা", &["napa", "nappa", "naapa"]),
    ("প্যারাসিটামল", &["paracetamol", "parasitamol", "peracitamol"]),
    ("স্যালাইন", &["salain", "saline", "selain"]),
    ("ইনসুলিন", &["insulin", "insuline"]),
    ("ভিটামিন", &["vitamin", "bhitamin", "bitamin"]),
    ("মোবাইল", &["mobail", "mobile", "mobael"]),
    ("চার্জার", &["charjar", "charger", "carjar"]),
    ("হেডফোন", &["hedfon", "headphone", "hedphon"]),
    ("ল্যাপটপ", &["laptop", "leptop", "lyaptop"]),
    ("ফ্রিজ", &["friz", "fridge", "phrij"]),
    ("ফ্যান", &["fan", "phan", "fyan"]),
    ("বাল্ব", &["balb", "bulb"]),
    ("ব্যাটারি", &["battery", "betari", "byatari"]),
    ("সিমেন্ট", &["cement", "siment", "simento"]),
    ("রড", &["rod", "rad"]),
    ("পেরেক", &["perek", "parek"]),
    ("হাতুড়ি", &["haturi", "haturhi"]),
    ("বিরিয়ানি", &["biriyani", "biryani", "birani"]),
    ("খিচুড়ি", &["khichuri", "kichuri", "khicuri"]),
    ("পরোটা", &["porota", "paratha", "parota"]),
    ("রসগোল্লা", &["rosogolla", "roshogolla", "rasgulla"]),
    ("মিষ্টি", &["mishti", "misti", "mishty"]),
    ("কোমল", &["komol", "komal"]),
    ("গোলাপ", &["golap", "gulap"]),
    ("জ্ঞান", &["gyan", "gan", "jnan"]),
    ("ক্ষীর", &["khir", "kheer", "kshir"]),
    ("লক্ষ্মী", &["lokkhi", "laxmi", "lakshmi"]),
    ("আত্মা", &["atma", "atta"]),
    ("পদ্মা", &["padma", "podma", "podda"]),
    ("স্বাদ", &["shad", "swad", "sad"]),
    ("ব্যাংক", &["bank", "byank", "bengk"]),
];

/// Latin labels on the same shelf.
const LATIN: &[&str] = &[
    "napa", "iphone", "samsung", "charger", "rice", "onion", "oil", "soap", "laptop", "battery",
];

fn shop() -> Vocabulary {
    let bengali = SHELF.iter().map(|&(word, _)| word);
    Vocabulary::build(bengali.chain(LATIN.iter().copied()).map(|word| (word, 10)))
}

#[test]
fn everyday_banglish_is_understood() {
    let shop = shop();
    let pairs = SHELF
        .iter()
        .flat_map(|&(word, spellings)| spellings.iter().map(move |typed| (word, *typed)));
    let mut missed = Vec::new();
    let mut asked = 0;
    for (word, typed) in pairs {
        asked += 1;
        let found = shop.expand(typed, 3);
        if found.iter().all(|found| found.term != word) {
            let found: Vec<_> = found.iter().map(|found| found.term).collect();
            missed.push(format!("{typed} is {word}, not {found:?}"));
        }
    }
    assert!(asked >= 300, "{asked}");
    assert!(
        missed.is_empty(),
        "{} of {asked} missed:\n{}",
        missed.len(),
        missed.join("\n")
    );
}

#[test]
fn the_likeliest_short_word_comes_first() {
    let shop = shop();
    for (typed, word) in [
        ("dal", "ডাল"),
        ("dul", "দুল"),
        ("chal", "চাল"),
        ("dim", "ডিম"),
        ("alu", "আলু"),
        ("mach", "মাছ"),
        ("cha", "চা"),
        ("doi", "দই"),
        ("am", "আম"),
        ("peyaj", "পেঁয়াজ"),
        ("morich", "মরিচ"),
    ] {
        assert_eq!(shop.expand(typed, 3)[0].term, word, "{typed}");
    }
}

#[test]
fn short_words_do_not_match_everything() {
    let shop = shop();
    for typed in ["dal", "am", "cha", "oil", "tel"] {
        let found = shop.expand(typed, 50);
        assert!(found.len() <= 6, "{typed}: {found:?}");
    }
}

#[test]
fn slips_are_forgiven_in_both_scripts() {
    let shop = shop();
    for (typed, word) in [
        ("iphne", "iphone"),
        ("ipone", "iphone"),
        ("samsng", "samsung"),
        ("sasmung", "samsung"),
        ("lpatop", "laptop"),
        ("labtop", "laptop"),
        ("battrey", "battery"),
        ("chargr", "charger"),
        ("pejaj", "পেঁয়াজ"),
        ("পেয়াজ", "পেঁয়াজ"),
        ("পিয়াজ", "পেঁয়াজ"),
        ("মরিছ", "মরিচ"),
        ("লবন", "লবণ"),
        ("বিস্কিট", "বিস্কুট"),
        ("টুতপেস্ট", "টুথপেস্ট"),
        ("কালজিরা", "কালোজিরা"),
        ("স্যাম্পু", "শ্যাম্পু"),
    ] {
        let found = shop.expand(typed, 3);
        assert!(
            found.iter().any(|found| found.term == word),
            "{typed}: {found:?}"
        );
    }
}

#[test]
fn the_same_letters_come_first_and_the_same_sound_stays() {
    let shop = shop();
    let found = shop.expand("নাপা", 5);
    assert_eq!((found[0].term, found[0].how), ("নাপা", How::Exact));
    assert!(
        found
            .iter()
            .any(|found| found.term == "napa" && found.how == How::Sound),
        "{found:?}"
    );
}

#[test]
fn english_in_bengali_letters_finds_english() {
    let shop = shop();
    for (typed, word) in [
        ("স্যামসাং", "samsung"),
        ("আইফোন", "iphone"),
        ("চার্জার", "charger"),
        ("রাইস", "rice"),
    ] {
        let found = shop.expand(typed, 4);
        assert!(
            found.iter().any(|found| found.term == word),
            "{typed}: {found:?}"
        );
    }
}

#[test]
fn words_typed_apart_are_joined() {
    let shop = shop();
    for (typed, word) in [
        (["kalo", "jeera"], "কালোজিরা"),
        (["tej", "pata"], "তেজপাতা"),
        (["lap", "top"], "laptop"),
        (["পাউ", "রুটি"], "পাউরুটি"),
    ] {
        let joined = shop.joined(&typed, 3);
        assert!(
            joined[0].matches.iter().any(|found| found.term == word),
            "{joined:?}"
        );
    }
    assert!(shop.joined(&["chal", "dal"], 3).is_empty());
}

#[test]
fn three_letters_are_enough_for_a_suggestion() {
    let shop = shop();
    for (typed, word) in [
        ("pey", "পেঁয়াজ"),
        ("pia", "পেঁয়াজ"),
        ("mor", "মরিচ"),
        ("bis", "বিস্কুট"),
        ("কাল", "কালোজিরা"),
        ("kal", "কালোজিরা"),
        ("sam", "samsung"),
        ("স্য", "স্যালাইন"),
        ("ch", "চাল"),
        ("ন", "নাপা"),
        ("par", "প্যারাসিটামল"),
    ] {
        let found = shop.complete(typed, 12);
        assert!(
            found.iter().any(|found| found.term == word),
            "{typed}: {found:?}"
        );
    }
}

#[test]
fn initials_and_case_endings_are_heard() {
    let shop = Vocabulary::build([
        ("টিভি", 1),
        ("এসি", 1),
        ("এলইডি", 1),
        ("খাসির", 1),
        ("পানির", 1),
        ("wheel", 9),
        ("oil", 1),
    ]);
    for (typed, word) in [
        ("tv", "টিভি"),
        ("ac", "এসি"),
        ("led", "এলইডি"),
        ("khasi", "খাসির"),
        ("পানি", "পানির"),
        ("oil", "oil"),
    ] {
        assert_eq!(
            shop.expand(typed, 3).first().map(|found| found.term),
            Some(word),
            "{typed}"
        );
    }
}

#[test]
fn two_letters_do_not_suggest_everything() {
    let shop = shop();
    let found = shop.complete("pe", 50);
    assert!(found.iter().any(|found| found.term == "পেঁপে"));
    assert!(
        found.iter().all(|found| found.term.starts_with("পে")),
        "{found:?}"
    );
}

#[test]
fn silence_matches_nothing() {
    let shop = shop();
    for typed in ["", " ", "।", "৳", "\u{200d}", "!!!"] {
        assert!(shop.expand(typed, 5).is_empty(), "{typed:?}");
        assert!(shop.complete(typed, 5).is_empty(), "{typed:?}");
    }
    assert!(shop.expand("chal", 0).is_empty());
    assert!(Vocabulary::build::<&str>([]).expand("chal", 5).is_empty());
}

#[test]
fn numbers_match_themselves_only() {
    let shop = Vocabulary::build([("1", 5), ("10", 5), ("500", 5)]);
    let found = shop.expand("১", 5);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].term, found[0].how), ("1", How::Exact));
}
