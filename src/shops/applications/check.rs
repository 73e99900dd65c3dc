//! Everything that is missing or wrong before an admin is asked.

use areas::{Gazetteer, How, UPAZILA};
use kernel::Point;
use platform::http::FieldProblem;

use super::draft::Draft;
use super::model::Kind;

/// A photo of a claimed shop is taken so near to it, in metres.
pub const PHOTO_WITHIN_M: f64 = 100.0;
/// A claim may put the pin right by so much, in metres.
pub const PIN_WITHIN_M: f64 = 200.0;

/// Where borders are guessed, so many metres more are believed.
const GUESS_M: f64 = 2_000.0;

/// What an application says besides its draft.
#[derive(Clone, Debug)]
pub(super) struct Facts {
    pub kind: Kind,
    pub has_phone: bool,
    pub has_licence: bool,
    pub has_nid: bool,
    /// Photos that are there, or are being made ready.
    pub photos: usize,
    /// Where the device was at the last photo.
    pub photo_place: Option<Point>,
    /// Where the map has the shop that is claimed.
    pub on_map: Option<Point>,
}

/// All mistakes, in the order of the form; none = it can be handed in.
pub(super) fn mistakes(draft: &Draft, facts: &Facts, book: &Gazetteer) -> Vec<FieldProblem> {
    let mut wrong = Vec::new();
    let mut refuse = |field: &str, code: &'static str| {
        wrong.push(FieldProblem {
            field: field.to_owned(),
            code,
        });
    };
    if draft.kind.is_none() {
        refuse("kind", "platform.missing");
    }
    if draft.names.each().next().is_none() {
        refuse("name_bn", "shops.no_name");
    }
    for (field, code) in misplaced(draft, facts, book) {
        refuse(field, code);
    }
    if draft.hours.is_none() {
        refuse("hours", "platform.missing");
    }
    if !facts.has_phone {
        refuse("phone", "shops.phone_not_proved");
    }
    // Those who sell from home have none in most towns.
    if !facts.has_licence && !draft.home {
        refuse("licence", "platform.missing");
    }
    if !facts.has_nid {
        refuse("nid_end", "platform.missing");
    }
    if facts.photos == 0 {
        refuse("photos", "shops.no_photo");
    } else if facts.kind == Kind::Claim && !is_at_pin(draft, facts) {
        refuse("photos", "shops.photo_not_at_pin");
    }
    wrong
}

fn is_at_pin(draft: &Draft, facts: &Facts) -> bool {
    let pin = draft.pin.or(facts.on_map);
    let metres = pin.zip(facts.photo_place);
    metres.is_some_and(|(pin, photo)| pin.metres_to(photo) <= PHOTO_WITHIN_M)
}

/// What is wrong with pin and area.
fn misplaced(draft: &Draft, facts: &Facts, book: &Gazetteer) -> Vec<(&'static str, &'static str)> {
    let mut wrong = Vec::new();
    if draft.area.is_none() {
        wrong.push(("area", "platform.missing"));
    }
    let Some(pin) = draft.pin else {
        wrong.push(("lat", "platform.missing"));
        return wrong;
    };
    if let Some(on_map) = facts.on_map
        && facts.kind == Kind::Claim
        && on_map.metres_to(pin) > PIN_WITHIN_M
    {
        wrong.push(("lat", "shops.pin_far_from_map"));
    }
    if let Some(area) = &draft.area
        && !lies_in(book, pin, area)
    {
        wrong.push(("lat", "shops.pin_outside_area"));
    }
    wrong
}

/// Whether a pin lies in an upazila or thana. Where nobody has drawn its border,
/// the nearest one is only a guess: then others of the district are believed that
/// are not much farther away.
pub(super) fn lies_in(book: &Gazetteer, pin: Point, area: &str) -> bool {
    let Ok(located) = book.locate(pin) else {
        return false;
    };
    let Some(here) = located.on(UPAZILA) else {
        return false;
    };
    if here.area.code == area {
        return true;
    }
    let (How::Nearest, Some(nearest_m), Some(chosen)) =
        (here.how, here.distance_m, book.find(area))
    else {
        return false;
    };
    let is_near = pin.metres_to(chosen.location) <= 2.0 * nearest_m + GUESS_M;
    is_near && chosen.parent == here.area.parent
}
