//! A form with a file, on its way in.

use std::collections::BTreeMap;
use std::time::Duration;

use actix_multipart::{Field, Multipart};
use actix_web::http::StatusCode;
use futures_util::StreamExt as _;
use platform::http::{Fault as _, Problem};
use tokio::time::{Instant, timeout, timeout_at};

use crate::sheet::{MOST_BYTES, Refusal};

/// The name of the file input.
const FIELD: &str = "file";
/// What other fields of the form may weigh together.
const OTHER_FIELDS: usize = 8 * 1024;
/// How long a client may be silent.
const SILENCE: Duration = Duration::from_secs(10);
/// How long all of it may take: 10 MB at half a megabit.
const WHOLE: Duration = Duration::from_secs(170);
/// As much of a file's name as is kept, in characters.
const NAME: usize = 200;

/// What a form brought.
#[derive(Clone, Debug, Default)]
pub struct Upload {
    /// What the file was called, without folders.
    pub name: Option<String>,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// The other fields, such as a token against forgery; the first of a name.
    pub fields: BTreeMap<String, String>,
}

/// Takes the file of a form (`multipart/form-data`, input `file`).
pub async fn receive(mut form: Multipart) -> Result<Upload, Problem> {
    let until = Instant::now() + WHOLE;
    let mut upload = Upload::default();
    let mut has_file = false;
    let mut room = OTHER_FIELDS;
    while let Some(field) = within(until, form.next()).await? {
        let mut field = field.map_err(|_| broke_off())?;
        if field.name() == Some(FIELD) && !has_file {
            upload.name = name_of(&field);
            upload.bytes = read(&mut field, MOST_BYTES, until).await?;
            has_file = true;
        } else {
            let name = field.name().unwrap_or_default().to_owned();
            let value = read(&mut field, room, until).await?;
            room -= value.len();
            let value = String::from_utf8_lossy(&value).into_owned();
            upload.fields.entry(name).or_insert(value);
        }
    }
    if has_file {
        Ok(upload)
    } else {
        Err(Problem::field(FIELD, "bulk.no_file"))
    }
}

async fn read(field: &mut Field, most: usize, until: Instant) -> Result<Vec<u8>, Problem> {
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(chunk) = within(until, field.next()).await? {
        let chunk = chunk.map_err(|_| broke_off())?;
        length += chunk.len();
        if length <= most {
            bytes.extend_from_slice(&chunk);
        } else if length > 2 * most {
            // Up to here it is read all the same, so that a browser gets to see
            // the answer.
            break;
        }
    }
    if length > most {
        let refused = Refusal::TooLarge.problem();
        return Err(refused.unwrap_or_else(broke_off));
    }
    Ok(bytes)
}

async fn within<T>(until: Instant, wait: impl Future<Output = T>) -> Result<T, Problem> {
    let too_slow = || Problem::new(StatusCode::REQUEST_TIMEOUT, "bulk.too_slow");
    match timeout_at(until, timeout(SILENCE, wait)).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_)) | Err(_) => Err(too_slow()),
    }
}

fn broke_off() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "bulk.broke_off")
}

fn name_of(field: &Field) -> Option<String> {
    let told = field.content_disposition()?.get_filename()?;
    let bare = told.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown = bare.chars().filter(|char| !char.is_control());
    let name: String = shown.take(NAME).collect();
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}
