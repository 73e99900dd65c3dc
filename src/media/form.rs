//! Forms with files, as browsers send them without any script.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_LENGTH, HeaderMap};
use futures_util::StreamExt as _;
use kernel::ImageId;
use platform::http::{Error, Fault as _, Problem};
use uuid::Uuid;

use crate::accept::{AcceptError, accept};
use crate::media::Media;
use crate::model::Subject;
use crate::pixels::{MOST_BYTES, Refusal};
use crate::receive::ReceiveError;

/// The name of the file input.
const FIELD: &str = "image";
/// Files of one form at most.
const MOST_FILES: usize = 20;
/// What other fields of the form may weigh together.
const OTHER_FIELDS: usize = 8 * 1024;

/// What became of one file of a form: the picture, or why it is none. Which
/// file it was is told by its place; names of files are never read.
pub type Received = Result<ImageId, AcceptError>;

/// What a form brought.
#[derive(Debug)]
pub struct Form {
    /// One for each file, in order; inputs left empty are not counted.
    pub files: Vec<Received>,
    /// The other fields, such as a token against forgery; the first of a name.
    pub fields: std::collections::BTreeMap<String, String>,
}

impl Form {
    /// Refuses a form of which nothing was taken, with what is wrong with its first
    /// file; of others, each file is answered by itself.
    pub fn some_taken(mut self) -> Result<Self, Error> {
        if self.files.is_empty() {
            return Err(Problem::field(FIELD, "platform.missing").into());
        }
        if self.files.iter().all(Result::is_err)
            && let Err(error) = self.files.remove(0)
        {
            return Err(error.into());
        }
        Ok(self)
    }
}

/// Takes the files of a form (`multipart/form-data`, inputs named `image`) one
/// after the other as pictures of `subject`. A file that is refused does not
/// keep the next one from being taken; a connection that ends or lingers does.
pub async fn receive_form(
    media: &Media,
    subject: Subject,
    owner: Uuid,
    headers: &HeaderMap,
    mut form: Multipart,
) -> Result<Form, Problem> {
    check_length(headers, subject)?;
    let broken = || Problem::new(StatusCode::BAD_REQUEST, "media.broke_off");
    let mut received = Form {
        files: Vec::new(),
        fields: std::collections::BTreeMap::new(),
    };
    let mut room = OTHER_FIELDS;
    while let Some(field) = form.next().await {
        let mut field = field.map_err(|_| broken())?;
        let name = field.name().unwrap_or_default().to_owned();
        if name != FIELD {
            let value = field.bytes(room).await.map_err(|_| broken())?;
            let value = value.map_err(|_| broken())?;
            room -= value.len();
            let value = String::from_utf8_lossy(&value).into_owned();
            received.fields.entry(name).or_insert(value);
            continue;
        }
        if received.files.len() >= MOST_FILES {
            return Err(problem(&AcceptError::AlbumFull(subject.album.most)));
        }
        match accept(media, subject, owner, &mut field).await {
            Err(AcceptError::Receive(ReceiveError::Refused(Refusal::Empty)))
                if is_left_empty(&field) => {}
            Err(error) if !is_about_the_file(&error) => return Err(problem(&error)),
            answer => received.files.push(answer),
        }
    }
    Ok(received)
}

/// A form that says it is larger than all its files may be is not read.
fn check_length(headers: &HeaderMap, subject: Subject) -> Result<(), Problem> {
    let declared: Option<u64> = headers
        .get(CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse().ok());
    let most = (MOST_BYTES + OTHER_FIELDS as u64) * u64::from(subject.album.most);
    if declared.is_some_and(|length| length > most) {
        return Err(crate::receive::refused(Refusal::TooLarge));
    }
    Ok(())
}

/// Browsers send an input that was left empty as a file without name.
fn is_left_empty(field: &actix_multipart::Field) -> bool {
    field
        .content_disposition()
        .and_then(|told| told.get_filename())
        .is_none_or(str::is_empty)
}

/// Whether the next file may still be taken.
const fn is_about_the_file(error: &AcceptError) -> bool {
    match error {
        AcceptError::Receive(ReceiveError::Refused(why)) => !matches!(why, Refusal::TooLarge),
        AcceptError::AlbumFull(_) | AcceptError::QuotaReached(_) => true,
        AcceptError::Receive(_) | AcceptError::Query(_) | AcceptError::Connection(_) => false,
    }
}

fn problem(error: &AcceptError) -> Problem {
    error.problem().unwrap_or_else(|| {
        tracing::error!(error = %platform::http::Chain(error), "an upload failed");
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "platform.internal")
    })
}
