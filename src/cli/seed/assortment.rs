//! What each demo shop has, at what price and how much of it: the same on every
//! machine, drawn from a hash of the shop and the product.

use catalog::{Availability, ListingRecord};
use kernel::{Money, ShopId};

use super::demo::{Priced, Shop};

/// Of a hundred items, so many are sold out and so many are not counted.
const SOLD_OUT: u64 = 8;
const NOT_COUNTED: u64 = 20;
/// Pieces of an item on the shelf at most.
const MOST_PIECES: u64 = 60;

/// The listings of one shop.
pub(super) fn of(shop: &Shop, prices: &[Priced], id: ShopId) -> Vec<ListingRecord> {
    let draw = |priced: &Priced| hash(&shop.record.external_id, &priced.product);
    let mut sold: Vec<(u64, &Priced)> = prices
        .iter()
        .filter(|priced| priced.kinds.contains(&shop.record.kind))
        .map(|priced| (draw(priced), priced))
        .collect();
    sold.sort_by_key(|(draw, _)| *draw);
    sold.truncate(shop.range);
    sold.into_iter()
        .map(|(draw, priced)| {
            let (stock, availability) = on_the_shelf(draw);
            ListingRecord {
                shop: id,
                product: priced.product.clone(),
                price: Some(asked(priced.price, shop.price_level)),
                stock,
                availability,
                demo: true,
            }
        })
        .collect()
}

/// Low bits decide here; high bits decided what is sold at all.
fn on_the_shelf(draw: u64) -> (Option<i32>, Availability) {
    match draw % 100 {
        share if share < SOLD_OUT => (Some(0), Availability::SoldOut),
        share if share < SOLD_OUT + NOT_COUNTED => (None, Availability::InStock),
        _ => {
            let pieces = 1 + (draw / 100) % MOST_PIECES;
            (i32::try_from(pieces).ok(), Availability::InStock)
        }
    }
}

/// The usual price at this shop's level, in steps that price tags have: whole
/// taka, from 200 taka fives, from 1,000 tens, from 10,000 hundreds.
fn asked(usual: Money, level: f64) -> Money {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "demo prices are far below 2^53"
    )]
    let exact = (usual.poisha() as f64 * level).round() as i64;
    let step = match exact / 100 {
        ..200 => 100,
        200..1_000 => 500,
        1_000..10_000 => 1_000,
        _ => 10_000,
    };
    Money::from_poisha(((exact + step / 2) / step * step).max(step))
}

/// FNV-1a with a final mix; part of the demo, so it must not change. The goods of
/// the first demo were called `demo-p-0001`: with that name, shops that were filled
/// then keep what they have.
fn hash(shop: &str, product: &str) -> u64 {
    let name = b"demo-".iter().copied().chain(product.bytes());
    let bytes = shop.bytes().chain([0]).chain(name);
    let sum = bytes.fold(0xcbf2_9ce4_8422_2325, |sum: u64, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (sum ^ (sum >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    mixed ^ (mixed >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{Names, Point};
    use shops::{ShopKind, ShopRecord};

    fn shop(range: usize) -> Shop {
        Shop {
            record: ShopRecord {
                external_id: "demo-s-0001".to_owned(),
                names: Names::both("ক", "A"),
                alt_names: Vec::new(),
                kind: ShopKind::Grocery,
                location: Point::new(23.8, 90.4).unwrap(),
                address: Names::default(),
                hours: None,
                demo: true,
            },
            price_level: 1.03,
            range,
        }
    }

    fn prices() -> Vec<Priced> {
        (0..200)
            .map(|number| Priced {
                product: format!("p-{number:04}"),
                price: Money::from_taka(100),
                kinds: vec![if number % 2 == 0 {
                    ShopKind::Grocery
                } else {
                    ShopKind::Books
                }],
            })
            .collect()
    }

    #[test]
    fn a_shop_has_only_goods_of_its_kind_and_no_more_than_its_range() {
        let (few, all) = (
            of(&shop(30), &prices(), ShopId::new()),
            of(&shop(500), &prices(), ShopId::new()),
        );
        assert_eq!((few.len(), all.len()), (30, 100));
        assert!(
            few.iter()
                .all(|few| all.iter().any(|all| all.product == few.product))
        );
    }

    #[test]
    fn the_demo_is_the_same_everywhere() {
        assert_eq!(hash("demo-s-0001", "p-0001"), 15_680_485_416_176_761_731);
        let id = ShopId::new();
        assert_eq!(of(&shop(30), &prices(), id), of(&shop(30), &prices(), id));
    }

    #[test]
    fn most_is_in_stock_and_counts_fit() {
        let all = of(&shop(500), &prices(), ShopId::new());
        let sold_out = all
            .iter()
            .filter(|one| one.availability == Availability::SoldOut)
            .count();
        assert!((1..25).contains(&sold_out), "{sold_out}");
        for listing in &all {
            if let Some(pieces) = listing.stock {
                assert_eq!(pieces > 0, listing.availability == Availability::InStock);
            }
        }
    }

    #[test]
    fn prices_look_like_price_tags() {
        for (usual, level, taka) in [
            ("5", 0.9, "5.00"),
            ("82", 1.03, "84.00"),
            ("405", 1.02, "415.00"),
            ("1975", 0.98, "1940.00"),
            ("45000", 1.0, "45000.00"),
            ("0.50", 1.0, "1.00"),
        ] {
            assert_eq!(
                asked(usual.parse().unwrap(), level).to_string(),
                taka,
                "{usual}"
            );
        }
    }
}
