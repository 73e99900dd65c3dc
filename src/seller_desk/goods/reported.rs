//! What shoppers say about the price of one of a shop's goods, and the answer.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Path};
use auth::{Manager, OwnShop};
use catalog::offers::Offer;
use catalog::price_reports::{Answer, AnswerReports, PriceReport, answer_reports, open_reports_of};
use diesel_async::AsyncPgConnection;
use kernel::{ListingId, Money};
use pages::{Visitor, form, respond, say};
use platform::db::QueryFailed;
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;

use super::offer::{again, offer_in};
use crate::counter::{Tools, list_path, moment};

/// What shoppers say, newest first.
pub(super) async fn told(
    conn: &mut AsyncPgConnection,
    offer: &Offer,
    words: Words,
) -> Result<Vec<String>, Error> {
    if offer.reports == 0 {
        return Ok(Vec::new());
    }
    let reports = open_reports_of(conn, offer.id()).await;
    let reports = reports.map_err(QueryFailed::from)?;
    Ok(reports.iter().map(|report| line(report, words)).collect())
}

/// "২২-১১-২০২৬ ১০:১৫ · ৳৮০ দেখানো, আসলে ৳৮৫"
fn line(report: &PriceReport, words: Words) -> String {
    let said = |price: Money| say::price(words.0, price);
    let told = match report.asked {
        Some(asked) => words.with(
            "desk-reports-said",
            &[
                ("shown", said(report.shown).into()),
                ("asked", said(asked).into()),
            ],
        ),
        None => words.with(
            "desk-reports-said-only",
            &[("shown", said(report.shown).into())],
        ),
    };
    format!("{} · {told}", moment(words, report.at))
}

/// `POST …/goods/{offer}/reports`: the price is put right, or it is right.
pub(crate) async fn answer(
    own: OwnShop<Manager>,
    path: Path<(String, String)>,
    visitor: Visitor,
    tools: Tools,
    body: Bytes,
) -> Result<HttpResponse, Error> {
    let params = form::fields(&body)?;
    let offer = offer_in(&path)?;
    match try_answer(&own, offer, &tools, &params).await {
        Ok(()) => {
            let to = format!("{}?part=reported&done=answered", list_path(own.shop));
            Ok(respond::see_other(&visitor.href(&to)))
        }
        Err(error) => again(&own, &path, (&visitor, &tools), error).await,
    }
}

async fn try_answer(
    own: &OwnShop<Manager>,
    offer: ListingId,
    (db, _, _, clock): &Tools,
    params: &Params,
) -> Result<(), Error> {
    let version = params.text("version").and_then(|text| text.parse().ok());
    let cmd = AnswerReports {
        shop: own.shop,
        offer,
        actor: own.who.user,
        version: version.ok_or_else(|| Problem::field("version", "platform.missing"))?,
        answer: read(params)?,
        now: clock.now(),
    };
    answer_reports(&mut *db.get().await?, &cmd).await?;
    Ok(())
}

fn read(params: &Params) -> Result<Answer, Problem> {
    match params.text("answer") {
        Some("right") => Ok(Answer::Right),
        Some("fixed") => {
            let text = params.text("price").unwrap_or_default();
            if text.is_empty() {
                return Err(Problem::field("price", "platform.missing"));
            }
            let wrong = |_| Problem::field("price", "platform.not_a_number");
            let price = bangla_text::to_ascii_digits(text).parse().map_err(wrong)?;
            Ok(Answer::Fixed(price))
        }
        _ => Err(Problem::field("answer", "catalog.unknown_answer")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_names_a_price_or_none() {
        let read = |query: &str| {
            read(&Params::parse(query).unwrap()).map_err(|problem| problem.fields[0].code)
        };
        assert_eq!(read("answer=right&price="), Ok(Answer::Right));
        // ৮৫.৫০
        assert_eq!(
            read("answer=fixed&price=%E0%A7%AE%E0%A7%AB.%E0%A7%AB%E0%A7%A6"),
            Ok(Answer::Fixed(Money::from_poisha(8_550)))
        );
        assert_eq!(read("answer=fixed&price="), Err("platform.missing"));
        assert_eq!(
            read("answer=fixed&price=much"),
            Err("platform.not_a_number")
        );
        assert_eq!(read("price=85"), Err("catalog.unknown_answer"));
    }
}
