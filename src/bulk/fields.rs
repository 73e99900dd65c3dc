//! What a column of a file can say.

use kernel::Locale;
use platform::i18n::Words;
use unicode_normalization::UnicodeNormalization as _;

/// What a column of a file says about an offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// Our id of the product, or its id in the master catalogue.
    Product,
    /// The barcode on the pack.
    Barcode,
    /// The shop's own code.
    Sku,
    /// The product's name in Bengali.
    NameBn,
    /// The product's name in English.
    NameEn,
    /// Who makes it; for people, it is not read.
    Brand,
    /// The pack as printed; for people, it is not read.
    Size,
    /// What the shop asks, in taka.
    Price,
    /// The maximum retail price on the pack, in taka.
    Mrp,
    /// Pieces on the shelf.
    Stock,
    /// Whether it is there, for shops that do not count.
    InStock,
    /// Whether it is weighed for the buyer.
    Loose,
    /// The day printed on the pack.
    ExpiresOn,
    /// Tell when the stock falls to this.
    LowStock,
    /// Whether shoppers find it.
    Shown,
}

/// Other headings that people write, in lower case without blanks and signs.
const HEADINGS: &[(Field, &[&str])] = &[
    (Field::Product, &["productid", "id", "আইডি", "পণ্যআইডি"]),
    (
        Field::Barcode,
        &[
            "gtin",
            "ean",
            "upc",
            "ean13",
            "বারকোড",
            "barcodeno",
            "বারকোডনম্বর",
        ],
    ),
    (
        Field::Sku,
        &[
            "code",
            "itemcode",
            "productcode",
            "কোড",
            "পণ্যকোড",
            "পণ্যেরকোড",
            "এসকেইউ",
        ],
    ),
    (
        Field::NameBn,
        &[
            "বাংলানাম",
            "পণ্য",
            "পণ্যেরনাম",
            "নাম",
            "namebn",
            "bengaliname",
            "banglaname",
        ],
    ),
    (
        Field::NameEn,
        &[
            "name",
            "product",
            "productname",
            "item",
            "itemname",
            "nameen",
            "englishname",
            "title",
            "ইংরেজিনাম",
        ],
    ),
    (Field::Brand, &["make", "manufacturer", "company", "কোম্পানি"]),
    (
        Field::Size,
        &["pack", "packsize", "unit", "মাপ", "একক", "পরিমাপ"],
    ),
    (
        Field::Price,
        &[
            "rate",
            "sellingprice",
            "saleprice",
            "unitprice",
            "salesprice",
            "tk",
            "taka",
            "দর",
            "বিক্রয়মূল্য",
            "টাকা",
            "মূল্য",
        ],
    ),
    (
        Field::Mrp,
        &[
            "maximumretailprice",
            "maxprice",
            "listprice",
            "এমআরপি",
            "সর্বোচ্চখুচরামূল্য",
        ],
    ),
    (
        Field::Stock,
        &[
            "qty",
            "quantity",
            "onhand",
            "instockqty",
            "stockqty",
            "pieces",
            "পরিমাণ",
            "মজুত",
            "মজুদ",
            "স্টক",
            "সংখ্যা",
        ],
    ),
    (
        Field::InStock,
        &[
            "available",
            "availability",
            "instock",
            "আছে",
            "আছেকি",
            "স্টকেআছে",
        ],
    ),
    (Field::Loose, &["weighed", "খোলা", "ওজনে"]),
    (
        Field::ExpiresOn,
        &[
            "expiry",
            "expirydate",
            "expires",
            "expdate",
            "exp",
            "bestbefore",
            "মেয়াদ",
            "মেয়াদশেষ",
            "মেয়াদউত্তীর্ণ",
        ],
    ),
    (
        Field::LowStock,
        &["reorderlevel", "lowstock", "alert", "minstock", "কমলেজানান"],
    ),
    (
        Field::Shown,
        &["visible", "active", "published", "দেখান", "দেখাও"],
    ),
];

impl Field {
    /// All of them, in the order of the columns that we write.
    pub const ALL: [Self; 15] = [
        Self::Product,
        Self::Barcode,
        Self::Sku,
        Self::NameBn,
        Self::NameEn,
        Self::Brand,
        Self::Size,
        Self::Price,
        Self::Mrp,
        Self::Stock,
        Self::InStock,
        Self::Loose,
        Self::ExpiresOn,
        Self::LowStock,
        Self::Shown,
    ];

