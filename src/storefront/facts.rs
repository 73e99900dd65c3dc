//! What a page is about, as JSON-LD in the words of schema.org.

use kernel::{Locale, Point};
use media::Size;
use serde_json::{Value, json};
use shops::{Hours, Shop, ShopKind};

use crate::pictures::Gallery;

/// Days of schema.org, Saturday first as in the shops' week.
const DAYS: [&str; 7] = [
    "Saturday",
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
];

/// A shop, for whoever looks for one nearby. `area` is what it lies in.
pub(crate) fn of_shop(shop: &Shop, url: &str, area: Option<&str>, locale: Locale) -> String {
    let mut facts = json!({
        "@context": "https://schema.org",
        "@type": kind_of(shop.kind),
        "@id": url,
        "url": url,
        "name": shop.names.in_locale(locale),
        "alternateName": others(shop, locale),
        "geo": place(shop.location),
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "BD",
            "addressLocality": area,
            "streetAddress": Some(shop.address.in_locale(locale)).filter(|it| !it.is_empty()),
        },
        "currenciesAccepted": "BDT",
    });
    if let Some(hours) = &shop.hours {
        facts["openingHoursSpecification"] = hours_of(hours);
    }
    without_gaps(facts).to_string()
}

/// A product, with what it costs where somebody looks.
pub(crate) fn of_product(
    product: &search::Product,
    url: &str,
    prices: Option<(kernel::Money, kernel::Money, usize)>,
    locale: Locale,
) -> ProductFacts {
    let taka =
        |price: kernel::Money| format!("{}.{:02}", price.poisha() / 100, price.poisha() % 100);
    let brand = product.brand.as_deref();
    let mut facts = json!({
        "@context": "https://schema.org",
        "@type": "Product",
        "@id": url,
        "url": url,
        "name": product.names.in_locale(locale),
        "brand": brand.map(|name| json!({ "@type": "Brand", "name": name })),
        "size": product.size,
    });
    if let Some((lowest, highest, offers)) = prices {
        facts["offers"] = json!({
            "@type": "AggregateOffer",
            "priceCurrency": "BDT",
            "lowPrice": taka(lowest),
            "highPrice": taka(highest),
            "offerCount": offers,
        });
    }
    ProductFacts(without_gaps(facts))
}

/// What is said of a product.
pub(crate) struct ProductFacts(Value);

impl ProductFacts {
    /// With whole addresses of what it looks like, where there are pictures.
    pub(crate) fn with_pictures(mut self, gallery: &Gallery, site: &str) -> Self {
        let files = gallery.files(Size::Full).into_iter().map(|(path, _)| {
            let is_ours = path.starts_with('/');
            if is_ours {
                format!("{site}{path}")
            } else {
                path
            }
        });
        let files: Vec<String> = files.collect();
        if !files.is_empty() {
            self.0["image"] = json!(files);
        }
        self
    }
}

impl std::fmt::Display for ProductFacts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// The kind of local business that comes nearest.
fn kind_of(kind: ShopKind) -> &'static str {
    match kind.code() {
        "grocery" | "supermarket" | "greengrocer" | "butcher" => "GroceryStore",
        "bakery" => "Bakery",
        "pharmacy" => "Pharmacy",
        "restaurant" => "Restaurant",
        "cafe" => "CafeOrCoffeeShop",
        "fast_food" => "FastFoodRestaurant",
        "electronics" => "ElectronicsStore",
        "mobile" => "MobilePhoneStore",
        "computer" => "ComputerStore",
        "hardware" => "HardwareStore",
        "clothes" => "ClothingStore",
        "shoes" => "ShoeStore",
        "jewelry" => "JewelryStore",
        "household" => "HomeGoodsStore",
        "furniture" => "FurnitureStore",
        "books" => "BookStore",
        "garden" => "GardenStore",
        "marketplace" | "mall" => "ShoppingCenter",
        "services" => "LocalBusiness",
        _ => "Store",
    }
}

fn others(shop: &Shop, locale: Locale) -> Vec<&str> {
    let shown = shop.names.in_locale(locale);
    let both = [shop.names.bn.as_deref(), shop.names.en.as_deref()];
    let names = both.into_iter().flatten();
    let names = names.chain(shop.alt_names.iter().map(String::as_str));
    names.filter(|name| *name != shown).collect()
}

fn place(at: Point) -> Value {
    json!({ "@type": "GeoCoordinates", "latitude": at.lat(), "longitude": at.lng() })
}

fn hours_of(hours: &Hours) -> Value {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let periods = hours.days().into_iter().flatten().map(|period| {
        // The end of a day is its last minute; one past midnight is the next day's.
        let to = if period.to() == 1_440 {
            1_439
        } else {
            period.to()
        };
        json!({
            "@type": "OpeningHoursSpecification",
            "dayOfWeek": format!("https://schema.org/{}", DAYS[usize::from(period.day())]),
            "opens": clock(period.from()),
            "closes": clock(to),
        })
    });
    periods.collect()
}

/// Without members that say nothing.
fn without_gaps(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let told = members
                .into_iter()
                .map(|(name, it)| (name, without_gaps(it)));
            let told = told.filter(|(_, it)| !it.is_null() && it != &json!([]));
            Value::Object(told.collect())
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use kernel::{Names, ShopId};
    use shops::{Period, ShopStatus};

    use super::*;

    fn shop() -> Shop {
        Shop {
            id: ShopId::new(),
            ord: 79,
            external_id: None,
            names: Names {
                bn: Some("করিম স্টোর".into()),
                en: Some("Karim </script> Store".into()),
            },
            alt_names: vec![],
            kind: ShopKind::Grocery,
            location: Point::new(23.8, 90.36).unwrap(),
            address: Names { bn: None, en: None },
            about: Names { bn: None, en: None },
            hours: Some(Hours::new(vec![
                Period::new(0, 600, 780).unwrap(),
                Period::new(0, 1_020, 1_440).unwrap(),
            ])),
            status: ShopStatus::Listed,
            delivery_radius_m: None,
            home: false,
            women_run: false,
            verified: true,
            demo: false,
        }
    }

    #[test]
    fn a_shop_tells_its_kind_place_and_hours() {
        let told = of_shop(&shop(), "https://h/bn/s/k-2f", Some("মিরপুর"), Locale::Bn);
        let told: Value = serde_json::from_str(&told).unwrap();
        assert_eq!(told["@type"], "GroceryStore");
        assert_eq!(told["name"], "করিম স্টোর");
        assert_eq!(told["address"]["addressLocality"], "মিরপুর");
        assert!(told["address"].get("streetAddress").is_none());
        let hours = &told["openingHoursSpecification"];
        assert_eq!(hours[0]["closes"], "13:00");
        assert_eq!(hours[1]["closes"], "23:59");
    }

    #[test]
    fn a_name_cannot_end_the_element() {
        let told = of_shop(&shop(), "https://h/en/s/k-2f", None, Locale::En);
        let found = pages::Found::at("https://h", "/s/k-2f").about(&told);
        assert!(!found.facts().unwrap().contains('<'));
    }
}
