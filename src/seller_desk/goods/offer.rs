//! `/{lang}/desk/shops/{shop}/goods/{offer}`: one of a shop's goods, with its books.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Path};
use auth::{Manager, OwnShop, Packer, StaffRank};
use catalog::offers::{
    ChangeOffer, ChangeOfferError, MoveStock, Movement, Offer, Reason, change_offer, find_offer,
    move_stock, movements_of, prices_of, put_offer_back, read_asked, remove_offer,
};
use diesel_async::AsyncPgConnection;
use kernel::{ListingId, Money, ShopId};
use pages::{Visitor, form, respond, say};
use platform::db::QueryFailed;
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use platform::once::Key;

use super::field::offer_document;
use super::{list, reported};
use crate::counter::{Counter, Part, Tools, field_amount, field_number, list_path, moment};
use crate::views::offer::{BookLine, Choice, OfferPage};

/// Lines of each book on the page.
const LINES: i64 = 20;

/// `GET …/goods/{offer}`
pub(crate) async fn show(
    own: OwnShop<Packer>,
    path: Path<(String, String)>,
    visitor: Visitor,
    tools: Tools,
    params: Params,
) -> Result<HttpResponse, Error> {
    let mut view = view(&own, &path, &visitor, &tools).await?;
    if params.text("done") == Some("saved") {
        view.done = Some(visitor.words.t("desk-done-saved"));
    }
    Ok(respond::unkept(respond::page(&view)?))
}

/// `POST …/goods/{offer}`: everything that is said about it, or from the list its
/// price and stock alone.
pub(crate) async fn save(
    own: OwnShop<Manager>,
    path: Path<(String, String)>,
    visitor: Visitor,
    tools: Tools,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let offer = offer_in(&path)?;
    match try_save(&own, offer, &tools, &params).await {
        Ok(()) => {
            let list = visitor.href(&list_path(own.shop));
            let back = params.text("back").and_then(respond::safe_back);
            let back = back.filter(|back| back.starts_with(&list));
            let to = back.map_or_else(|| format!("{list}/{offer}?done=saved"), str::to_owned);
            Ok(respond::see_other(&to))
        }
        Err(error) => again(&own, &path, (&visitor, &tools), error).await,
    }
}

async fn try_save(
    own: &OwnShop<Manager>,
    offer: ListingId,
    (db, _, _, clock): &Tools,
    params: &Params,
) -> Result<(), Error> {
    let document = offer_document(params).map_err(Problem::fields)?;
    let asked = read_asked(&document, &[]).map_err(Problem::fields)?;
    let version = params.text("version").and_then(|text| text.parse().ok());
    let cmd = ChangeOffer {
        shop: own.shop,
        offer,
        actor: own.who.user,
        version: version.ok_or_else(|| Problem::field("version", "platform.missing"))?,
        asked,
        now: clock.now(),
        key: None,
    };
    let saved: Result<Offer, ChangeOfferError> = change_offer(&mut *db.get().await?, &cmd).await;
    saved?;
    Ok(())
}

/// `POST …/goods/{offer}/stock`: pieces that came or went.
pub(crate) async fn move_pieces(
    own: OwnShop<Manager>,
    path: Path<(String, String)>,
    visitor: Visitor,
    tools: Tools,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let mut params = form::fields(&body)?;
    let offer = offer_in(&path)?;
    match try_move(&own, offer, &tools, &mut params).await {
        Ok(()) => Ok(saved(&visitor, own.shop, offer)),
        Err(error) => again(&own, &path, (&visitor, &tools), error).await,
    }
}

async fn try_move(
    own: &OwnShop<Manager>,
    offer: ListingId,
    tools: &Tools,
    params: &mut Params,
) -> Result<(), Error> {
    let reason: Option<Reason> = params.parsed("reason", "catalog.unknown_reason");
    let key: Option<Key> = params.parsed("key", "platform.bad_key");
    let pieces = bangla_text::to_ascii_digits(params.text("pieces").unwrap_or_default());
    let pieces: Option<i32> = pieces.parse().ok().filter(|n| (1..=1_000_000).contains(n));
    let wrong = || Problem::field("pieces", "platform.not_a_number");
    let pieces = pieces.ok_or_else(wrong)?;
    std::mem::take(params).finish()?;
    let (reason, key) = reason.zip(key).ok_or_else(wrong)?;
    let goes = matches!(reason, Reason::Sold | Reason::Damaged);
    let cmd = MoveStock {
        shop: own.shop,
        offer,
        actor: own.who.user,
        delta: if goes { -pieces } else { pieces },
        reason,
        key,
    };
    move_stock(&mut *tools.0.get().await?, &cmd).await?;
    Ok(())
}