    /// The word for programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Barcode => "barcode",
            Self::Sku => "sku",
            Self::NameBn => "name_bn",
            Self::NameEn => "name_en",
            Self::Brand => "brand",
            Self::Size => "size",
            Self::Price => "price",
            Self::Mrp => "mrp",
            Self::Stock => "stock",
            Self::InStock => "in_stock",
            Self::Loose => "loose",
            Self::ExpiresOn => "expires_on",
            Self::LowStock => "low_stock",
            Self::Shown => "shown",
        }
    }

    /// The field of this code.
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.code() == code)
    }

    /// The heading that we write.
    pub fn heading(self, locale: Locale) -> String {
        Words(locale).t(&format!("bulk-column-{}", self.code().replace('_', "-")))
    }

    /// What people have to know to fill the column.
    pub fn note(self, locale: Locale) -> String {
        Words(locale).t(&format!("bulk-note-{}", self.code().replace('_', "-")))
    }

    /// Whether it tells which product a row is about.
    pub const fn names_a_product(self) -> bool {
        matches!(
            self,
            Self::Product | Self::Barcode | Self::Sku | Self::NameBn | Self::NameEn
        )
    }
}

/// What the columns under these headings say, as far as it can be guessed; no
/// field twice.
pub fn guess(header: &[String]) -> Vec<Option<Field>> {
    let mut taken = Vec::new();
    let mut take = |heading: &String| {
        let field = field_of(&bare(heading)).filter(|field| !taken.contains(field))?;
        taken.push(field);
        Some(field)
    };
    header.iter().map(&mut take).collect()
}

fn field_of(heading: &str) -> Option<Field> {
    let is_ours = |field: &Field| {
        heading == bare(field.code())
            || [Locale::Bn, Locale::En]
                .into_iter()
                .any(|locale| heading == bare(&field.heading(locale)))
    };
    let others = || {
        HEADINGS
            .iter()
            .find(|(_, words)| words.iter().any(|word| bare(word) == heading))
    };
    (Field::ALL.into_iter().find(is_ours)).or_else(|| others().map(|(field, _)| *field))
}

/// Lower case, composed alike, without blanks, signs and what stands in brackets.
fn bare(heading: &str) -> String {
    let plain = heading.split(['(', '[']).next().unwrap_or_default();
    let letter = |char: &char| char.is_alphanumeric() || ('\u{980}'..='\u{9ff}').contains(char);
    plain.to_lowercase().nfc().filter(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(header: &[&str]) -> Vec<Option<Field>> {
        let header: Vec<String> = header.iter().map(|one| (*one).to_owned()).collect();
        guess(&header)
    }

    #[test]
    fn what_we_write_is_recognised_in_both_languages() {
        for locale in [Locale::Bn, Locale::En] {
            let ours: Vec<String> = Field::ALL
                .iter()
                .map(|field| field.heading(locale))
                .collect();
            let all: Vec<Option<Field>> = Field::ALL.into_iter().map(Some).collect();
            assert_eq!(guess(&ours), all, "{ours:?}");
        }
        let codes = Field::ALL.map(Field::code);
        assert_eq!(guessed(&codes), Field::ALL.map(Some));
    }

    #[test]
    fn headings_of_other_programs_are_recognised() {
        use Field::{Barcode, ExpiresOn, NameBn, NameEn, Price, Sku, Stock};
        for (heading, field) in [
            ("Item Name", NameEn),
            ("Qty.", Stock),
            (" পরিমাণ ", Stock),
            ("দর (টাকা)", Price),
            ("EAN-13", Barcode),
            ("পণ্যের নাম", NameBn),
            ("Expiry date", ExpiresOn),
            ("মেয়াদ", ExpiresOn),
            ("Item code", Sku),
        ] {
            assert_eq!(guessed(&[heading]), [Some(field)], "{heading}");
        }
        assert_eq!(
            guessed(&["Price", "MRP", "price", "Remarks", ""]),
            [Some(Price), Some(Field::Mrp), None, None, None]
        );
    }
}
