//! Shops as marks on a map: each its own while there are few, else those of a square
//! together.

use std::collections::BTreeMap;
use std::collections::HashMap;

use auth::AreaAdmin;
use kernel::{Names, Point, ShopId};

use super::queries::{self, Candidate};
use super::{AreaShopsAsked, around, is_inside};
use crate::Registry;
use crate::own::OwnShopError;

/// Marks on a map at most.
pub const MOST_MARKS: usize = 200;
/// Squares along each side of a map, so that marks that show a number lie side by
/// side on a phone; all together they are fewer than [`MOST_MARKS`].
const SQUARES: u32 = 8;
/// Squares have some size, even around one point.
const LEAST: f64 = 1e-6;

/// A part of the earth, in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Lowest latitude.
    pub south: f64,
    /// Lowest longitude.
    pub west: f64,
    /// Highest latitude.
    pub north: f64,
    /// Highest longitude.
    pub east: f64,
}

impl Bounds {
    /// What holds these points; nothing where there are none.
    pub fn of(points: impl Iterator<Item = Point>) -> Self {
        let nothing = Self {
            south: 90.0,
            west: 180.0,
            north: -90.0,
            east: -180.0,
        };
        points.fold(nothing, |held, point| Self {
            south: held.south.min(point.lat()),
            west: held.west.min(point.lng()),
            north: held.north.max(point.lat()),
            east: held.east.max(point.lng()),
        })
    }

    /// So many degrees more on each side, on the earth.
    #[must_use]
    pub fn widened(self, by: f64) -> Self {
        Self {
            south: (self.south - by).max(-90.0),
            west: (self.west - by).max(-180.0),
            north: (self.north + by).min(90.0),
            east: (self.east + by).min(180.0),
        }
    }

    const fn holds(&self, row: &Candidate) -> bool {
        row.lat >= self.south
            && row.lat <= self.north
            && row.lng >= self.west
            && row.lng <= self.east
    }

    /// The square of a point inside.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of the squares, cut off at both ends"
    )]
    fn square_of(&self, row: &Candidate) -> (u32, u32) {
        let share = |at: f64, low: f64, high: f64| {
            let share = (at - low) / (high - low).max(LEAST);
            ((share * f64::from(SQUARES)) as u32).min(SQUARES - 1)
        };
        (
            share(row.lat, self.south, self.north),
            share(row.lng, self.west, self.east),
        )
    }
}

/// One shop, or several that lie close together.
#[derive(Clone, Debug)]
pub struct Mark {
    /// Of the shop, or in the middle of them.
    pub at: Point,
    /// How many.
    pub count: usize,
    /// Which, where it is one.
    pub shop: Option<(ShopId, Names)>,
}

/// Shops of the admin's areas on a map.
#[derive(Clone, Debug)]
pub struct AreaMap {
    /// How many shops all marks stand for.
    pub total: usize,
    /// At most [`MOST_MARKS`].
    pub marks: Vec<Mark>,
}

/// The shops of the admin's areas, in a part of the map where one is shown.
pub async fn map_of_area(
    registry: &Registry,
    admin: &AreaAdmin,
    asked: &AreaShopsAsked,
    shown: Option<Bounds>,
) -> Result<AreaMap, OwnShopError> {
    let book = registry.book();
    let codes = admin.scope.codes(&book);
    let held = codes.as_deref().map(|codes| around(&book, codes));
    let mut conn = registry.db.get().await?;
    let wanted = queries::Wanted {
        asked,
        // Where a part is shown, what was approved elsewhere is not asked for.
        codes: codes.as_deref().filter(|_| shown.is_none()),
        bounds: shown.or(held),
        behind: None,
    };
    let mut rows = queries::candidates(&mut conn, &wanted, None).await?;
    rows.retain(|row| {
        shown.is_none_or(|shown| shown.holds(row)) && is_inside(&admin.scope, &book, row)
    });
    let groups = grouped(&rows, shown);
    let alone = groups.iter().filter(|group| group.len() == 1);
    let ids: Vec<_> = alone.map(|group| group[0].id.uuid()).collect();
    let told = queries::names_of(&mut conn, &ids).await?.into_iter();
    let mut names: HashMap<ShopId, Names> = told.map(|it| (it.id, it.names())).collect();
    let marks = groups.iter().filter_map(|group| mark(group, &mut names));
    Ok(AreaMap {
        total: rows.len(),
        marks: marks.collect(),
    })
}

/// Shops that get one mark together.
fn grouped(rows: &[Candidate], shown: Option<Bounds>) -> Vec<Vec<&Candidate>> {
    if rows.len() <= MOST_MARKS {
        return rows.iter().map(|row| vec![row]).collect();
    }
    let points = rows
        .iter()
        .filter_map(|row| Point::new(row.lat, row.lng).ok());
    let bounds = shown.unwrap_or_else(|| Bounds::of(points));
    let mut squares: BTreeMap<(u32, u32), Vec<&Candidate>> = BTreeMap::new();
    for row in rows {
        squares.entry(bounds.square_of(row)).or_default().push(row);
    }
    squares.into_values().collect()
}

#[expect(clippy::cast_precision_loss, reason = "a number of shops")]
fn mark(group: &[&Candidate], names: &mut HashMap<ShopId, Names>) -> Option<Mark> {
    let count = group.len();
    let middle = |sum: f64| sum / count as f64;
    let lat = middle(group.iter().map(|row| row.lat).sum());
    let lng = middle(group.iter().map(|row| row.lng).sum());
    let alone = group.first().filter(|_| count == 1);
    Some(Mark {
        at: Point::new(lat, lng).ok()?,
        count,
        shop: alone.and_then(|row| Some((row.id, names.remove(&row.id)?))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shops(count: u32) -> Vec<Candidate> {
        let shop = |n: u32| Candidate {
            id: ShopId::new(),
            area_code: None,
            lat: 23.0 + f64::from(n % 100) / 100.0,
            lng: 90.0 + f64::from(n / 100) / 100.0,
        };
        (0..count).map(shop).collect()
    }

    #[test]
    fn few_shops_stand_for_themselves_and_many_share_marks() {
        let few = shops(200);
        assert_eq!(grouped(&few, None).len(), 200);
        let many = shops(10_000);
        let groups = grouped(&many, None);
        assert!(groups.len() <= MOST_MARKS, "{}", groups.len());
        assert_eq!(groups.iter().map(Vec::len).sum::<usize>(), 10_000);
    }

    #[test]
    fn shops_at_one_place_share_one_mark() {
        let mut same = shops(300);
        for shop in &mut same {
            (shop.lat, shop.lng) = (23.8, 90.36);
        }
        let groups = grouped(&same, None);
        assert_eq!(groups.len(), 1);
        let mark = mark(&groups[0], &mut HashMap::new()).unwrap();
        assert_eq!((mark.count, mark.shop), (300, None));
        assert!(mark.at.metres_to(Point::new(23.8, 90.36).unwrap()) < 1.0);
    }
}
