//! Where pages live: below `/bn` and `/en`, problems shown as pages.

use actix_web::guard::{GuardContext, fn_guard};
use actix_web::middleware::from_fn;
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse, Route};
use platform::http::{Error, Problem};

use crate::{Visitor, problem_page, show_problems};

/// Registers these pages in every language.
pub fn in_each_language(cfg: &mut ServiceConfig, faces: fn(&mut ServiceConfig)) {
    for language in ["/bn", "/en"] {
        cfg.service(
            web::scope(language)
                .wrap(from_fn(show_problems))
                .configure(faces)
                .default_service(web::to(missing)),
        );
    }
}

/// Where a form of ours is sent; forms of other sites change nothing here.
pub fn own_post() -> Route {
    web::post().guard(fn_guard(is_asked_by_us))
}

fn is_asked_by_us(ctx: &GuardContext<'_>) -> bool {
    platform::http::is_own_form(ctx.head())
}

/// Any address of the pages that leads nowhere.
async fn missing() -> Result<HttpResponse, Error> {
    Err(Problem::not_found("platform.not_found").into())
}

/// A problem as a page in the visitor's language, for what is refused before it
/// reaches a page.
pub fn refused(req: &HttpRequest, problem: &Problem) -> HttpResponse {
    problem_page(&Visitor::of(req), problem)
}
