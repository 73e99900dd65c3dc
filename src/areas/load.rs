//! The handle to the current book, and how the book is read from the table.

use std::sync::Arc;

use arc_swap::ArcSwap;
use geo::{Coord, LineString, MultiPolygon, Polygon};
use kernel::{Names, Point};
use platform::db::{Db, NoConnection, QueryFailed};
use platform::http::{Fault, Problem};
use postgis_diesel::types as postgis;

use crate::gazetteer::Gazetteer;
use crate::model::{Area, Entry, Kind};
use crate::queries::{self, AreaRow};

/// The current book; cheap to ask, replaced whole by [`Areas::reload`].
#[derive(Debug)]
pub struct Areas(ArcSwap<Gazetteer>);

/// Why the book could not be read.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// No connection in time.
    #[error(transparent)]
    Connection(#[from] NoConnection),
    /// The query failed.
    #[error(transparent)]
    Query(#[from] QueryFailed),
    /// A row the table's own checks should have refused.
    #[error("area {code} cannot be used: {reason}")]
    Row {
        /// Which area.
        code: String,
        /// What is wrong with it.
        reason: &'static str,
    },
}

impl From<diesel::result::Error> for LoadError {
    fn from(error: diesel::result::Error) -> Self {
        Self::Query(error.into())
    }
}

impl Fault for LoadError {
    fn problem(&self) -> Option<Problem> {
        match self {
            Self::Connection(error) => error.problem(),
            Self::Query(error) => error.problem(),
            Self::Row { .. } => None,
        }
    }
}

impl Areas {
    /// The handle to a book that is there already.
    pub fn of(book: Gazetteer) -> Self {
        Self(ArcSwap::from_pointee(book))
    }

    /// Reads the table.
    pub async fn load(db: &Db) -> Result<Self, LoadError> {
        Ok(Self::of(read(db).await?))
    }

    /// The book as it is now; requests keep the one they started with.
    pub fn book(&self) -> Arc<Gazetteer> {
        self.0.load_full()
    }

    /// Reads the table again. The old book stays when that fails.
    pub async fn reload(&self, db: &Db) -> Result<(), LoadError> {
        self.0.store(Arc::new(read(db).await?));
        Ok(())
    }
}

async fn read(db: &Db) -> Result<Gazetteer, LoadError> {
    let rows = {
        let mut conn = db.get().await?;
        queries::all(&mut conn).await?
    };
    let entries = rows.into_iter().map(entry).collect::<Result<_, _>>()?;
    let book = tokio::task::spawn_blocking(|| Gazetteer::new(entries))
        .await
        .expect("building a book neither panics nor is cancelled");
    tracing::info!(
        areas.count = book.all().len(),
        areas.with_boundary = book.with_boundary(),
        "areas read"
    );
    Ok(book)
}

fn entry(row: AreaRow) -> Result<Entry, LoadError> {
    let wrong = |reason| LoadError::Row {
        code: row.code.clone(),
        reason,
    };
    let kind = Kind::from_code(&row.kind).ok_or_else(|| wrong("unknown kind"))?;
    let location =
        Point::new(row.location.y, row.location.x).map_err(|_| wrong("no such place"))?;
    let area = Area {
        parent: row.parent_code,
        level: row.level,
        kind,
        names: Names::both(row.name_bn, row.name_en),
        alt_names: row.alt_names,
        location,
        code: row.code,
    };
    Ok(Entry {
        area,
        boundary: row.boundary.map(|shape| shape_of(&shape)),
    })
}

fn shape_of(shape: &postgis::MultiPolygon<postgis::Point>) -> MultiPolygon<f64> {
    shape.polygons.iter().map(polygon_of).collect()
}

fn polygon_of(polygon: &postgis::Polygon<postgis::Point>) -> Polygon<f64> {
    let mut rings = polygon
        .rings
        .iter()
        .map(|ring| -> LineString<f64> { ring.iter().map(|p| Coord { x: p.x, y: p.y }).collect() });
    let exterior = rings.next().unwrap_or_else(|| LineString(Vec::new()));
    Polygon::new(exterior, rings.collect())
}
