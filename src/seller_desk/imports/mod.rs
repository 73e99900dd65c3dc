//! `/{lang}/desk/shops/{shop}/import`: goods by the file. It is looked at before
//! anything is written, and undone as a whole.

pub(crate) mod one;

use actix_multipart::Multipart;
use actix_web::HttpResponse;
use auth::{Manager, OwnShop};
use bulk::{BulkError, Import, imports_of, receive, take_in};
use kernel::ImportId;
use pages::{Visitor, form, respond};
use platform::http::Error;
use platform::i18n::Words;

use crate::counter::{Counter, Part, Tools, moment};
use crate::views::imports::{ImportRow, ImportsPage};

/// Imports that are listed.
const NEWEST: i64 = 20;
/// `GET …/import`
pub(crate) async fn show_all(
    own: OwnShop<Manager>,
    visitor: Visitor,
    tools: Tools,
) -> Result<HttpResponse, Error> {
    let view = all(&own, &visitor, &tools).await?;
    Ok(respond::unkept(respond::page(&view)?))
}

/// `POST …/import`: a file.
pub(crate) async fn send(
    own: OwnShop<Manager>,
    visitor: Visitor,
    tools: Tools,
    file: Multipart,
) -> Result<HttpResponse, Error> {
    let outcome = match receive(file).await {
        Ok(upload) => {
            let whose = (own.shop, own.who.user);
            take_in(&tools.0, whose, upload, tools.3.now())
                .await
                .map_err(Error::from)
        }
        Err(problem) => Err(problem.into()),
    };
    match outcome {
        Ok(import) => Ok(to_import(&own, import.id, &visitor)),
        Err(error) => {
            let (problem, notice) = form::told(error, visitor.words)?;
            let mut view = all(&own, &visitor, &tools).await?;
            view.notice = Some(notice);
            form::again(&view, &problem).map(respond::unkept)
        }
    }
}

fn to_import(own: &OwnShop<Manager>, id: ImportId, visitor: &Visitor) -> HttpResponse {
    respond::see_other(&visitor.href(&format!("/desk/shops/{}/import/{id}", own.shop)))
}

async fn all(
    own: &OwnShop<Manager>,
    visitor: &Visitor,
    tools: &Tools,
) -> Result<ImportsPage, Error> {
    let counter = Counter::of(own, visitor, tools).await?;
    let imports = imports_of(&mut *tools.0.get().await?, own.shop, NEWEST).await;
    let imports = imports.map_err(BulkError::from)?;
    let action = visitor.href(&counter.path("/import"));
    let row = |import: &Import| ImportRow {
        href: format!("{action}/{}", import.id),
        name: name_of(import, visitor.words),
        about: format!(
            "{} · {}",
            visitor
                .words
                .t(&format!("desk-import-state-{}", import.state.code())),
            moment(visitor.words, import.created_at)
        ),
    };
    let lang = visitor.locale().code();
    let file = |rest: &str| format!("/api/v1/seller/shops/{}/{rest}&lang={lang}", own.shop);
    Ok(ImportsPage {
        imports: imports.iter().map(row).collect(),
        files: [
            ("desk-import-template", "imports/template?format=xlsx"),
            ("desk-import-template-csv", "imports/template?format=csv"),
            ("desk-export", "export?format=xlsx"),
            ("desk-export-csv", "export?format=csv"),
        ]
        .map(|(key, rest)| (file(rest), visitor.words.t(key)))
        .into(),
        page: counter.page(visitor, visitor.words.t("desk-import"), Part::Elsewhere),
        counter,
        action,
        notice: None,
    })
}

fn name_of(import: &Import, words: Words) -> String {
    let name = import.file_name.clone();
    name.unwrap_or_else(|| words.t("desk-import-nameless"))
}
