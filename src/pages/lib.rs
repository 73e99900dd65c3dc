//! The frame that the pages of all faces share: who looks, in which language and
//! from which place; words and numbers as people read them; forms and what is
//! said when one cannot be taken.
//!
//! | You want … | use … |
//! |---|---|
//! | who looks at a page | [`Visitor`], an extractor |
//! | the frame around a page | [`Visitor::page`], a [`Page`] that templates extend |
//! | to answer with a page, or lead to one | [`respond`] |
//! | what a form sent | [`form`] |
//! | to put pages below `/bn` and `/en`, problems shown as pages | [`in_each_language`], [`own_post`] |
//! | numbers, money, distances, times | [`say`] |
//! | to check samples of pages in tests | `check`, with the feature of that name |
//!
//! Owns no table and no rule, and knows neither shops nor goods.

#[cfg(feature = "check")]
pub mod check;
pub mod form;
mod mount;
mod page;
pub mod place_cookie;
mod problem;
pub mod respond;
pub mod say;
mod show_problems;
pub mod visitor;

pub use mount::{in_each_language, own_post, refused};
pub use page::{Assets, BarLink, Found, Here, Page, Section};
pub use problem::ProblemPage;
pub use show_problems::{problem_page, show_problems};
pub use visitor::Visitor;