/// `POST …/goods/{offer}/list`: takes it off the list, or puts it back.
pub(crate) async fn put(
    own: OwnShop<Manager>,
    path: Path<(String, String)>,
    visitor: Visitor,
    (db, _, _, clock): Tools,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let (this, by) = ((own.shop, offer_in(&path)?), own.who.user);
    let mut conn = db.get().await?;
    let done = if params.text("put") == Some("back") {
        put_offer_back(&mut conn, this, by, clock.now()).await?;
        "back"
    } else {
        remove_offer(&mut conn, this, by, clock.now()).await?;
        "removed"
    };
    let part = if done == "removed" {
        "&part=removed"
    } else {
        ""
    };
    let to = format!("{}?done={done}{part}", list_path(own.shop));
    Ok(respond::see_other(&visitor.href(&to)))
}

fn saved(visitor: &Visitor, shop: ShopId, offer: ListingId) -> HttpResponse {
    let path = format!("{}/{offer}?done=saved", list_path(shop));
    respond::see_other(&visitor.href(&path))
}

pub(super) fn offer_in(path: &Path<(String, String)>) -> Result<ListingId, Problem> {
    let missing = |_| Problem::not_found("catalog.no_offer");
    path.1.parse().map_err(missing)
}

/// The page again, with what is wrong above it.
pub(super) async fn again(
    own: &OwnShop<Manager>,
    path: &Path<(String, String)>,
    (visitor, tools): (&Visitor, &Tools),
    error: Error,
) -> Result<HttpResponse, Error> {
    let (problem, notice) = form::told(error, visitor.words)?;
    if problem.status == 404 {
        return Err(problem.into());
    }
    let mut view = view(own, path, visitor, tools).await?;
    view.notice = Some(notice);
    Ok(respond::unkept(form::again(&view, &problem)?))
}

async fn view<R: StaffRank>(
    own: &OwnShop<R>,
    path: &Path<(String, String)>,
    visitor: &Visitor,
    tools: &Tools,
) -> Result<OfferPage, Error> {
    let id = offer_in(path)?;
    let counter = Counter::of(own, visitor, tools).await?;
    let mut conn = tools.0.get().await?;
    let found = find_offer(&mut conn, own.shop, id).await;
    let missing = || Problem::not_found("catalog.no_offer");
    let offer = found.map_err(QueryFailed::from)?.ok_or_else(missing)?;
    let (stock_book, price_book) = books(&mut conn, id, visitor.words).await?;
    let reports = reported::told(&mut conn, &offer, visitor.words).await?;
    let words = visitor.words;
    let row = list::row(&offer, words, &visitor.href(&list_path(own.shop)), None);
    Ok(OfferPage {
        page: counter.page(visitor, row.name.clone(), Part::Goods),
        mrp: field_amount(words, offer.mrp),
        low_stock: field_number(words, offer.low_stock),
        sku: offer.sku.clone().unwrap_or_default(),
        expires_on: offer
            .expires_on
            .map(|day| day.to_string())
            .unwrap_or_default(),
        loose: offer.loose,
        shown: offer.shown,
        in_stock: offer.listing.availability.in_stock(),
        reasons: reasons(words),
        // Whatever is sent with it is done once.
        key: ListingId::new().uuid().simple().to_string(),
        reports,
        stock_book,
        price_book,
        done: None,
        notice: None,
        row,
        counter,
    })
}

/// Reasons that people choose from; a count is written over the number itself.
fn reasons(words: Words) -> Vec<Choice> {
    let given = [
        Reason::Received,
        Reason::Sold,
        Reason::Damaged,
        Reason::Returned,
    ];
    let choice = |reason: Reason| Choice {
        code: reason.code(),
        label: words.t(&format!("desk-reason-{}", reason.code())),
    };
    given.map(choice).into()
}

async fn books(
    conn: &mut AsyncPgConnection,
    offer: ListingId,
    words: Words,
) -> Result<(Vec<BookLine>, Vec<BookLine>), Error> {
    let moved = movements_of(conn, offer, LINES).await;
    let moved = moved.map_err(QueryFailed::from)?;
    let priced = prices_of(conn, offer, LINES).await;
    let priced = priced.map_err(QueryFailed::from)?.into_iter();
    let price = |poisha: Option<i64>| match poisha {
        Some(poisha) => say::price(words.0, Money::from_poisha(poisha)),
        None => words.t("desk-price-untold"),
    };
    let priced = priced.map(|change| BookLine {
        at: moment(words, change.at),
        what: price(change.price_poisha),
        after: String::new(),
    });
    let moved = moved.iter().map(|movement| line(movement, words));
    Ok((moved.collect(), priced.collect()))
}

fn line(movement: &Movement, words: Words) -> BookLine {
    let sign = if movement.delta > 0 { "+" } else { "−" };
    let pieces = format!("{sign}{}", movement.delta.unsigned_abs());
    let reason = words.t(&format!("desk-reason-{}", movement.reason));
    BookLine {
        at: moment(words, movement.at),
        what: format!("{} {reason}", say::in_digits(words.0, &pieces)),
        after: field_number(words, Some(movement.on_hand)),
    }
}
