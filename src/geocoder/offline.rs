//! Our own areas, localities and postcodes, in any script and spelling: free,
//! always there, as close as a neighbourhood.

use std::sync::Arc;

use areas::{Area, Areas, Gazetteer, LOCALITY};
use async_trait::async_trait;
use kernel::{Locale, Point};

use crate::model::{Geocoder, Place, Precision, Question, Unanswered};

/// How many areas above a place are named beside it.
const ABOVE: usize = 2;
/// Places this far down the list are tried for being near.
const LOOKED_AT: usize = 30;
/// What is nearer than this to where somebody is comes before its namesakes.
const NEAR_M: f64 = 50_000.0;

/// The gazetteer.
#[derive(Clone, Debug)]
pub struct Offline(pub Arc<Areas>);

#[async_trait]
impl Geocoder for Offline {
    fn name(&self) -> &'static str {
        "gazetteer"
    }

    async fn find(&self, question: &Question) -> Result<Vec<Place>, Unanswered> {
        let book = self.0.book();
        let mut found = book.search(&question.text, LOOKED_AT);
        if let (Some(near), Some(first)) = (question.near, found.first().copied()) {
            // Only namesakes of the best: a worse match does not become a better one.
            let is_there =
                |area: &Area| area.names == first.names && area.location.metres_to(near) <= NEAR_M;
            found.sort_by_key(|area| !is_there(area));
        }
        let places = found.into_iter().take(question.limit);
        Ok(places
            .map(|area| place(&book, area, area.location, question.locale))
            .collect())
    }

    async fn describe(&self, point: Point, locale: Locale) -> Result<Option<Place>, Unanswered> {
        let book = self.0.book();
        let Ok(located) = book.locate(point) else {
            return Ok(None);
        };
        let narrowest = located.steps().last().map(|step| step.area);
        Ok(narrowest.map(|area| place(&book, area, point, locale)))
    }
}

fn place(book: &Gazetteer, area: &Area, point: Point, locale: Locale) -> Place {
    let above = book.ancestors(&area.code);
    let names: Vec<&str> = std::iter::once(area)
        .chain(above.into_iter().rev().take(ABOVE))
        .map(|area| area.names.in_locale(locale))
        .collect();
    Place {
        label: names.join(", "),
        point,
        precision: if area.level == LOCALITY {
            Precision::Locality
        } else {
            Precision::Area
        },
        postcode: None,
    }
}
