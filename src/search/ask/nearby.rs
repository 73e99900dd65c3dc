//! `nearby`: shops around a place, by distance.

use chrono::{DateTime, FixedOffset};
use geo_index::InvalidRadius;
use kernel::{Names, Point, ShopId};
use serde::{Deserialize, Serialize};
use shops::{OpenState, ShopKind};
use std::ops::ControlFlow;

use super::disc::{geo_point, metres_between};
use crate::Search;
use crate::tables::{Ord32, Shop};

/// Which shops.
#[derive(Clone, Debug)]
pub struct NearbyQuestion {
    /// Around here.
    pub origin: Point,
    /// So far in metres, the rim included.
    pub radius_m: f64,
    /// Only of this kind.
    pub kind: Option<ShopKind>,
    /// Only those open now.
    pub open_now: bool,
    /// At most so many.
    pub limit: usize,
    /// Behind this position.
    pub after: Option<NearbyPosition>,
}

/// Where a page ended.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct NearbyPosition {
    /// Distance of the last shop: the bits of an `f64`, which sort as it does.
    metres_bits: u64,
    id: ShopId,
}

/// Shops by distance.
#[derive(Clone, Debug)]
pub struct Nearby {
    /// One page.
    pub items: Vec<NearShop>,
    /// On all pages.
    pub total: usize,
    /// By kind, without the filter on kind.
    pub kinds: Vec<(ShopKind, usize)>,
    /// Where the next page begins, if there is one.
    pub next: Option<NearbyPosition>,
}

/// A shop and how far it is.
#[derive(Clone, Debug)]
pub struct NearShop {
    /// Its id.
    pub id: ShopId,
    /// Its id in the file it came from.
    pub external_id: Option<String>,
    /// Its name.
    pub names: Names,
    /// What kind of shop.
    pub kind: ShopKind,
    /// Where.
    pub location: Point,
    /// How far in metres along the ellipsoid.
    pub distance_m: f64,
    /// Open or closed and until when; `None` = hours unknown.
    pub state: Option<OpenState>,
    /// Whether an owner has been approved.
    pub verified: bool,
    /// Whether it is made up for a first look.
    pub demo: bool,
    /// Whether it sells from home: then `location` is not its door.
    pub home: bool,
}

impl NearShop {
    /// A shop as seen from so far away.
    pub(super) fn of(shop: &Shop, distance_m: f64, now: DateTime<FixedOffset>) -> Self {
        Self {
            id: shop.id,
            external_id: shop.external_id.as_deref().map(str::to_owned),
            names: shop.names.clone(),
            kind: shop.kind,
            location: shop.location,
            distance_m,
            state: shop.state_at(now),
            verified: shop.verified,
            demo: shop.demo,
            home: shop.home,
        }
    }

    /// Whether it is open; `None` = hours unknown.
    pub fn open(&self) -> Option<bool> {
        self.state
            .as_ref()
            .map(|state| matches!(state, OpenState::Open { .. }))
    }
}

type Place = (f64, ShopId, Ord32);

impl Search {
    /// Shops within a radius, nearest first, ties by id.
    pub fn nearby(&self, question: &NearbyQuestion) -> Result<Nearby, InvalidRadius> {
        let now = self.clock.now_in_dhaka();
        let tables = self.tables.read();
        let mut kinds = [0_usize; ShopKind::ALL.len()];
        let mut places: Vec<Place> = Vec::new();
        let (origin, radius_m) = (geo_point(question.origin), question.radius_m);
        let visit = |ord, tag: &u8, metres: f64| {
            if let Some(shop) = tables.shops.find(ord)
                && (!question.open_now || shop.open_at(now) == Some(true))
            {
                kinds[usize::from(*tag)] += 1;
                if question.kind.is_none_or(|kind| kind == shop.kind) {
                    places.push((metres, shop.id, ord));
                }
            }
            ControlFlow::<()>::Continue(())
        };
        let _ = self
            .measures
            .nearby
            .time(|| self.geo.load().within(origin, radius_m, visit))?;
        let total = places.len();
        let measured = |ord| {
            let shop = tables.shops.find(ord);
            shop.map_or(f64::INFINITY, |shop| {
                metres_between(question.origin, shop.location)
            })
        };
        let (page, next) = page(places, question, measured);
        let items = page
            .into_iter()
            .filter_map(|(metres, _, ord)| Some(NearShop::of(tables.shops.find(ord)?, metres, now)))
            .collect();
        let mut kinds: Vec<_> = ShopKind::ALL
            .into_iter()
            .zip(kinds)
            .filter(|(_, count)| *count > 0)
            .collect();
        kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        Ok(Nearby {
            items,
            total,
            kinds,
            next,
        })
    }
}

/// Metres of the index may differ by a hundredth of this from one version to the
/// next. Cursors live longer than versions, so what stands on a page is measured
/// anew: from coordinates alone, always the same.
const UNSURE_M: f64 = 0.001;

/// The places behind the cursor, as many as asked; only these are sorted.
fn page(
    mut places: Vec<Place>,
    question: &NearbyQuestion,
    measured: impl Fn(Ord32) -> f64,
) -> (Vec<Place>, Option<NearbyPosition>) {
    if let Some(after) = question.after {
        let last_m = f64::from_bits(after.metres_bits);
        places.retain(|&(metres, id, ord)| {
            let farther_m = metres - last_m;
            if farther_m.abs() > UNSURE_M {
                return farther_m > 0.0;
            }
            (measured(ord).to_bits(), id) > (after.metres_bits, after.id)
        });
    }
    let more = places.len() > question.limit;
    if more {
        let by_metres = |a: &Place, b: &Place| a.0.total_cmp(&b.0);
        let (_, &mut (last_m, ..), _) = places.select_nth_unstable_by(question.limit, by_metres);
        places.retain(|place| place.0 <= last_m + UNSURE_M);
    }
    for place in &mut places {
        place.0 = measured(place.2);
    }
    places.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    places.truncate(question.limit);
    let last = places.last().map(|&(metres, id, _)| NearbyPosition {
        metres_bits: metres.to_bits(),
        id,
    });
    (places, last.filter(|_| more))
}
