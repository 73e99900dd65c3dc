//! `/{lang}/admin`: what an admin looks after.

use actix_web::HttpResponse;
use actix_web::web::Data;
use areas::Areas;
use auth::AreaAdmin;
use pages::{Visitor, respond};
use platform::http::Error;

use crate::frame::area_page;
use crate::views::home::HomePage;

/// `GET /{lang}/admin`
pub(crate) async fn show(
    admin: AreaAdmin,
    visitor: Visitor,
    areas: Data<Areas>,
) -> Result<HttpResponse, Error> {
    let book = areas.book();
    let found = admin.who.areas.iter().filter_map(|code| book.find(code));
    let names = found.map(|area| area.names.in_locale(visitor.locale()).to_owned());
    let view = HomePage {
        areas: names.collect(),
        is_super: admin.who.is_super,
        page: area_page(&visitor, "admin-title", "/admin"),
    };
    Ok(respond::unkept(respond::page(&view)?))
}
