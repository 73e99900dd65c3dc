//! Choosing a place.

use super::Scene;
use crate::views::choice::Crumb;
use crate::views::picker::{Fold, Picker, PlaceRow, Then};
use crate::views::place;
use pages::Section;

impl Scene {
    pub(super) fn row(self, bn: &str, en: &str, then: Then) -> PlaceRow {
        PlaceRow {
            name: self.say(en, bn),
            note: Some(self.say(bn, en)),
            then,
        }
    }

    pub(super) fn picker(self) -> Picker {
        let cities = [
            ("ঢাকা", "Dhaka"),
            ("চট্টগ্রাম", "Chattogram"),
            ("সিলেট", "Sylhet"),
            ("খুলনা", "Khulna"),
            ("রাজশাহী", "Rajshahi"),
            ("বরিশাল", "Barishal"),
            ("রংপুর", "Rangpur"),
            ("ময়মনসিংহ", "Mymensingh"),
        ];
        let open = |&(bn, en): &(&str, &str)| PlaceRow {
            note: None,
            ..self.row(bn, en, Then::Open(format!("/bn/place/BD{}", en.len())))
        };
        Picker {
            back: format!("/{}/", self.words.0),
            asked: String::new(),
            found: None,
            popular: cities.iter().map(open).collect(),
            divisions: cities
                .iter()
                .map(|&(bn, en)| Fold {
                    name: self.say(en, bn),
                    rows: cities.iter().map(open).collect(),
                })
                .collect(),
        }
    }

    pub(super) fn place(self) -> place::PlacePage {
        place::PlacePage {
            page: self.page("/place", "storefront-place-title", Section::Place),
            trail: vec![],
            notice: Some(self.words.t("storefront-place-outside")),
            picker: self.picker(),
            whole: None,
            sections: vec![],
        }
    }

    pub(super) fn place_found(self) -> place::PlacePage {
        let mut picker = self.picker();
        picker.asked = "jessore".to_owned();
        picker.found = Some(vec![
            self.row("যশোর", "Jashore", Then::Open("/bn/place/BD4041".to_owned())),
            self.row(
                "যশোর সদর",
                "Jashore Sadar",
                Then::Choose("BD404147".to_owned()),
            ),
        ]);
        place::PlacePage {
            notice: None,
            picker,
            ..self.place()
        }
    }

    pub(super) fn district(self) -> place::PlacePage {
        let parts = [
            ("আদাবর", "Adabor"),
            ("বাড্ডা", "Badda"),
            ("ধানমন্ডি", "Dhanmondi"),
            ("মিরপুর", "Mirpur"),
            ("মোহাম্মদপুর", "Mohammadpur"),
            ("কেরানীগঞ্জ", "Keraniganj"),
            ("উত্তরা", "Uttara"),
        ];
        let name = self.say("Dhaka", "ঢাকা");
        place::PlacePage {
            trail: vec![
                Crumb::link(self.words.t("storefront-place-title"), "/bn/place"),
                Crumb::last(name.clone()),
            ],
            notice: None,
            whole: Some(place::Whole {
                code: "BD3026".to_owned(),
                label: self
                    .words
                    .with("storefront-place-whole", &[("name", name.clone().into())]),
            }),
            sections: vec![Fold {
                name: self.words.t("storefront-place-thanas"),
                rows: parts
                    .iter()
                    .map(|(bn, en)| self.row(bn, en, Then::Choose(format!("BD3026{}", en.len()))))
                    .collect(),
            }],
            ..self.place()
        }
    }
}
