//! Messages to people: by SMS and e-mail, in their language, once.
//!
//! | You want … | use … |
//! |---|---|
//! | to tell somebody something | [`Outbox::send`] inside your transaction |
//! | another occasion | a variant of [`Template`], its words, its sample |
//! | to see what became of it | [`outbox_page`] |
//!
//! Owns the table `outbox`: one row for each message and channel, written in the
//! caller's transaction, sent by a job. A provider is asked only after the row says
//! so, and a message of which nobody can say whether the provider has it is not
//! sent again (docs/decisions, 12): rather none than two. Recipient and text lie
//! sealed in the row until it is sent and are never logged.

mod console;
mod deliver;
mod dev_page;
mod jobs;
mod mail;
mod model;
mod notice;
mod private;
mod queries;
mod recipient;
mod render;
mod schema;
mod send;
mod senders;
mod sms;
mod webhook;

pub use dev_page::dev_pages;
pub use jobs::{handle_jobs, prune};
pub use mail::BadMailSettings;
pub use model::{Channel, OutboxRow, State};
pub use notice::{Notice, Template};
pub use private::private_api;
pub use queries::{OutboxAsked, outbox_page, send_again};
pub use recipient::{EmailAddress, NotAnEmail, Recipient};
pub use schema::outbox;
pub use send::Outbox;
pub use senders::Senders;
pub use webhook::webhooks;
