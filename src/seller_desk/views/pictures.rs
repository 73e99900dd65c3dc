//! The pictures of one of a shop's goods.

use askama::Template;
use media::Picture;
use pages::Page;

use super::goods::GoodsRow;
use crate::counter::Counter;

/// One of them.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub(crate) struct ShelfPicture {
    pub id: String,
    /// Its place in the order, in the digits of the page.
    pub number: String,
    /// `None` until there is something to show, and on text-only pages.
    pub picture: Option<Picture>,
    /// Why it is not there yet, or never will be.
    pub says: Option<String>,
    /// Percent, while it is being made ready.
    pub progress: Option<u8>,
    pub is_ready: bool,
    /// Only a part of it is shown.
    pub is_cut: bool,
    pub is_first: bool,
    pub is_last: bool,
}

#[derive(Template)]
#[template(path = "seller_desk/pictures.html")]
pub(crate) struct PicturesPage {
    pub page: Page,
    pub counter: Counter,
    pub script: &'static str,
    pub row: GoodsRow,
    /// Where forms go, and the page itself.
    pub action: String,
    pub has_room: bool,
    /// How many there may be, or that there are as many.
    pub room: String,
    /// Sides that may be cut, as forms name them and in words.
    pub sides: Vec<(&'static str, String)>,
    pub pictures: Vec<ShelfPicture>,
    pub done: Option<String>,
    pub notice: Option<String>,
}
