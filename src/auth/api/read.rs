//! Members that several documents share, read into checked values.

use actix_web::HttpRequest;
use actix_web::http::header::USER_AGENT;
use kernel::{Phone, PhoneError};
use platform::http::{Error, Params, Problem};

use crate::Device;

/// Longest code or token that is looked at, in characters.
const LONGEST: usize = 200;

/// The number in a field. `None` when it is absent or wrong; what is wrong is
/// noted.
pub fn read_phone(params: &mut Params, name: &str) -> Option<Phone> {
    let read = params.text(name)?.parse();
    read.map_err(|error| params.refuse(name, phone_code(error)))
        .ok()
}

/// What is wrong with a number, as a code.
const fn phone_code(error: PhoneError) -> &'static str {
    match error {
        PhoneError::NotANumber => "auth.not_a_phone",
        PhoneError::Length => "auth.phone_length",
        PhoneError::NotMobile => "auth.not_mobile",
        PhoneError::Foreign => "auth.foreign_phone",
    }
}

/// A text that must be there; what is wrong is noted.
pub(super) fn required(params: &mut Params, name: &str) -> Option<String> {
    params.must_be_text(name);
    let text = params.text(name).map(str::to_owned);
    let wrong = match &text {
        None => "platform.missing",
        Some(text) if text.chars().count() > LONGEST => "platform.too_long",
        Some(_) if params.is_refused(name) => return None,
        Some(_) => return text,
    };
    if !params.is_refused(name) {
        params.refuse(name, wrong);
    }
    None
}

/// The same for something with its own syntax.
pub(super) fn required_as<T: std::str::FromStr>(
    params: &mut Params,
    name: &str,
    code: &'static str,
) -> Option<T> {
    required(params, name)?;
    params.parsed(name, code)
}

/// The values, once [`Params::finish`] has found nothing wrong with them.
pub(super) fn complete<T>(params: Params, values: Option<T>) -> Result<T, Error> {
    params.finish()?;
    let missing = || Problem::field("body", "platform.missing");
    Ok(values.ok_or_else(missing)?)
}

/// What the caller's program calls itself.
pub(super) fn device(req: &HttpRequest) -> Device {
    let sent = req.headers().get(USER_AGENT);
    Device::named(sent.and_then(|name| name.to_str().ok()))
}
