//! From registering or claiming a shop to its approval.
//!
//! Owns `shop_applications`. A seller fills in a draft, saved again and again on
//! any device; hands it in when nothing is missing; an admin of the area where
//! the pin lies approves, asks for more or rejects, once. What is approved is
//! done in the same transaction, told to the seller and written into the book of
//! decisions. Numbers of papers and phones lie sealed; nothing personal is
//! logged.

mod alike;
mod check;
mod decide;
mod draft;
mod error;
mod granted;
mod model;
mod open;
mod papers;
mod phone;
mod photos;
mod prune;
pub(crate) mod queries;
mod queue;
mod read;
mod save;
mod start;
mod submit;
mod working_days;

pub use alike::{Alike, Namesake, Warning};
pub use check::{PHOTO_WITHIN_M, PIN_WITHIN_M};
pub use decide::{Verdict, decide};
pub use draft::{ABOUT, Changes, Draft, MOST_DELIVERY_M, read_changes};
pub use error::ApplyError;
pub use granted::Granted;
pub use model::{Application, Kind, PHOTOS, Status, photos_of};
pub use papers::{BadNumber, Licence, NidEnd};
pub use phone::{prove_phone, send_code};
pub use photos::{note_place, open_for_photos, take_away};
pub use prune::{DRAFT_DAYS, prune_drafts};
pub use queries::{QueueLength, QueuePosition};
pub use queue::{Waiting, look_alikes, queue, queue_length};
pub use read::{applications_of, find_in_area, find_own, hold_open, photos};
pub use save::save_draft;
pub use start::start;
pub use submit::{submit, withdraw};
pub use working_days::ANSWER_WITHIN_DAYS;
pub(crate) use working_days::due_at;
