//! Point to areas: by polygon, and by the nearest point only where no polygon
//! is known. Every step says which of the two it rests on.

use kernel::Point;
use platform::http::{Fault, Problem};
use serde::Serialize;

use crate::borders::{Ruler, coord};
use crate::gazetteer::Gazetteer;
use crate::model::{Area, DISTRICT, DIVISION, LOCALITY, UPAZILA, WARD};

/// A point this close outside the border still counts as inside: coarse
/// outlines, river banks and positions of phones are off by that much.
const SNAP_M: f64 = 2_000.0;
/// Gaps this narrow between polygons of different sources are drawing errors.
const SLIVER_M: f64 = 300.0;
/// Where no border is known at all, upazilas farther than this are not ours.
const REACH_M: f64 = 25_000.0;
/// People call a place by a locality's name this far from its middle.
const LOCALITY_M: f64 = 1_000.0;
/// Levels in the order in which their polygons are believed. Upazilas decide
/// before wards, whose borders come from many hands.
const BELIEVED: [i16; 4] = [UPAZILA, WARD, DISTRICT, DIVISION];

/// What an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum How {
    /// The point lies within the official polygon (of it or of a part of it).
    Boundary,
    /// It is the nearest one known.
    Nearest,
}

/// One area of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step<'a> {
    /// The area.
    pub area: &'a Area,
    /// Whether a polygon says so.
    pub how: How,
    /// Metres to its border, or to its point where it has no border; only
    /// with [`How::Nearest`].
    pub distance_m: Option<f64>,
}

/// The areas a point is in, the division first, without gaps down to the
/// upazila; then a ward and a locality where they are known.
#[derive(Clone, Debug, PartialEq)]
pub struct Located<'a> {
    steps: Vec<Step<'a>>,
}

/// The point is not in Bangladesh, nor within 2 km of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the place is outside Bangladesh")]
pub struct Outside;

impl Fault for Outside {
    fn problem(&self) -> Option<Problem> {
        Some(Problem::not_found("areas.outside"))
    }
}

impl<'a> Located<'a> {
    /// All steps, broadest first.
    pub fn steps(&self) -> &[Step<'a>] {
        &self.steps
    }

    /// The step on a level.
    pub fn on(&self, level: i16) -> Option<&Step<'a>> {
        self.steps.iter().find(|step| step.area.level == level)
    }

    /// The division.
    pub fn division(&self) -> Option<&Step<'a>> {
        self.on(DIVISION)
    }

    /// The district.
    pub fn district(&self) -> Option<&Step<'a>> {
        self.on(DISTRICT)
    }

    /// The upazila or metropolitan thana.
    pub fn upazila(&self) -> Option<&Step<'a>> {
        self.on(UPAZILA)
    }

    /// The union or ward, only ever by its polygon.
    pub fn ward(&self) -> Option<&Step<'a>> {
        self.on(WARD)
    }

    /// The locality within 1 km, which has no border: always the nearest.
    pub fn locality(&self) -> Option<&Step<'a>> {
        self.on(LOCALITY)
    }

    /// [`How::Boundary`] when every administrative step is by polygon.
    pub fn how(&self) -> How {
        let guessed = |s: &Step<'_>| s.how == How::Nearest && s.area.level < LOCALITY;
        if self.steps.iter().any(guessed) {
            How::Nearest
        } else {
            How::Boundary
        }
    }
}

