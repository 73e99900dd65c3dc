//! `/{lang}/offers/{offer}`: one shop's offer, what it has cost, and a form for those
//! who paid something else.

mod history;

use actix_web::cookie::Cookie;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use auth::{Auth, Caller};
use catalog::offers::{Offer, PriceChange, find_listed_offer, recent_prices_of};
use catalog::price_reports::{ReportPrice, Reporter, report_price};
use diesel_async::AsyncPgConnection;
use kernel::{ListingId, Money, RequestId};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Params, Problem};
use platform::limits::Limits;
use platform::seal::Sealer;
use shops::{Shop, find_shop};

use crate::Storefront;
use crate::cards::{stock, trust};
use crate::freshness::{is_old, told_ago};
use crate::opening::openness;
use crate::pack::{about, unit_price};
use crate::views::card::{Naming, OfferCard};
use crate::views::choice::Step;
use crate::views::offer::OfferPage;
use pages::{Section, Visitor, form, respond, say, visitor};

/// The cookie that tells two phones apart whose owners are not signed in.
const DEVICE: &str = "haat_device";

/// What these pages work with.
type Stores = (Data<Db>, Data<Storefront>, Data<Auth>);

/// An offer that shoppers find.
struct Shown {
    offer: Offer,
    shop: Shop,
    prices: Vec<PriceChange>,
}

/// `GET /{lang}/offers/{offer}`
pub(crate) async fn show(
    caller: Option<Caller>,
    visitor: Visitor,
    id: Path<String>,
    stores: Stores,
    req: HttpRequest,
    params: Params,
) -> Result<HttpResponse, Error> {
    let caller = caller.unwrap_or(Caller(None));
    let shown = look_up(&id, &stores).await?;
    let mut view = view(&shown, &visitor, &stores, &caller);
    view.done = match params.text("done") {
        Some("reported") => Some(visitor.words.t("storefront-report-done")),
        Some("again") => Some(visitor.words.t("storefront-report-again")),
        _ => None,
    };
    let mut answer = respond::unkept(respond::page(&view)?);
    if device_in(&req).is_none() {
        let name = RequestId::new().uuid().simple().to_string();
        remember(&mut answer, &visitor::cookie(&req, DEVICE, name));
    }
    Ok(answer)
}

fn remember(answer: &mut HttpResponse, cookie: &Cookie<'_>) {
    // Our own names and values hold nothing that a cookie cannot.
    let _ = answer.add_cookie(cookie);
}

/// The name of this browser, as we gave it.
fn device_in(req: &HttpRequest) -> Option<String> {
    let cookie = req.cookie(DEVICE)?;
    let name = cookie.value();
    let is_ours = name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_ours.then(|| name.to_owned())
}

/// `POST /{lang}/offers/{offer}`: the price is wrong.
pub(crate) async fn report(
    (caller, visitor): (Option<Caller>, Visitor),
    id: Path<String>,
    stores: Stores,
    guards: (Data<Sealer>, Data<Limits>),
    req: HttpRequest,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    // Who may not do things in their name may report as anybody else.
    let caller = caller.unwrap_or(Caller(None));
    let params = form::fields(&body)?;
    let shown = look_up(&id, &stores).await?;
    let offer = shown.offer.id();
    match try_report(offer, &caller, &stores, &guards, (&req, &params)).await {
        Ok(is_new) => {
            let done = if is_new { "reported" } else { "again" };
            let path = visitor.href(&format!("/offers/{offer}?done={done}"));
            Ok(respond::see_other(&path))
        }
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let mut view = view(&shown, &visitor, &stores, &caller);
            view.notice = Some(notice);
            params
                .text("price")
                .unwrap_or_default()
                .clone_into(&mut view.asked);
            Ok(respond::unkept(form::again(&view, &problem)?))
        }
    }
}

