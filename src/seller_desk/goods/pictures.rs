//! `/{lang}/desk/shops/{shop}/goods/{offer}/pictures`: what a shop's goods look like.
//! Forms do all of it; a script adds how far an upload has come.

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use auth::{Manager, OwnShop, Packer, StaffRank};
use catalog::offers::{Offer, find_offer};
use catalog::pictures::{OFFER_PICTURES, pictures_of, settle_cover};
use kernel::{ImageId, ListingId};
use media::{
    Crop, Image, Media, Picture, Received, State, Use, arrange, images_of, receive_form, remove,
    set_crop,
};
use pages::{Visitor, form, respond, say};
use platform::db::QueryFailed;
use platform::http::{Error, Fault as _, Params, Problem};
use platform::i18n::Words;
use platform::web::asset_url;

use super::list;
use crate::counter::{Counter, Part, Tools, list_path};
use crate::views::pictures::{PicturesPage, ShelfPicture};

/// The sides of a picture that may be cut, as forms name them.
const SIDES: [&str; 4] = ["left", "right", "top", "bottom"];

/// `GET …/pictures`
pub(crate) async fn show(
    own: OwnShop<Packer>,
    path: Path<(String, String)>,
    visitor: Visitor,
    tools: Tools,
    media: Data<Media>,
    params: Params,
) -> Result<HttpResponse, Error> {
    let offer = offer_of(&own, &path, &tools).await?;
    let mut view = view(&own, &offer, (&visitor, &tools, &media)).await?;
    if params.text("done") == Some("saved") {
        view.done = Some(visitor.words.t("desk-done-saved"));
    }
    Ok(respond::unkept(respond::page(&view)?))
}

/// `POST …/pictures`: a form with files.
pub(crate) async fn add(
    (req, own, visitor): (HttpRequest, OwnShop<Manager>, Visitor),
    path: Path<(String, String)>,
    tools: Tools,
    media: Data<Media>,
    files: Option<Multipart>,
) -> Result<HttpResponse, Error> {
    let offer = offer_of(&own, &path, &tools).await?;
    let broken = || Problem::new(StatusCode::BAD_REQUEST, "media.broke_off");
    let taken = take(&req, &own, offer.id(), &media, files.ok_or_else(broken)?).await;
    settle(&tools, offer.id()).await?;
    match taken {
        Ok(()) => Ok(respond::see_other(&here(&visitor, &own, &offer))),
        Err(error) => again(error, &own, &offer, (&visitor, &tools, &media)).await,
    }
}

/// All files, or why the first one was refused that was.
async fn take(
    req: &HttpRequest,
    own: &OwnShop<Manager>,
    offer: ListingId,
    media: &Media,
    files: Multipart,
) -> Result<(), Error> {
    let (subject, owner) = (pictures_of(offer), own.shop.uuid());
    let form = receive_form(media, subject, owner, req.headers(), files).await?;
    let is_empty = form.files.is_empty();
    let refused = form.files.into_iter().find_map(Received::err);
    match refused {
        Some(error) => {
            let problem = error.problem();
            let code = problem.map_or("media.broken", |problem| problem.code);
            Err(Problem::field("image", code).into())
        }
        None if is_empty => Err(Problem::field("image", "media.empty").into()),
        None => Ok(()),
    }
}

/// `POST …/pictures/change`: another order, a part of a picture, or one less.
pub(crate) async fn change(
    own: OwnShop<Manager>,
    path: Path<(String, String)>,
    visitor: Visitor,
    tools: Tools,
    media: Data<Media>,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let offer = offer_of(&own, &path, &tools).await?;
    let changed = try_change(offer.id(), &tools, &media, &params).await;
    settle(&tools, offer.id()).await?;
    match changed {
        Ok(()) => {
            let to = format!("{}?done=saved", here(&visitor, &own, &offer));
            Ok(respond::see_other(&to))
        }
        Err(error) => again(error, &own, &offer, (&visitor, &tools, &media)).await,
    }
}

async fn try_change(
    offer: ListingId,
    tools: &Tools,
    media: &Media,
    params: &Params,
) -> Result<(), Error> {
    let missing = || Problem::not_found("media.not_found");
    let image: ImageId = params
        .text("image")
        .and_then(|image| image.parse().ok())
        .ok_or_else(missing)?;
    let subject = pictures_of(offer);
    match params.text("do") {
        Some("remove") => remove(media, subject, image).await?,
        Some("whole") => set_crop(media, subject, image, None).await?,
        Some("crop") => set_crop(media, subject, image, Some(part(params)?)).await?,
        way => {
            let mut conn = tools.0.get().await?;
            let there = images_of(&mut conn, subject).await.map_err(QueryFailed)?;
            drop(conn);
            let there = there.iter().map(|image| image.id).collect();
            let order = moved(there, image, way.unwrap_or_default()).ok_or_else(missing)?;
            arrange(media, subject, &order).await?;
        }
    }
    Ok(())
}

/// The order with one picture first, or one place earlier or later.
fn moved(mut order: Vec<ImageId>, image: ImageId, way: &str) -> Option<Vec<ImageId>> {
    let at = order.iter().position(|&other| other == image)?;
    let to = match way {
        "first" => 0,
        "earlier" => at.saturating_sub(1),
        "later" => (at + 1).min(order.len() - 1),
        _ => return None,
    };
    let image = order.remove(at);
    order.insert(to, image);
    Some(order)
}

