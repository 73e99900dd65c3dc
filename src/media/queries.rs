//! SQL, one statement per function.

use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, max};
use diesel::prelude::*;
use diesel::sql_types::Text;
use diesel_async::{AsyncPgConnection, RunQueryDsl};
use kernel::{ImageId, UploadId};
use serde_json::Value;
use uuid::Uuid;

use crate::model::{Crop, Image, Shown, State, Subject};
use crate::pixels::{Refusal, Rendition};
use crate::schema::images;

/// What is written of a new picture.
#[derive(Insertable)]
#[diesel(table_name = images)]
pub struct NewImage {
    pub id: ImageId,
    pub subject_kind: &'static str,
    pub subject_id: Uuid,
    pub owner_id: Uuid,
    pub access: &'static str,
    pub position: i32,
    pub state: &'static str,
    pub upload_id: UploadId,
    pub upload_until: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = images, check_for_backend(diesel::pg::Pg))]
struct ImageRow {
    id: ImageId,
    state: String,
    refusal: Option<String>,
    progress: i16,
    crop: Option<Value>,
    hash: Option<String>,
    colour: Option<String>,
    renditions: Value,
}

/// What making a picture ready needs to know.
#[derive(Queryable, Selectable)]
#[diesel(table_name = images, check_for_backend(diesel::pg::Pg))]
pub struct WorkRow {
    pub access: String,
    pub upload_id: Option<UploadId>,
    pub crop: Option<Value>,
}

/// A picture that was taken away.
#[derive(Queryable, Selectable)]
#[diesel(table_name = images, check_for_backend(diesel::pg::Pg))]
pub struct RemovedRow {
    pub id: ImageId,
    pub access: String,
    pub upload_id: Option<UploadId>,
    pub hash: Option<String>,
}

diesel::define_sql_function! {
    /// Lets one transaction at a time go on with the same key.
    fn pg_advisory_xact_lock(key: diesel::sql_types::BigInt);
}

type Live = diesel::dsl::IsNull<images::removed_at>;

fn live() -> Live {
    images::removed_at.is_null()
}

