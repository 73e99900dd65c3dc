//! Pictures of anything: taken in, made safe, cut to size, kept and served.
//!
//! Invariants:
//! - What was uploaded is never served. Every file that is shown was written
//!   anew from pixels; no EXIF, profile, comment or trailing byte survives.
//! - A picture belongs to a subject of another slice, which alone decides who
//!   may add, change or see it: nothing here asks who is calling. Private
//!   pictures have no address of ours.
//! - Names of files are made of their content; a file never changes under its
//!   name.
//! - We never fetch from an address that somebody gave.
//!
//! | You want … | call … |
//! |---|---|
//! | to declare which of your things have pictures | [`Album`] |
//! | to take a form with files | [`receive_form`] |
//! | to let a client send one file to a signed address | [`offer`], then [`received`] for a bucket |
//! | what a subject has, for its owner | [`images_of`] |
//! | what to show of many subjects | [`covers_of`], [`Picture::of`] |
//! | order, part, removal | [`arrange`], [`set_crop`], [`remove`] |
//! | to show a private picture to whom you let | [`show_private`] |

mod accept;
mod api;
mod arrange;
mod form;
mod jobs;
mod media;
mod model;
mod offer;
mod picture;
mod pixels;
mod private_files;
mod process;
mod queries;
mod receive;
mod schema;
mod store;
mod sweep;
mod ticket;

pub use accept::{AcceptError, accept};
pub use api::api;
pub use arrange::{ChangeError, arrange, remove, remove_all, set_crop};
pub use form::{Form, Received, receive_form};
pub use jobs::{ask_for_sweep, jobs};
pub use media::{Media, WorkFailed};
pub use model::{Access, Album, BadCrop, Crop, Image, Shown, Size, State, Subject, UnknownSize};
pub use offer::{Offer, OfferError, offer, received};
pub use picture::{Picture, Use, file_of, saves_data};
pub use pixels::{Refusal, Rendition};
pub use private_files::show_private;
pub use process::{ProcessError, process};
pub use queries::{covers_of, find as find_image, images_of};
pub use store::{Format, Store, StoreFailed};
pub use sweep::{Swept, clear, sweep};
