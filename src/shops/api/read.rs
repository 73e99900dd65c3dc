//! What several handlers read.

use kernel::{ApplicationId, ImageId, ShopId};
use platform::http::{Error, Params};

use crate::applications::ApplyError;

/// Longest note of an admin in characters.
const NOTE: usize = 1_000;
/// Longest reason of a ban in characters.
pub(super) const REASON: usize = 500;

/// The application that the path names.
pub(super) fn application(id: &str) -> Result<ApplicationId, ApplyError> {
    id.parse().map_err(|_| ApplyError::NoApplication)
}

/// The application and the photo that the path names.
pub(super) fn photo((id, image): (String, String)) -> Result<(ApplicationId, ImageId), Error> {
    let missing = || platform::http::Problem::not_found("media.not_found");
    Ok((application(&id)?, image.parse().map_err(|_| missing())?))
}

pub(super) fn shop(id: &str) -> Result<ShopId, ApplyError> {
    id.parse().map_err(|_| ApplyError::NoShop)
}

/// A text that must be there and not too long; what is wrong is noted.
pub(super) fn note(params: &mut Params, name: &str) -> Option<String> {
    words(params, name, NOTE)
}

pub(super) fn words(params: &mut Params, name: &str, longest: usize) -> Option<String> {
    params.must_be_text(name);
    let text = params.text(name).map(str::to_owned);
    let wrong = match &text {
        None => "platform.missing",
        Some(text) if text.chars().count() > longest => "platform.too_long",
        Some(_) => return text,
    };
    if !params.is_refused(name) {
        params.refuse(name, wrong);
    }
    None
}
