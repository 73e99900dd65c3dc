//! What sellers and admins are shown.

use areas::Gazetteer;
use chrono::{DateTime, NaiveDate, Utc};
use kernel::{Names, Point};
use media::{Image, State};
use serde::Serialize;
use utoipa::ToSchema;

use super::{ShopLocation, ShopText};
use crate::ShopKind;
use crate::applications::{Alike, Application, Draft, Waiting};
use crate::own::OwnedShop;
use crate::plan::HoursPlan;

/// An application, for its seller.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ApplicationView {
    #[schema(example = "app_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    /// `new`, `claim` or `move`.
    #[schema(example = "claim")]
    r#type: &'static str,
    /// `draft`, `submitted`, `asked`, `approved`, `rejected` or `withdrawn`.
    #[schema(example = "draft")]
    status: &'static str,
    /// Sent along with the next save.
    version: i64,
    /// The shop that is claimed or moves; of a new one what it became.
    shop: Option<String>,
    #[serde(flatten)]
    filled_in: DraftView,
    /// The trade licence, as it was given.
    licence: Option<String>,
    /// Whether the last digits of the identity card are there.
    has_nid_end: bool,
    /// The number that was proved, as dialled.
    phone: Option<String>,
    photos: Vec<PhotoView>,
    #[schema(value_type = Option<String>, format = DateTime)]
    submitted_at: Option<DateTime<Utc>>,
    /// When an answer is due: two working days after it was handed in.
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<DateTime<Utc>>,
    #[schema(value_type = Option<String>, format = DateTime)]
    decided_at: Option<DateTime<Utc>>,
    /// What the admin wrote.
    note: Option<String>,
}

/// What has been filled in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DraftView {
    name: ShopText,
    #[schema(value_type = Option<String>, example = "grocery")]
    kind: Option<ShopKind>,
    location: Option<ShopLocation>,
    /// Code of the upazila or thana.
    #[schema(example = "BD302648")]
    area: Option<String>,
    address: ShopText,
    about: ShopText,
    /// As the owner told it.
    #[schema(value_type = Option<Object>)]
    hours: Option<HoursPlan>,
    delivery_radius_m: Option<u32>,
    home: bool,
    women_run: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PhotoView {
    #[schema(example = "img_01938f2a6c7d7e3f8a9b0c1d2e3f4a5b")]
    id: String,
    /// `processing` or `ready`.
    state: &'static str,
}

/// An application as an admin of its area sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = WaitingShop)]
pub(super) struct WaitingView {
    #[serde(flatten)]
    application: ApplicationView,
    /// Its time is over.
    is_late: bool,
    /// Names of the area, in both languages.
    area_name: Option<ShopText>,
    /// Last four digits of the identity card.
    nid_end: Option<String>,
    /// The nearest shop of the same name within 2 km.
    namesake: Option<NamesakeView>,
    warnings: Vec<WarningView>,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct NamesakeView {
    shop: String,
    name: ShopText,
    distance_m: f64,
}

#[derive(Debug, Serialize, ToSchema)]
pub(super) struct WarningView {
    /// `same_name` within 300 m, `same_licence` or `same_phone`.
    #[schema(example = "same_name")]
    code: &'static str,
    /// The shop or application that it is about.
    about: String,
}

/// A shop, for those who keep it.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct OwnedShopView {
    id: String,
    /// Sent along with the next change: 409 if somebody else was faster.
    version: i64,
    name: ShopText,
    #[schema(value_type = String, example = "grocery")]
    kind: ShopKind,
    location: ShopLocation,
    area: Option<String>,
    address: ShopText,
    about: ShopText,
    /// As the owner told it.
    #[schema(value_type = Option<Object>)]
    hours: Option<HoursPlan>,
    /// The number that was proved, as dialled.
    phone: Option<String>,
    delivery_radius_m: Option<u32>,
    home: bool,
    women_run: bool,
    verified: bool,
    /// `listed`, `paused`, `banned` or `closed`.
    #[schema(example = "listed")]
    state: &'static str,
    /// While it is paused: the day on which it is shown again by itself.
    #[schema(value_type = Option<String>, format = Date)]
    paused_until: Option<NaiveDate>,
    /// Why it is banned.
    banned_why: Option<String>,
}

impl From<Point> for ShopLocation {
    fn from(at: Point) -> Self {
        Self {
            lat: at.lat(),
            lng: at.lng(),
        }
    }
}

impl From<Draft> for DraftView {
    fn from(draft: Draft) -> Self {
        Self {
            name: draft.names.into(),
            kind: draft.kind,
            location: draft.pin.map(ShopLocation::from),
            area: draft.area,
            address: draft.address.into(),
            about: draft.about.into(),
            hours: draft.hours,
            delivery_radius_m: draft.delivery_radius_m,
            home: draft.home,
            women_run: draft.women_run,
        }
    }
}

impl From<&Image> for PhotoView {
    fn from(image: &Image) -> Self {
        Self {
            id: image.id.to_string(),
            state: if image.state == State::Ready {
                "ready"
            } else {
                "processing"
            },
        }
    }
}

impl ApplicationView {
    pub(super) fn new(application: Application, photos: &[Image]) -> Self {
        Self {
            id: application.id.to_string(),
            r#type: application.kind.code(),
            status: application.status.code(),
            version: application.version,
            shop: application.shop.map(|shop| shop.to_string()),
            filled_in: application.draft.into(),
            licence: application
                .licence
                .map(|licence| licence.as_str().to_owned()),
            has_nid_end: application.nid_end.is_some(),
            phone: application.phone.map(|phone| phone.local()),
            photos: photos.iter().map(PhotoView::from).collect(),
            submitted_at: application.submitted_at,
            due_at: application.due_at,
            decided_at: application.decided_at,
            note: application.note,
        }
    }
}

impl WaitingView {
    pub(super) fn new(
        waiting: Waiting,
        photos: &[Image],
        book: &Gazetteer,
        now: DateTime<Utc>,
    ) -> Self {
        let Waiting { application, alike } = waiting;
        let Alike { namesake, warnings } = alike;
        let area = application.area.as_deref().and_then(|code| book.find(code));
        let nid_end = application.nid_end.as_ref();
        Self {
            is_late: application.is_late(now),
            area_name: area.map(|area| area.names.clone().into()),
            nid_end: nid_end.map(|digits| digits.as_str().to_owned()),
            namesake: namesake.map(|same| NamesakeView {
                shop: same.shop.to_string(),
                name: same.names.into(),
                distance_m: same.metres.round(),
            }),
            warnings: warnings
                .into_iter()
                .map(|(what, about)| WarningView {
                    code: what.code(),
                    about,
                })
                .collect(),
            application: ApplicationView::new(application, photos),
        }
    }
}

impl From<OwnedShop> for OwnedShopView {
    fn from(shop: OwnedShop) -> Self {
        Self {
            id: shop.id.to_string(),
            version: shop.version,
            state: shop.state(),
            name: shop.names.into(),
            kind: shop.kind,
            location: shop.pin.into(),
            area: shop.area,
            address: Names::into(shop.address),
            about: Names::into(shop.about),
            hours: shop.plan,
            phone: shop.phone.map(|phone| phone.local()),
            delivery_radius_m: shop.delivery_radius_m,
            home: shop.home,
            women_run: shop.women_run,
            verified: shop.verified,
            paused_until: shop.paused_until,
            banned_why: shop.banned_why,
        }
    }
}