/// What is left when so many percent of each side are cut; sides that are blank
/// stay.
fn part(params: &Params) -> Result<Crop, Problem> {
    let wrong = || Problem::field("crop", "catalog.bad_crop");
    let mut cut = [0.0; 4];
    for (cut, side) in cut.iter_mut().zip(SIDES) {
        let text = bangla_text::to_ascii_digits(params.text(side).unwrap_or("0"));
        let percent: u8 = text.parse().map_err(|_| wrong())?;
        *cut = f64::from(percent) / 100.0;
    }
    let [left, right, top, bottom] = cut;
    Crop::new(left, top, 1.0 - left - right, 1.0 - top - bottom).map_err(|_| wrong())
}

async fn settle(tools: &Tools, offer: ListingId) -> Result<(), Error> {
    let settled = settle_cover(&mut *tools.0.get().await?, offer).await;
    Ok(settled.map_err(QueryFailed)?)
}

fn here<R>(visitor: &Visitor, own: &OwnShop<R>, offer: &Offer) -> String {
    visitor.href(&format!("{}/{}/pictures", list_path(own.shop), offer.id()))
}

/// The offer that the path names, if it is on the list.
async fn offer_of<R>(
    own: &OwnShop<R>,
    path: &Path<(String, String)>,
    tools: &Tools,
) -> Result<Offer, Error> {
    let missing = || Problem::not_found("catalog.no_offer");
    let id: ListingId = path.1.parse().map_err(|_| missing())?;
    let found = find_offer(&mut *tools.0.get().await?, own.shop, id).await;
    let found = found.map_err(QueryFailed)?;
    let found = found.filter(|offer| offer.deleted_at.is_none());
    Ok(found.ok_or_else(missing)?)
}

/// The page again, with what is wrong above it.
async fn again(
    error: Error,
    own: &OwnShop<Manager>,
    offer: &Offer,
    (visitor, tools, media): (&Visitor, &Tools, &Media),
) -> Result<HttpResponse, Error> {
    let (problem, notice) = form::told(error, visitor.words)?;
    let mut view = view(own, offer, (visitor, tools, media)).await?;
    view.notice = Some(notice);
    Ok(respond::unkept(form::again(&view, &problem)?))
}

async fn view<R: StaffRank>(
    own: &OwnShop<R>,
    offer: &Offer,
    (visitor, tools, media): (&Visitor, &Tools, &Media),
) -> Result<PicturesPage, Error> {
    let counter = Counter::of(own, visitor, tools).await?;
    let mut conn = tools.0.get().await?;
    let images = images_of(&mut conn, pictures_of(offer.id())).await;
    let images = images.map_err(QueryFailed)?;
    let words = visitor.words;
    let row = list::row(offer, words, &visitor.href(&list_path(own.shop)), None);
    let last = images.len().saturating_sub(1);
    let shown = images.iter().enumerate().map(|(at, image)| ShelfPicture {
        number: say::number(words.0, at as u64 + 1),
        is_first: at == 0,
        is_last: at == last,
        ..shelf_picture(image, visitor, media, &row.name)
    });
    let has_room = images.len() < usize::from(OFFER_PICTURES.most);
    let title = words.with("desk-pictures-of", &[("name", row.name.clone().into())]);
    Ok(PicturesPage {
        page: counter.page(visitor, title, Part::Goods),
        script: asset_url("scripts/desk/pictures.js"),
        action: here(visitor, own, offer),
        room: words.with(
            if has_room {
                "desk-pictures-text"
            } else {
                "desk-pictures-full"
            },
            &[(
                "most",
                say::number(words.0, OFFER_PICTURES.most.into()).into(),
            )],
        ),
        has_room,
        sides: sides(words),
        pictures: shown.collect(),
        row,
        done: None,
        notice: None,
        counter,
    })
}

fn sides(words: Words) -> Vec<(&'static str, String)> {
    let side = |side| (side, words.t(&format!("desk-pictures-cut-{side}")));
    SIDES.map(side).into()
}

fn shelf_picture(image: &Image, visitor: &Visitor, media: &Media, alt: &str) -> ShelfPicture {
    let words = visitor.words;
    let shown = image.shown.as_ref().filter(|_| !visitor.lite);
    let says = match image.state {
        State::Ready => None,
        State::Waiting | State::Processing => Some(words.t("desk-photo-soon")),
        State::Refused(why) => Some(words.problem(why.code())),
    };
    ShelfPicture {
        id: image.id.to_string(),
        number: String::new(),
        picture: shown
            .and_then(|shown| Picture::of(media, shown, Use::Card, alt, visitor.saves_data)),
        says,
        progress: (image.state == State::Processing).then_some(image.progress),
        is_ready: image.state == State::Ready,
        is_cut: image.crop.is_some(),
        is_first: false,
        is_last: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_moves_and_the_others_make_room() {
        let [a, b, c] = [ImageId::new(), ImageId::new(), ImageId::new()];
        let all = || vec![a, b, c];
        assert_eq!(moved(all(), c, "first"), Some(vec![c, a, b]));
        assert_eq!(moved(all(), b, "earlier"), Some(vec![b, a, c]));
        assert_eq!(moved(all(), a, "earlier"), Some(all()));
        assert_eq!(moved(all(), c, "later"), Some(all()));
        assert_eq!(moved(all(), a, "sideways"), None);
        assert_eq!(moved(all(), ImageId::new(), "first"), None);
    }

    #[test]
    fn sides_are_cut_in_percent_in_either_script() {
        let read = |query: &str| part(&Params::parse(query).unwrap());
        // ২৫
        let cut = read("left=%E0%A7%A8%E0%A7%AB&right=25&top=&bottom=10").unwrap();
        assert_eq!(Ok(cut), Crop::new(0.25, 0.0, 0.5, 0.9));
        for bad in ["left=50&right=50", "top=-1", "top=ten", "left=97"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