async fn try_report(
    offer: ListingId,
    caller: &Caller,
    (db, front, _): &Stores,
    (sealer, limits): &(Data<Sealer>, Data<Limits>),
    (req, params): (&HttpRequest, &Params),
) -> Result<bool, Error> {
    let address = limits.caller(req);
    let reporter = match (&caller.0, device_in(req), address) {
        (Some(who), ..) => Reporter::Person(who.user),
        (None, Some(device), _) => Reporter::Device(device),
        (None, None, Some(address)) => Reporter::Address(address),
        (None, None, None) => Reporter::Device(String::new()),
    };
    let cmd = ReportPrice {
        offer,
        reporter,
        asked: read_taka(params)?,
        now: front.clock.now(),
    };
    let mut conn = db.get().await?;
    let said = report_price(&mut conn, (sealer, limits), address, &cmd).await?;
    Ok(said.is_new)
}

/// What the shop really asked, in taka and in either script; nothing is fine too.
fn read_taka(params: &Params) -> Result<Option<Money>, Problem> {
    let text = params.text("price").unwrap_or_default().trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = |_| Problem::field("price", "platform.not_a_number");
    let price = bangla_text::to_ascii_digits(text).parse().map_err(wrong)?;
    Ok(Some(price))
}

async fn look_up(id: &str, (db, front, _): &Stores) -> Result<Shown, Error> {
    let missing = || Problem::not_found("catalog.no_offer");
    let id: ListingId = id.parse().map_err(|_| missing())?;
    let mut conn = db.get().await?;
    let conn: &mut AsyncPgConnection = &mut conn;
    let offer = find_listed_offer(conn, id).await.map_err(QueryFailed)?;
    let offer = offer.ok_or_else(missing)?;
    let shop = find_shop(conn, offer.listing.shop).await;
    let shop = shop.map_err(QueryFailed)?.ok_or_else(missing)?;
    let prices = recent_prices_of(conn, id, front.clock.now()).await;
    let prices = prices.map_err(QueryFailed)?;
    Ok(Shown {
        offer,
        shop,
        prices,
    })
}

fn view(shown: &Shown, visitor: &Visitor, (_, front, auth): &Stores, caller: &Caller) -> OfferPage {
    let (words, now) = (visitor.words, front.clock.now());
    let product = &shown.offer.listing.product;
    let name = product.names.in_locale(words.0);
    let shop = shown.shop.names.in_locale(words.0);
    let title = words.with(
        "storefront-offer-title",
        &[
            ("name", name.to_owned().into()),
            ("shop", shop.to_owned().into()),
        ],
    );
    let price = shown.offer.listing.price;
    let checked = shown.offer.price_checked_at;
    OfferPage {
        card: card(shown, visitor, front),
        told: price.map(|_| (told_ago(words, checked, now), is_old(checked, now))),
        product: Step::new(
            words.t("storefront-offer-compare"),
            visitor.href(&format!("/products/{}", product.id)),
        ),
        chart: history::chart(words, &shown.prices, now).filter(|_| !visitor.lite),
        lines: history::lines(words, &shown.prices, now),
        report: price.map(|_| visitor.href(&format!("/offers/{}", shown.offer.id()))),
        csrf: caller.0.as_ref().map(|who| auth.form_token(who)),
        asked: String::new(),
        done: None,
        notice: None,
        page: visitor.page(title, Section::Elsewhere),
    }
}

fn card(Shown { offer, shop, .. }: &Shown, visitor: &Visitor, front: &Storefront) -> OfferCard {
    let (words, now) = (visitor.words, front.clock.now_in_dhaka());
    let listing = &offer.listing;
    let product = &listing.product;
    let (brand, size) = (product.brand.as_deref(), product.size.as_deref());
    let state = shop.hours.as_ref().map(|hours| hours.state_at(now));
    OfferCard {
        href: visitor.href(&format!("/products/{}", product.id)),
        name: Naming::new(&product.names, words.0),
        picture: None,
        size: about(words, product.names.in_locale(words.0), brand, size),
        price: listing.price.map(|price| say::price(words.0, price)),
        unit_price: unit_price(words, listing.price, size),
        stock: stock(listing.availability.in_stock()),
        confirmed: true,
        shop_href: visitor.href(&format!("/shops/{}", shop.id)),
        shop_name: Naming::new(&shop.names, words.0),
        kind: shop.kind.code().to_owned(),
        distance: None,
        open: openness(words, state, now),
        trust: trust(shop.verified, shop.demo),
    }
}
