//! Servers of other people, as the tests of the slices that call them have them.

#[path = "../../src/notifications/tests/fake.rs"]
pub mod fake;
#[path = "../../src/notifications/tests/providers.rs"]
pub mod providers;
#[path = "../../src/notifications/tests/sink.rs"]
pub mod sink;
