//! Words everything else is built from: ids, money, places, languages, time.
//!
//! Pure values with checked constructors. No I/O and no framework; diesel is
//! here only so that ids can stand in queries as what they are.

mod clock;
mod id;
mod locale;
mod money;
mod phone;
mod point;

pub use clock::Clock;
pub use id::{
    ApplicationId, BadId, ChallengeId, ImageId, ImportId, JobId, ListingId, MessageId, ProductId,
    ReportId, RequestId, SessionId, ShopId, UploadId, UserId,
};
pub use locale::{Locale, Names, UnknownLocale};
pub use money::{Money, MoneyError};
pub use phone::{Phone, PhoneError};
pub use point::{Point, PointError};