/// Waits until nobody else adds pictures for this owner; until the transaction
/// ends.
pub async fn lock_owner(conn: &mut AsyncPgConnection, owner: Uuid) -> QueryResult<()> {
    let (high, low) = owner.as_u64_pair();
    diesel::select(pg_advisory_xact_lock((high ^ low).cast_signed()))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Whether there is any picture, also one that was taken away.
pub async fn has_any(conn: &mut AsyncPgConnection) -> QueryResult<bool> {
    diesel::select(diesel::dsl::exists(images::table.select(images::id)))
        .get_result(conn)
        .await
}

/// How many pictures an owner has, refused ones not counted.
pub async fn count_of_owner(conn: &mut AsyncPgConnection, owner: Uuid) -> QueryResult<i64> {
    images::table
        .filter(images::owner_id.eq(owner))
        .filter(images::state.ne("refused"))
        .filter(live())
        .select(count_star())
        .first(conn)
        .await
}

/// How many pictures a subject has, refused ones not counted.
pub async fn count_of_subject(conn: &mut AsyncPgConnection, of: Subject) -> QueryResult<i64> {
    images::table
        .filter(images::subject_kind.eq(of.album.kind))
        .filter(images::subject_id.eq(of.id))
        .filter(images::state.ne("refused"))
        .filter(live())
        .select(count_star())
        .first(conn)
        .await
}

/// The highest position among the pictures of a subject.
pub async fn last_position(conn: &mut AsyncPgConnection, of: Subject) -> QueryResult<Option<i32>> {
    images::table
        .filter(images::subject_kind.eq(of.album.kind))
        .filter(images::subject_id.eq(of.id))
        .filter(live())
        .select(max(images::position))
        .first(conn)
        .await
}

/// Writes a new picture.
pub async fn insert(conn: &mut AsyncPgConnection, new: &NewImage) -> QueryResult<()> {
    diesel::insert_into(images::table)
        .values(new)
        .execute(conn)
        .await
        .map(|_| ())
}

/// The pictures of a subject in their order.
pub async fn images_of(conn: &mut AsyncPgConnection, of: Subject) -> QueryResult<Vec<Image>> {
    let rows = images::table
        .filter(images::subject_kind.eq(of.album.kind))
        .filter(images::subject_id.eq(of.id))
        .filter(live())
        .order((images::position, images::id))
        .select(ImageRow::as_select())
        .load(conn)
        .await?;
    rows.into_iter().map(ImageRow::image).collect()
}

/// What is shown first of each of these subjects, those without left out.
pub async fn covers_of(
    conn: &mut AsyncPgConnection,
    kind: &'static str,
    subjects: &[Uuid],
) -> QueryResult<Vec<(Uuid, Shown)>> {
    let rows: Vec<(Uuid, ImageRow)> = images::table
        .filter(images::subject_kind.eq(kind))
        .filter(images::subject_id.eq_any(subjects))
        .filter(images::hash.is_not_null())
        .filter(live())
        .distinct_on(images::subject_id)
        .order((images::subject_id, images::position, images::id))
        .select((images::subject_id, ImageRow::as_select()))
        .load(conn)
        .await?;
    let shown = rows.into_iter().map(|(subject, row)| {
        let image = row.image()?;
        Ok(image.shown.map(|shown| (subject, shown)))
    });
    shown.filter_map(Result::transpose).collect()
}

/// One picture of a subject.
pub async fn find(
    conn: &mut AsyncPgConnection,
    of: Subject,
    id: ImageId,
) -> QueryResult<Option<Image>> {
    let row: Option<ImageRow> = images::table
        .find(id)
        .filter(images::subject_kind.eq(of.album.kind))
        .filter(images::subject_id.eq(of.id))
        .filter(live())
        .select(ImageRow::as_select())
        .first(conn)
        .await
        .optional()?;
    row.map(ImageRow::image).transpose()
}

/// Whether an upload is still waited for.
pub async fn is_waiting(conn: &mut AsyncPgConnection, id: ImageId) -> QueryResult<bool> {
    let found: Option<ImageId> = images::table
        .find(id)
        .filter(images::state.eq("waiting"))
        .filter(live())
        .select(images::id)
        .first(conn)
        .await
        .optional()?;
    Ok(found.is_some())
}

/// The upload that a picture of this subject waits for.
pub async fn awaited_upload(
    conn: &mut AsyncPgConnection,
    of: Subject,
    id: ImageId,
) -> QueryResult<Option<UploadId>> {
    images::table
        .find(id)
        .filter(images::subject_kind.eq(of.album.kind))
        .filter(images::subject_id.eq(of.id))
        .filter(images::state.eq("waiting"))
        .filter(live())
        .select(images::upload_id)
        .first(conn)
        .await
        .optional()
        .map(Option::flatten)
}

/// Turns an awaited picture into one that is made ready from this upload;
/// false when it is not awaited any more, which makes a promise good once.
pub async fn take_upload(
    conn: &mut AsyncPgConnection,
    id: ImageId,
    upload: UploadId,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(images::table.find(id))
        .filter(images::state.eq("waiting"))
        .filter(live())
        .set((
            images::state.eq("processing"),
            images::upload_id.eq(Some(upload)),
            images::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(|rows| rows == 1)
}

/// What has to be made ready; `None` when there is nothing to do.
pub async fn find_work(conn: &mut AsyncPgConnection, id: ImageId) -> QueryResult<Option<WorkRow>> {
    images::table
        .find(id)
        .filter(images::state.eq("processing"))
        .filter(live())
        .select(WorkRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// Notes how far it has come, in percent.
pub async fn set_progress(
    conn: &mut AsyncPgConnection,
    id: ImageId,
    percent: i16,
) -> QueryResult<()> {
    diesel::update(images::table.find(id))
        .set(images::progress.eq(percent))
        .execute(conn)
        .await
        .map(|_| ())
}

/// The master has been written: from now on the upload is not needed.
pub async fn forget_upload(conn: &mut AsyncPgConnection, id: ImageId) -> QueryResult<()> {
    diesel::update(images::table.find(id))
        .set(images::upload_id.eq(None::<UploadId>))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Ends the work on a picture well; false when it was taken away meanwhile.
pub async fn finish(
    conn: &mut AsyncPgConnection,
    id: ImageId,
    shown: &Shown,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let renditions = serde_json::to_value(&shown.renditions)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    diesel::update(images::table.find(id))
        .filter(images::state.eq("processing"))
        .filter(live())
        .set((
            images::state.eq("ready"),
            images::progress.eq(100_i16),
            images::hash.eq(Some(&shown.hash)),
            images::colour.eq(Some(&shown.colour)),
            images::renditions.eq(renditions),
            images::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(|rows| rows == 1)
}

/// Ends it badly: what came is not taken.
pub async fn refuse(
    conn: &mut AsyncPgConnection,
    id: ImageId,
    why: Refusal,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(images::table.find(id))
        .set((
            images::state.eq("refused"),
            images::refusal.eq(Some(why.code())),
            images::upload_id.eq(None::<UploadId>),
            images::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Sets the part that is shown and asks for new files; false when the picture
/// is not ready.
pub async fn set_crop(
    conn: &mut AsyncPgConnection,
    of: Subject,
    id: ImageId,
    crop: Option<Crop>,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    let crop = crop
        .map(serde_json::to_value)
        .transpose()
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    diesel::update(images::table.find(id))
        .filter(images::subject_kind.eq(of.album.kind))
        .filter(images::subject_id.eq(of.id))
        .filter(images::state.eq("ready"))
        .filter(live())
        .set((
            images::crop.eq(crop),
            images::state.eq("processing"),
            images::progress.eq(0_i16),
            images::updated_at.eq(now),
        ))
        .execute(conn)
        .await
        .map(|rows| rows == 1)
}

/// Moves a picture.
pub async fn set_position(
    conn: &mut AsyncPgConnection,
    id: ImageId,
    position: i32,
) -> QueryResult<()> {
    diesel::update(images::table.find(id))
        .set(images::position.eq(position))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Takes a picture away; false when this subject has none such.
pub async fn remove(
    conn: &mut AsyncPgConnection,
    of: Subject,
    id: ImageId,
    now: DateTime<Utc>,
) -> QueryResult<bool> {
    diesel::update(images::table.find(id))
        .filter(images::subject_kind.eq(of.album.kind))
        .filter(images::subject_id.eq(of.id))
        .filter(live())
        .set((images::removed_at.eq(Some(now)), images::updated_at.eq(now)))
        .execute(conn)
        .await
        .map(|rows| rows == 1)
}

/// Takes an awaited picture away whose upload did not come about.
pub async fn give_up(
    conn: &mut AsyncPgConnection,
    id: ImageId,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(images::table.find(id))
        .filter(images::state.eq("waiting"))
        .set(images::removed_at.eq(Some(now)))
        .execute(conn)
        .await
        .map(|_| ())
}

/// Takes away all pictures whose uploads did not come in time; how many.
pub async fn remove_unkept_promises(
    conn: &mut AsyncPgConnection,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(images::table)
        .filter(images::state.eq("waiting"))
        .filter(images::upload_until.lt(now))
        .filter(live())
        .set(images::removed_at.eq(Some(now)))
        .execute(conn)
        .await
}

/// Takes away what was refused before; how many.
pub async fn remove_refused(
    conn: &mut AsyncPgConnection,
    before: DateTime<Utc>,
    now: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::update(images::table)
        .filter(images::state.eq("refused"))
        .filter(images::updated_at.lt(before))
        .filter(live())
        .set(images::removed_at.eq(Some(now)))
        .execute(conn)
        .await
}

/// A picture that was taken away; `None` when it was not.
pub async fn find_removed(
    conn: &mut AsyncPgConnection,
    id: ImageId,
) -> QueryResult<Option<RemovedRow>> {
    images::table
        .find(id)
        .filter(images::removed_at.is_not_null())
        .select(RemovedRow::as_select())
        .first(conn)
        .await
        .optional()
}

/// Deletes the rows of pictures that were taken away before; how many.
pub async fn delete_removed(
    conn: &mut AsyncPgConnection,
    before: DateTime<Utc>,
) -> QueryResult<usize> {
    diesel::delete(images::table)
        .filter(images::removed_at.lt(before))
        .execute(conn)
        .await
}

/// Which of these names in the store belong to a picture that is there: hashes,
/// ids of masters and ids of uploads, as 32 hexadecimal digits.
pub async fn names_in_use(
    conn: &mut AsyncPgConnection,
    names: &[String],
) -> QueryResult<Vec<String>> {
    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = Text)]
        name: String,
    }
    let rows: Vec<Name> = diesel::sql_query(
        "SELECT name FROM unnest($1) AS name
         WHERE EXISTS (SELECT FROM images WHERE hash = name AND removed_at IS NULL)
            OR EXISTS (SELECT FROM images WHERE id = name::uuid AND removed_at IS NULL)
            OR EXISTS (SELECT FROM images WHERE upload_id = name::uuid AND removed_at IS NULL)",
    )
    .bind::<diesel::sql_types::Array<Text>, _>(names)
    .load(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.name).collect())
}

impl ImageRow {
    fn image(self) -> QueryResult<Image> {
        let state = match (self.state.as_str(), &self.refusal) {
            ("waiting", _) => State::Waiting,
            ("processing", _) => State::Processing,
            ("ready", _) => State::Ready,
            // A refusal that this version does not know is still one.
            (_, code) => State::Refused(
                code.as_deref()
                    .and_then(Refusal::of_code)
                    .unwrap_or(Refusal::NotAnImage),
            ),
        };
        let shown = match (self.hash, self.colour) {
            (Some(hash), Some(colour)) => Some(Shown {
                hash,
                colour,
                renditions: read::<Vec<Rendition>>(self.renditions)?,
            }),
            _ => None,
        };
        Ok(Image {
            id: self.id,
            state,
            progress: u8::try_from(self.progress).unwrap_or(0),
            crop: self.crop.map(read).transpose()?,
            shown,
        })
    }
}

/// A document of ours.
pub fn read<T: serde::de::DeserializeOwned>(document: Value) -> QueryResult<T> {
    serde_json::from_value(document)
        .map_err(|error| diesel::result::Error::DeserializationError(error.into()))
}
