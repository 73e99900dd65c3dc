//! The table of contents of every URL, by audience.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, HttpRequest, HttpResponse, Responder, dev, get};
use platform::http::Problem;
use search::Search;
use serde::Serialize;
use utoipa::OpenApi;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa_actix_web::AppExt as _;
use utoipa_swagger_ui::SwaggerUi;

use crate::app::Haat;
use crate::app::description::{self, Methods};
use crate::app::middleware::{cors, counted, deadline, explorer, refused};

/// What every thread of the public server serves.
#[expect(
    clippy::needless_pass_by_value,
    reason = "borrowing would tie the answer to the caller"
)]
pub fn app(
    haat: Haat,
) -> App<
    impl dev::ServiceFactory<
        dev::ServiceRequest,
        Config = (),
        Response = dev::ServiceResponse<impl actix_web::body::MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    let (app, api) = App::new()
        .configure(|cfg| haat.share(cfg))
        .configure(operations)
        .configure(notifications::webhooks)
        .configure(notifications::dev_pages(&haat.config))
        .into_utoipa_app()
        .openapi(Description::openapi())
        .service(
            utoipa_actix_web::scope("/api/v1")
                // Fixed paths before those with an id.
                .configure(auth::api)
                .configure(search::api)
                .configure(areas::api)
                .configure(geocoder::api)
                .configure(shops::api)
                .configure(catalog::api)
                .configure(bulk::api),
        )
        .split_for_parts();
    let mut document = serde_json::to_value(&api).unwrap_or_default();
    description::complete(&mut document);
    app.app_data(Data::new(Methods::of(&document)))
        .app_data(Data::new(ApiDescription(document)))
        .service(web::resource("/assets/{name:.*}").route(web::get().to(platform::web::asset)))
        .service(
            web::scope("/api/explorer")
                .wrap(actix_web::middleware::from_fn(explorer))
                .service(
                    SwaggerUi::new("/{_:.*}")
                        .config(utoipa_swagger_ui::Config::from("/api/v1/openapi.json")),
                ),
        )
        .configure(media::api)
        .configure(storefront::site)
        .configure(|cfg| pages::in_each_language(cfg, faces))
        .default_service(web::to(nothing_here))
        .wrap(actix_web::middleware::from_fn(auth::guard))
        .wrap(actix_web::middleware::from_fn(counted))
        .wrap(actix_web::middleware::from_fn(deadline))
        .wrap(cors(&haat.config.http))
        .wrap(actix_web::middleware::Compress::default())
        .wrap(actix_web::middleware::from_fn(platform::http::secure))
        .wrap(actix_web::middleware::from_fn(platform::http::watch))
}

/// Pages in both languages.
fn faces(cfg: &mut ServiceConfig) {
    cfg.configure(storefront::routes)
        .configure(seller_desk::routes)
        .configure(admin_desk::routes);
}

/// For operators: nothing here tells about people.
fn operations(cfg: &mut ServiceConfig) {
    cfg.service(healthz)
        .service(readyz)
        .service(show_description);
}

/// For operators, on the private address only.
pub fn private(cfg: &mut ServiceConfig) {
    cfg.service(healthz)
        .service(readyz)
        .service(crate::app::private::measurements)
        .service(crate::app::private::audit)
        .service(crate::app::private::decisions)
        .service(crate::app::private::repair)
        .service(crate::app::private::explain)
        .service(crate::app::private::misses)
        .configure(platform::jobs::private_api)
        .configure(notifications::private_api)
        .configure(catalog::private_api);
}

#[derive(OpenApi)]
#[openapi(modifiers(&Bearer), info(
    title = "Haat",
    description = "Goods and shops near a place in Bangladesh. Places are WGS84 degrees, distances metres, amounts whole poisha. \
        Mistakes are answered as application/problem+json with a stable dotted code and words in Bengali and English."
))]
struct Description;

/// How callers say who they are.
struct Bearer;

impl utoipa::Modify for Bearer {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .bearer_format("JWT")
            .description(Some("The access token of POST /api/v1/auth/sessions"))
            .build();
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(scheme));
    }
}

struct ApiDescription(serde_json::Value);

#[get("/api/v1/openapi.json")]
async fn show_description(document: Data<ApiDescription>) -> impl Responder {
    HttpResponse::Ok().json(&document.0)
}

/// The process is alive.
#[get("/healthz")]
async fn healthz() -> impl Responder {
    HttpResponse::Ok().body("ok")
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Readiness {
    /// Indexes are loaded: searches can be answered.
    warm: bool,
    /// The change feed is connected; without it, answers may be old.
    in_step: bool,
    /// The change feed was lost, is back, and not yet read to the end.
    behind: bool,
    /// The text index failed and is being made anew; searches are answered.
    degraded: bool,
}

/// Searches can be answered.
#[get("/readyz")]
async fn readyz(search: Data<Search>) -> impl Responder {
    let ready = Readiness {
        warm: search.is_warm(),
        in_step: search.is_in_step(),
        behind: search.is_behind(),
        degraded: search.is_degraded(),
    };
    let mut answer = if ready.warm && !ready.behind {
        HttpResponse::Ok()
    } else {
        HttpResponse::ServiceUnavailable()
    };
    answer.json(ready)
}

/// Programs get a problem, people a page. What is there for other methods says
/// for which.
async fn nothing_here(req: HttpRequest, methods: Data<Methods>) -> HttpResponse {
    let Some(allowed) = methods.instead_of(req.method(), req.path()) else {
        return refused(&req, &Problem::not_found("platform.not_found"));
    };
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "platform.other_method");
    let mut answer = refused(&req, &problem);
    if let Ok(allowed) = HeaderValue::from_str(&allowed) {
        answer.headers_mut().insert(header::ALLOW, allowed);
    }
    answer
}
