//! Pictures of what a page shows: asked for once, and done without where they do
//! not come in time, since what is found needs no database.

use std::collections::HashMap;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use catalog::offers::{Told, told_of};
use catalog::pictures::{covers_of_offers, gallery_of_product};
use kernel::{ListingId, ProductId};
use media::{Media, Picture, Shown, Size, Use, file_of};
use pages::Visitor;
use platform::db::{Db, QueryFailed};
use platform::http::Error;

/// How long a page waits for what only adorns it.
const WORTH_WAITING: Duration = Duration::from_millis(400);
/// Pictures of one product at most; who saves data sees the first one.
const MOST: usize = 8;
/// Offers whose pictures a product's page shows.
const LOOKED_AT: usize = 20;

/// Where pages find pictures.
pub(crate) struct PictureBook {
    db: Data<Db>,
    media: Data<Media>,
}

/// The pictures of one page's cards.
#[derive(Clone, Default)]
pub(crate) struct Pictures {
    media: Option<Arc<Media>>,
    save: bool,
    covers: HashMap<ListingId, Shown>,
}

/// The pictures of a product, and whose they are.
#[derive(Clone, Default)]
pub(crate) struct Gallery {
    media: Option<Arc<Media>>,
    save: bool,
    all: Vec<(ListingId, Shown)>,
}

/// What the database adds to what is found of a product.
pub(crate) struct Known {
    pub gallery: Gallery,
    pub told: HashMap<ListingId, Told>,
}

impl FromRequest for PictureBook {
    type Error = actix_web::Error;
    type Future = Ready<Result<Self, actix_web::Error>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let mut stores = || {
            Ok(Self {
                db: Data::from_request(req, payload).into_inner()?,
                media: Data::from_request(req, payload).into_inner()?,
            })
        };
        ready(stores())
    }
}

impl PictureBook {
    /// One picture of each of these offers; none on text-only pages.
    pub(crate) async fn covers(&self, visitor: &Visitor, offers: &[ListingId]) -> Pictures {
        if visitor.lite || offers.is_empty() {
            return Pictures::default();
        }
        let load = async {
            let mut conn = self.db.get().await?;
            let covers = covers_of_offers(&mut conn, offers).await;
            Ok(covers.map_err(QueryFailed)?)
        };
        Pictures {
            media: Some(self.media.clone().into_inner()),
            save: visitor.saves_data,
            covers: in_time(load).await.unwrap_or_default(),
        }
    }

    /// What a product looks like in these offers, the first of them first, and what
    /// is said about each besides its price.
    pub(crate) async fn about(
        &self,
        visitor: &Visitor,
        product: ProductId,
        offers: &[ListingId],
    ) -> Known {
        let looked_at = offers.get(..LOOKED_AT).unwrap_or(offers);
        let load = async {
            let mut conn = self.db.get().await?;
            let all = gallery_of_product(&mut conn, product, looked_at).await;
            let told = told_of(&mut conn, offers).await;
            Ok((all.map_err(QueryFailed)?, told.map_err(QueryFailed)?))
        };
        let (mut all, told) = in_time(load).await.unwrap_or_default();
        all.truncate(if visitor.saves_data { 1 } else { MOST });
        let gallery = Gallery {
            media: Some(self.media.clone().into_inner()),
            save: visitor.saves_data,
            all,
        };
        Known { gallery, told }
    }
}

/// What comes within the time that it is worth.
async fn in_time<T>(load: impl Future<Output = Result<T, Error>>) -> Option<T> {
    match tokio::time::timeout(WORTH_WAITING, load).await {
        Ok(Ok(loaded)) => Some(loaded),
        Ok(Err(error)) => {
            tracing::debug!(code = error.problem().code, "a page goes without pictures");
            None
        }
        Err(_) => {
            tracing::debug!("a page goes without pictures that are late");
            None
        }
    }
}

impl Pictures {
    /// The picture on the card of this offer.
    pub(crate) fn card(&self, offer: ListingId, alt: &str) -> Option<Picture> {
        let shown = self.covers.get(&offer)?;
        Picture::of(self.media.as_ref()?, shown, Use::Card, alt, self.save)
    }
}

impl Gallery {
    /// The pictures in their order; the first one is loaded at once.
    pub(crate) fn pictures(&self, alt: &str) -> Vec<(ListingId, Picture)> {
        let Some(media) = &self.media else {
            return Vec::new();
        };
        let picture = |(offer, shown): &(ListingId, Shown)| {
            let picture = Picture::of(media, shown, Use::Page, alt, self.save)?;
            Some((*offer, picture))
        };
        let mut pictures: Vec<_> = self.all.iter().filter_map(picture).collect();
        for (_, later) in pictures.iter_mut().skip(1) {
            later.lazy = true;
        }
        pictures
    }

    /// Each picture by itself in this size: where it lies, and its bytes.
    pub(crate) fn files(&self, size: Size) -> Vec<(String, u32)> {
        let file = |media: &Arc<Media>| {
            let each = self.all.iter();
            each.filter_map(|(_, shown)| file_of(media, shown, size))
                .collect()
        };
        self.media.as_ref().map(file).unwrap_or_default()
    }
}