impl Gazetteer {
    /// The areas a point is in.
    ///
    /// A point on a border belongs to the neighbour with the smaller code.
    pub fn locate(&self, point: Point) -> Result<Located<'_>, Outside> {
        let mut steps = self
            .covered(point)
            .or_else(|| self.snapped(point))
            .or_else(|| self.without_borders(point))
            .ok_or(Outside)?;
        self.descend(point, &mut steps);
        steps.extend(self.ward_at(point, &steps));
        steps.extend(self.locality_near(point, &steps));
        Ok(Located { steps })
    }

    /// The chain of the best polygon around the point.
    fn covered(&self, point: Point) -> Option<Vec<Step<'_>>> {
        let covering: Vec<&Area> = self.borders.covering(point).map(|at| self.at(at)).collect();
        let best = BELIEVED.iter().find_map(|&level| {
            smallest_code(covering.iter().copied().filter(|a| a.level == level))
        })?;
        Some(self.steps_to(best, How::Boundary, None))
    }

    /// The chain of the nearest polygon just beside the point; of those nearly
    /// equally near the most believed one, so that a coarse district outline
    /// does not hide the upazila.
    fn snapped(&self, point: Point) -> Option<Vec<Step<'_>>> {
        let near: Vec<(usize, f64)> = self.borders.near(point, SNAP_M).collect();
        let least = near.iter().map(|n| n.1).min_by(f64::total_cmp)?;
        let (at, metres) = near
            .into_iter()
            .filter(|n| n.1 <= least + SLIVER_M)
            .min_by(|a, b| {
                let rank = |at: usize| BELIEVED.iter().position(|&l| l == self.at(at).level);
                rank(a.0)
                    .cmp(&rank(b.0))
                    .then_with(|| a.1.total_cmp(&b.1))
                    .then_with(|| self.at(a.0).code.cmp(&self.at(b.0).code))
            })?;
        Some(self.steps_to(self.at(at), How::Nearest, Some(metres)))
    }

    /// The nearest upazila among those about whose borders nothing is known.
    fn without_borders(&self, point: Point) -> Option<Vec<Step<'_>>> {
        let unknown = self.all().iter().filter(|area| {
            area.level == UPAZILA && self.chain(&area.code).iter().all(|a| !self.has_border(a))
        });
        let (area, metres) = nearest_point(point, unknown)?;
        (metres <= REACH_M).then(|| self.steps_to(area, How::Nearest, Some(metres)))
    }

    /// Adds the steps between the deepest known area and the upazila.
    fn descend<'a>(&'a self, point: Point, steps: &mut Vec<Step<'a>>) {
        let Some(deepest) = steps.last().map(|step| step.area) else {
            return;
        };
        if deepest.level >= UPAZILA {
            return;
        }
        if let Some((area, metres)) = self.nearest_upazila(point, &self.upazilas_of(deepest)) {
            let below = self.steps_to(area, How::Nearest, Some(metres));
            steps.extend(below.into_iter().filter(|s| s.area.level > deepest.level));
        }
    }

    /// A polygon a sliver away, else the nearest point of those without a
    /// polygon, else the nearest polygon.
    fn nearest_upazila<'a>(&self, point: Point, among: &[&'a Area]) -> Option<(&'a Area, f64)> {
        let by_border = among
            .iter()
            .filter_map(|&area| {
                Some((
                    area,
                    self.borders.distance(point, self.position(&area.code)?)?,
                ))
            })
            .min_by(|a, b| a.1.total_cmp(&b.1).then_with(|| a.0.code.cmp(&b.0.code)));
        if by_border.is_some_and(|(_, metres)| metres <= SLIVER_M) {
            return by_border;
        }
        let pointed = among.iter().copied().filter(|a| !self.has_border(a));
        nearest_point(point, pointed).or(by_border)
    }

    fn ward_at(&self, point: Point, steps: &[Step<'_>]) -> Option<Step<'_>> {
        let upazila = steps.last().filter(|step| step.area.level == UPAZILA)?.area;
        let here = self.borders.covering(point).map(|at| self.at(at));
        let inside = here.filter(|a| a.level == WARD && a.parent.as_deref() == Some(&upazila.code));
        smallest_code(inside).map(|area| Step {
            area,
            how: How::Boundary,
            distance_m: None,
        })
    }

    /// Localities are looked for in the whole district: their stated thana is
    /// often not the one of the point.
    fn locality_near(&self, point: Point, steps: &[Step<'_>]) -> Option<Step<'_>> {
        let district = steps.iter().find(|s| s.area.level == DISTRICT)?.area;
        let upazilas = self.children(Some(&district.code)).iter();
        let below = upazilas.flat_map(|a| self.children(Some(&a.code)));
        let (area, metres) = nearest_point(point, below.filter(|a| a.level == LOCALITY))?;
        (metres <= LOCALITY_M).then_some(Step {
            area,
            how: How::Nearest,
            distance_m: Some(metres),
        })
    }

    fn steps_to(&self, area: &Area, how: How, distance_m: Option<f64>) -> Vec<Step<'_>> {
        let chain = self.chain(&area.code).into_iter();
        chain
            .map(|area| Step {
                area,
                how,
                distance_m,
            })
            .collect()
    }

    fn upazilas_of(&self, area: &Area) -> Vec<&Area> {
        let children = self.children(Some(&area.code)).iter();
        let children = children.filter(|child| child.level > area.level);
        if area.level + 1 == UPAZILA {
            return children.filter(|a| a.level == UPAZILA).collect();
        }
        children
            .flat_map(|district| self.upazilas_of(district))
            .collect()
    }

    fn has_border(&self, area: &Area) -> bool {
        self.position(&area.code)
            .is_some_and(|at| self.borders.of(at).is_some())
    }
}

fn smallest_code<'a>(areas: impl Iterator<Item = &'a Area>) -> Option<&'a Area> {
    areas.min_by(|a, b| a.code.cmp(&b.code))
}

/// The area whose point is nearest, with WGS84 metres.
fn nearest_point<'a>(
    point: Point,
    areas: impl Iterator<Item = &'a Area>,
) -> Option<(&'a Area, f64)> {
    let ruler = Ruler::at(point);
    let off = |area: &Area| ruler.squared(coord(area.location));
    areas
        .min_by(|a, b| off(a).total_cmp(&off(b)).then_with(|| a.code.cmp(&b.code)))
        .map(|area| (area, ruler.metres(coord(area.location))))
}
