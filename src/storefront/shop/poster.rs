//! `/{lang}/s/{slug}/poster`: a sheet for the shop's door, with a code that opens
//! its page. Browsers print it or keep it as PDF; the code alone comes as a
//! picture from `/s/{slug}/qr.svg` and `/s/{slug}/qr.png`.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use pages::{Section, Visitor, respond, visitor};
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Problem};
use platform::i18n::Words;
use qrcode::render::svg;
use qrcode::{EcLevel, QrCode};
use shops::{Shop, find_shop_by_ord, ord_in};

use crate::Storefront;
use crate::views::card::Naming;
use crate::views::poster::PosterPage;

/// Pixels of a module in the PNG: a code of 37 modules is 5 cm at 300 dpi.
const MODULE: u32 = 16;
/// Light modules around the code, as ISO/IEC 18004 asks.
const QUIET: u32 = 4;
/// The number behind a slug keeps its shop, and the address of the site seldom changes.
const FOR_A_DAY: &str = "public, max-age=86400";

/// `GET /{lang}/s/{slug}/poster`
pub(crate) async fn show(
    visitor: Visitor,
    slug: Path<String>,
    front: Data<Storefront>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let shop = find(&db, &slug).await?;
    let slug = shop.slug();
    let words = visitor.words;
    let link = front.link(&slug);
    let name = Naming::new(&shop.names, words.0);
    let view = PosterPage {
        code: drawn(&code_of(&link)),
        shown_link: link
            .split_once("://")
            .map_or(&*link, |(_, rest)| rest)
            .to_owned(),
        shop_href: visitor.href(&format!("/s/{slug}")),
        png: format!("/s/{slug}/qr.png"),
        svg: format!("/s/{slug}/qr.svg"),
        lines: lines(words),
        page: visitor.page(name.plain(), Section::Elsewhere),
        name,
    };
    respond::page(&view)
}

/// What it says in both languages, that of the page first.
fn lines(words: Words) -> [(String, &'static str); 2] {
    [words.0, words.0.other()].map(|locale| {
        let said = Words(locale).t("storefront-poster-scan");
        (said, locale.code())
    })
}

/// `GET /s/{slug}`: the short address leads to the language somebody reads.
pub(crate) async fn lead(req: HttpRequest, slug: Path<String>) -> Result<HttpResponse, Error> {
    ord_in(&slug).ok_or_else(missing)?;
    let locale = visitor::preferred(&req);
    let slug = pages::say::query_value(&slug);
    Ok(respond::see_other(&format!("/{locale}/s/{slug}")))
}

/// `GET /s/{slug}/qr.svg`
pub(crate) async fn svg(
    slug: Path<String>,
    front: Data<Storefront>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let shop = find(&db, &slug).await?;
    let body = drawn(&code_of(&front.link(&shop.slug())));
    Ok(picture("image/svg+xml", body.into_bytes()))
}

/// `GET /s/{slug}/qr.png`
pub(crate) async fn png(
    slug: Path<String>,
    front: Data<Storefront>,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let shop = find(&db, &slug).await?;
    let body = painted(&code_of(&front.link(&shop.slug())));
    Ok(picture("image/png", body))
}

fn picture(kind: &'static str, body: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(kind)
        .insert_header(("cache-control", FOR_A_DAY))
        .body(body)
}

fn missing() -> Problem {
    Problem::not_found("shops.not_found")
}

async fn find(db: &Db, slug: &str) -> Result<Shop, Error> {
    let ord = ord_in(slug).ok_or_else(missing)?;
    let mut conn = db.get().await?;
    let found = find_shop_by_ord(&mut conn, ord).await;
    Ok(found.map_err(QueryFailed)?.ok_or_else(missing)?)
}

/// A quarter of it may be dirty or torn.
fn code_of(link: &str) -> QrCode {
    QrCode::with_error_correction_level(link, EcLevel::Q)
        .expect("an address is far below what a QR code holds")
}

fn drawn(code: &QrCode) -> String {
    let mut picture = code.render::<svg::Color<'_>>();
    let whole = picture.min_dimensions(240, 240).build();
    // As an element of a page it needs no declaration.
    whole
        .find("<svg")
        .map_or_else(|| whole.clone(), |at| whole[at..].to_owned())
}

/// Eight bits of grey.
fn painted(code: &QrCode) -> Vec<u8> {
    let modules = u32::try_from(code.width()).expect("at most 177 modules");
    let side = (modules + 2 * QUIET) * MODULE;
    let colours = code.to_colors();
    let dark = |x: u32, y: u32| {
        let module = |at: u32| (at / MODULE).checked_sub(QUIET).filter(|it| *it < modules);
        let at = module(x).zip(module(y));
        at.is_some_and(|(x, y)| colours[(y * modules + x) as usize] == qrcode::Color::Dark)
    };
    let pixels = (0..side).flat_map(|y| (0..side).map(move |x| (x, y)));
    let pixels: Vec<u8> = pixels
        .map(|(x, y)| if dark(x, y) { 0 } else { 255 })
        .collect();
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    let written = encoder
        .write_header()
        .and_then(|mut writer| writer.write_image_data(&pixels));
    written.expect("memory takes what is written");
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_camera_reads_the_address_from_the_picture() {
        let link = "https://haat.example/s/korim-stor-2f";
        let file = painted(&code_of(link));
        let decoder = png::Decoder::new(std::io::Cursor::new(&file));
        let mut reader = decoder.read_info().unwrap();
        let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
        let side = reader.next_frame(&mut pixels).unwrap().width as usize;
        let shade = |x, y| pixels[y * side + x];
        let mut seen = rqrr::PreparedImage::prepare_from_greyscale(side, side, shade);
        let (_, read) = seen.detect_grids()[0].decode().unwrap();
        assert_eq!(read, link);
    }
}
