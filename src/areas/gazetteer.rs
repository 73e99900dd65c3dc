//! The book of all areas, immutable and in memory, so that picking a place
//! works while the database is away.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use kernel::Locale;

use crate::borders::Borders;
use crate::model::{Area, DISTRICT, DIVISION, Entry, Kind};
use crate::naming::Naming;
use crate::order;
use crate::outlines::Outlines;

/// A district with at least this many thanas and named localities is a city
/// people pick directly.
const BUSY: usize = 7;

/// Levels there are; bounds every climb even if the rows form a ring.
const DEEPEST: usize = 5;

/// All areas: a tree, their names and their borders.
pub struct Gazetteer {
    /// Grouped by parent, inside a group alphabetical in Bengali.
    areas: Vec<Area>,
    by_code: HashMap<String, usize>,
    /// Where the group of each parent stands.
    groups: HashMap<Option<String>, Range<usize>>,
    /// How many areas lie below each.
    sizes: Vec<usize>,
    pub(crate) borders: Borders,
    pub(crate) naming: Naming,
    outlines: OnceLock<Outlines>,
}

impl Gazetteer {
    /// A book of these areas, in any order.
    ///
    /// Of two with one code the last one counts. An area whose parent is not
    /// in the book can be found but is nobody's child.
    pub fn new(entries: Vec<Entry>) -> Self {
        let mut latest: HashMap<String, Entry> = HashMap::with_capacity(entries.len());
        for entry in entries {
            latest.insert(entry.area.code.clone(), entry);
        }
        let mut entries: Vec<Entry> = latest.into_values().collect();
        entries.sort_by_cached_key(|Entry { area, .. }| {
            let name = order::sort_key(area.names.in_locale(Locale::Bn));
            (area.parent.clone(), name, area.code.clone())
        });
        let (areas, boundaries): (Vec<_>, Vec<_>) = entries
            .into_iter()
            .map(|entry| (entry.area, entry.boundary))
            .unzip();
        let by_code = positions(&areas);
        Self {
            sizes: sizes(&areas, &by_code),
            by_code,
            groups: groups(&areas),
            borders: Borders::new(boundaries),
            naming: Naming::new(&areas),
            areas,
            outlines: OnceLock::new(),
        }
    }

    /// Every area.
    pub fn all(&self) -> &[Area] {
        &self.areas
    }

    /// The area with this code.
    pub fn find(&self, code: &str) -> Option<&Area> {
        self.position(code).map(|at| &self.areas[at])
    }

    /// The parts of an area, or all divisions, alphabetical in Bengali.
    ///
    /// Empty when there is no such area or it has no parts; localities stand
    /// beside wards in the parts of their upazila.
    pub fn children(&self, parent: Option<&str>) -> &[Area] {
        self.groups
            .get(&parent.map(str::to_owned))
            .map_or(&[], |group| &self.areas[group.clone()])
    }

    /// The parts of an area, or all divisions, alphabetical in a language.
    pub fn children_in(&self, parent: Option<&str>, locale: Locale) -> Vec<&Area> {
        let mut children: Vec<&Area> = self.children(parent).iter().collect();
        if locale != Locale::Bn {
            order::sort(&mut children, locale);
        }
        children
    }

    /// What an area is part of, the division first; empty for divisions and
    /// for codes that do not exist.
    pub fn ancestors(&self, code: &str) -> Vec<&Area> {
        let mut chain = self.chain(code);
        chain.pop();
        chain
    }

    /// The area and what it is part of, the division first.
    pub fn chain(&self, code: &str) -> Vec<&Area> {
        let mut chain: Vec<&Area> = Vec::new();
        let mut next = self.find(code);
        while let Some(area) = next.filter(|_| chain.len() < DEEPEST) {
            chain.push(area);
            next = area.parent.as_deref().and_then(|code| self.find(code));
        }
        chain.reverse();
        chain
    }

    /// The district an area is in, or the area itself when it is one.
    pub fn district_of(&self, code: &str) -> Option<&Area> {
        self.chain(code).into_iter().find(|a| a.level == DISTRICT)
    }

    /// The districts most people pick, biggest first.
    ///
    /// Those that carry the name of their division, have metropolitan thanas,
    /// or have many named places; size is the number of places below them.
    pub fn cities(&self) -> Vec<&Area> {
        let mut cities: Vec<(usize, &Area)> = self
            .children(None)
            .iter()
            .flat_map(|division| {
                self.children(Some(&division.code))
                    .iter()
                    .map(move |d| (division, d))
            })
            .filter_map(|(division, district)| {
                let urban = self.urban_places(district);
                let capital = district.names == division.names;
                (capital || urban >= BUSY).then_some((urban, district))
            })
            .collect();
        cities.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.code.cmp(&b.1.code)));
        cities.into_iter().map(|(_, city)| city).collect()
    }

    /// How many areas lie below one, on all levels.
    pub fn places_below(&self, code: &str) -> usize {
        self.position(code).map_or(0, |at| self.sizes[at])
    }

    /// District outlines for the map without tiles, made when first asked for.
    pub fn outlines(&self) -> &Outlines {
        self.outlines.get_or_init(|| Outlines::draw(self))
    }

    /// Areas with a known border.
    pub fn with_boundary(&self) -> usize {
        self.borders.len()
    }

    pub(crate) fn position(&self, code: &str) -> Option<usize> {
        self.by_code.get(code).copied()
    }

    pub(crate) fn at(&self, position: usize) -> &Area {
        &self.areas[position]
    }

    /// Thanas and localities of a district.
    fn urban_places(&self, district: &Area) -> usize {
        let upazilas = self.children(Some(&district.code));
        let thanas = upazilas.iter().filter(|a| a.kind == Kind::Thana).count();
        let localities = upazilas
            .iter()
            .flat_map(|a| self.children(Some(&a.code)))
            .filter(|a| a.kind == Kind::Locality)
            .count();
        thanas + localities
    }
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gazetteer")
            .field("areas", &self.areas.len())
            .field("with_boundary", &self.with_boundary())
            .finish_non_exhaustive()
    }
}

fn positions(areas: &[Area]) -> HashMap<String, usize> {
    areas
        .iter()
        .enumerate()
        .map(|(at, area)| (area.code.clone(), at))
        .collect()
}

/// How many areas lie below each, on all levels.
fn sizes(areas: &[Area], by_code: &HashMap<String, usize>) -> Vec<usize> {
    let mut sizes = vec![0; areas.len()];
    let above = |at: usize| {
        areas[at]
            .parent
            .as_ref()
            .and_then(|code| by_code.get(code).copied())
    };
    for start in 0..areas.len() {
        let ancestors = std::iter::successors(above(start), |&at| above(at));
        for ancestor in ancestors.take(DEEPEST) {
            sizes[ancestor] += 1;
        }
    }
    sizes
}

/// Where each parent's children stand; parents that are levels too deep or too
/// shallow do not matter here, codes decide.
fn groups(areas: &[Area]) -> HashMap<Option<String>, Range<usize>> {
    let mut groups = HashMap::new();
    let mut start = 0;
    for group in areas.chunk_by(|a, b| a.parent == b.parent) {
        groups.insert(group[0].parent.clone(), start..start + group.len());
        start += group.len();
    }
    debug_assert!(
        areas
            .iter()
            .all(|a| a.parent.is_some() || a.level == DIVISION),
        "the table keeps this"
    );
    groups
}
