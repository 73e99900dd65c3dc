//! Opening what is sealed in a row.

use kernel::Point;

use super::error::ApplyError;
use super::model::Application;
use super::papers::{Licence, NidEnd};
use super::queries::Row;
use crate::Registry;

/// Columns, as values are sealed for them.
pub(super) const LICENCE: &str = "shop_applications.licence";
pub(super) const NID: &str = "shop_applications.nid";
pub(super) const PHONE: &str = "shop_applications.phone";

/// What must be readable, because only we write it.
fn stored<T, E>(value: Result<T, E>) -> Result<T, ApplyError>
where
    E: std::error::Error + Send + Sync + 'static,
{
    value.map_err(|error| diesel::result::Error::DeserializationError(error.into()).into())
}

impl Row {
    pub(super) fn open(self, registry: &Registry) -> Result<Application, ApplyError> {
        let read = |column: &str, sealed: Option<Vec<u8>>| {
            let sealed = sealed.as_deref();
            sealed
                .map(|sealed| registry.sealer.open_text(column, sealed))
                .transpose()
        };
        let licence = read(LICENCE, self.licence_sealed)?;
        let nid_end = read(NID, self.nid_sealed)?;
        let phone = read(PHONE, self.phone_sealed)?;
        Ok(Application {
            id: self.id,
            kind: stored(self.kind.parse())?,
            applicant: self.applicant,
            shop: self.shop_id,
            status: stored(self.status.parse())?,
            version: self.version,
            draft: stored(serde_json::from_value(self.draft))?,
            area: self.area_code,
            licence: licence
                .map(|text| stored(text.parse::<Licence>()))
                .transpose()?,
            nid_end: nid_end
                .map(|text| stored(text.parse::<NidEnd>()))
                .transpose()?,
            phone: phone.map(|text| stored(text.parse())).transpose()?,
            phone_proved_at: self.phone_proved_at,
            photo_place: self
                .photo_place
                .map(|place| stored(Point::new(place.y, place.x)))
                .transpose()?,
            submitted_at: self.submitted_at,
            due_at: self.due_at,
            decided_at: self.decided_at,
            note: self.note,
            updated_at: self.updated_at,
        })
    }
}
