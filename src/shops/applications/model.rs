//! Applications and the rules of their life.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use kernel::{ApplicationId, Phone, Point, ShopId, UserId};
use media::{Access, Album, Subject};
use serde::Serialize;

use super::draft::Draft;
use super::papers::{Licence, NidEnd};

const ALBUM: &str = "shops.application";

/// Photos of the shop and its papers, for the applicant and the admins of the
/// area.
pub const PHOTOS: Album = Album {
    kind: ALBUM,
    access: Access::Private,
    most: 6,
};

/// What is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A shop that nobody has put on the map.
    New,
    /// A shop that is on the map and has no owner yet.
    Claim,
    /// Another place for one's own shop.
    Move,
}

/// Where an application stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Being filled in.
    Draft,
    /// Waiting for an admin.
    Submitted,
    /// Back with the seller, who is asked for more.
    Asked,
    /// Done as asked.
    Approved,
    /// Refused, with a reason.
    Rejected,
    /// Taken back by the seller.
    Withdrawn,
}

/// Not a word that the table lets in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a kind or status of applications")]
pub struct UnknownWord;

macro_rules! words {
    ($name:ident: $($variant:ident = $word:literal),+) => {
        impl $name {
            /// The word in the database and the API.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl FromStr for $name {
            type Err = UnknownWord;

            fn from_str(text: &str) -> Result<Self, UnknownWord> {
                match text { $($word => Ok(Self::$variant),)+ _ => Err(UnknownWord) }
            }
        }
    };
}

words!(Kind: New = "new", Claim = "claim", Move = "move");
words!(Status: Draft = "draft", Submitted = "submitted", Asked = "asked",
    Approved = "approved", Rejected = "rejected", Withdrawn = "withdrawn");

impl Status {
    /// What may follow.
    pub const fn can_become(self, next: Self) -> bool {
        use Status::{Approved, Asked, Draft, Rejected, Submitted, Withdrawn};
        matches!(
            (self, next),
            (Draft | Asked, Submitted)
                | (Draft | Asked | Submitted, Withdrawn)
                | (Submitted, Asked | Approved | Rejected)
        )
    }

    /// Whether its seller can still fill it in.
    pub const fn is_with_seller(self) -> bool {
        matches!(self, Self::Draft | Self::Asked)
    }
}

/// An application, opened: for its applicant and the admins of its area only.
#[derive(Clone, Debug)]
pub struct Application {
    /// Its id.
    pub id: ApplicationId,
    /// What is asked for.
    pub kind: Kind,
    /// Who asks.
    pub applicant: UserId,
    /// The shop that is claimed or moves; of a new one what it became.
    pub shop: Option<ShopId>,
    /// Where it stands.
    pub status: Status,
    /// Grows with every save.
    pub version: i64,
    /// What has been filled in.
    pub draft: Draft,
    /// The upazila or thana whose admins see it; set when it is handed in.
    pub area: Option<String>,
    /// The trade licence.
    pub licence: Option<Licence>,
    /// The national identity card.
    pub nid_end: Option<NidEnd>,
    /// A number that was proved.
    pub phone: Option<Phone>,
    /// When.
    pub phone_proved_at: Option<DateTime<Utc>>,
    /// Where the device was at the last photo.
    pub photo_place: Option<Point>,
    /// When it was handed in last.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When an answer is due.
    pub due_at: Option<DateTime<Utc>>,
    /// When an admin answered last.
    pub decided_at: Option<DateTime<Utc>>,
    /// What the admin wrote.
    pub note: Option<String>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
}

impl Application {
    /// Whether it waits for longer than it should.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        self.status == Status::Submitted && self.due_at.is_some_and(|due| due < now)
    }

    /// Its photos.
    pub const fn photos(&self) -> Subject {
        photos_of(self.id)
    }
}

/// The photos of an application.
pub const fn photos_of(id: ApplicationId) -> Subject {
    Subject {
        album: &PHOTOS,
        id: id.uuid(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_decided_stays_decided() {
        let all = [
            "draft",
            "submitted",
            "asked",
            "approved",
            "rejected",
            "withdrawn",
        ];
        for word in all {
            let status: Status = word.parse().unwrap();
            assert_eq!(status.code(), word);
            for done in [Status::Approved, Status::Rejected, Status::Withdrawn] {
                assert!(!done.can_become(status), "{done:?} -> {status:?}");
            }
        }
        assert!(!Status::Draft.can_become(Status::Approved));
    }
}
