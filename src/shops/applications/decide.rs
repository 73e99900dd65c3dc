//! What an admin of the area decides: once, told to the seller, and written into
//! the book.

use auth::{AreaAdmin, StaffRole, add_staff};
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use kernel::{ApplicationId, ShopId};
use notifications::{Recipient, Template};
use platform::audit;
use platform::jobs;
use platform::once::{Key, Once, Turn};
use serde_json::json;

use super::error::ApplyError;
use super::granted::Granted;
use super::model::{Application, Kind, Status};
use super::queries::{self, Decided};
use super::read::{find_in_area, in_area};
use crate::own::{Opened, insert_shop, move_shop, take_over};
use crate::{Registry, find_any_shop};

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// As asked.
    Approve,
    /// The seller has to add something.
    Ask(String),
    /// No, for this reason.
    Reject(String),
}

impl Verdict {
    const fn status(&self) -> Status {
        match self {
            Self::Approve => Status::Approved,
            Self::Ask(_) => Status::Asked,
            Self::Reject(_) => Status::Rejected,
        }
    }

    fn note(&self) -> Option<&str> {
        match self {
            Self::Approve => None,
            Self::Ask(note) | Self::Reject(note) => Some(note),
        }
    }

    const fn deed(&self) -> &'static str {
        const DEED: [&str; 3] = ["shops.approve", "shops.ask", "shops.reject"];
        match self {
            Self::Approve => DEED[0],
            Self::Ask(_) => DEED[1],
            Self::Reject(_) => DEED[2],
        }
    }
}

/// Decides about an application of the admin's areas. Two who decide at once
/// are one: the second is told that it has been decided.
pub async fn decide(
    registry: &Registry,
    admin: &AreaAdmin,
    id: ApplicationId,
    verdict: &Verdict,
    key: Option<&Key>,
) -> Result<Application, ApplyError> {
    let applicant = find_in_area(registry, admin, id).await?.applicant;
    let to = registry.recipient(applicant).await?;
    let mut conn = registry.db.get().await?;
    let borrowed: &mut AsyncPgConnection = &mut conn;
    borrowed
        .transaction(async |conn| {
            let scope = format!("shops.decide {}", admin.who.user);
            let asked = (id, verdict.status().code(), verdict.note());
            let once = match key {
                Some(key) => match Once::begin::<()>(conn, scope, key, &asked).await? {
                    Turn::Again(()) => return Ok(()),
                    Turn::First(once) => Some(once),
                },
                None => None,
            };
            carry_out(registry, conn, admin, (id, verdict), to.clone()).await?;
            if let Some(once) = once {
                once.keep(conn, &()).await?;
            }
            Ok::<_, ApplyError>(())
        })
        .await?;
    drop(conn);
    find_in_area(registry, admin, id).await
}

async fn carry_out(
    registry: &Registry,
    conn: &mut AsyncPgConnection,
    admin: &AreaAdmin,
    (id, verdict): (ApplicationId, &Verdict),
    to: Recipient,
) -> Result<(), ApplyError> {
    let application = in_area(registry, queries::lock(conn, id).await?, admin)?;
    if !application.status.can_become(verdict.status()) {
        return Err(ApplyError::WrongStatus(application.status));
    }
    let shop = match verdict {
        Verdict::Approve => Some(grant(registry, conn, &application).await?),
        Verdict::Ask(_) | Verdict::Reject(_) => application.shop,
    };
    let decided = Decided {
        status: verdict.status(),
        note: verdict.note(),
        shop,
        by: admin.who.user,
        at: registry.clock.now(),
    };
    queries::decide(conn, id, &decided).await?;
    if let (Verdict::Approve, Some(shop)) = (verdict, shop) {
        let granted = Granted {
            application: id,
            shop,
            owner: application.applicant,
        };
        jobs::enqueue(conn, &granted).await?;
    }
    let name = name_of(conn, &application, &to).await?;
    let says = told(verdict, &application, shop, (name, to.locale.code()));
    registry.tell(conn, to, says).await?;
    let details = json!({
        "kind": application.kind.code(),
        "area": application.area,
        "shop": shop.map(|shop| shop.to_string()),
    });
    audit::note(conn, Some(admin.who.user), verdict.deed(), &id, details).await?;
    Ok(())
}

/// Does what was asked for; the shop that it was done to.
async fn grant(
    registry: &Registry,
    conn: &mut AsyncPgConnection,
    application: &Application,
) -> Result<ShopId, ApplyError> {
    let opened = Opened {
        draft: &application.draft,
        area: application.area.as_deref(),
        phone: application.phone.as_ref(),
        at: registry.clock.now(),
    };
    let shop = match (application.kind, application.shop) {
        (Kind::Move, Some(shop)) => {
            let pin = application.draft.pin.ok_or(ApplyError::NoShop)?;
            move_shop(conn, shop, (pin, opened.area), opened.at).await?;
            return Ok(shop);
        }
        (Kind::Claim, Some(shop)) => {
            if !take_over(registry, conn, shop, &opened).await? {
                return Err(ApplyError::HasOwner);
            }
            shop
        }
        _ => insert_shop(registry, conn, &opened).await?,
    };
    add_staff(conn, shop, application.applicant, StaffRole::Owner).await?;
    Ok(shop)
}

/// The shop's name in the seller's language.
async fn name_of(
    conn: &mut AsyncPgConnection,
    application: &Application,
    to: &Recipient,
) -> Result<String, ApplyError> {
    let names = &application.draft.names;
    if names.each().next().is_some() {
        return Ok(names.in_locale(to.locale).to_owned());
    }
    let shop = match application.shop {
        Some(shop) => find_any_shop(conn, shop).await?,
        None => None,
    };
    Ok(shop.map_or_else(String::new, |shop| {
        shop.names.in_locale(to.locale).to_owned()
    }))
}

fn told(
    verdict: &Verdict,
    application: &Application,
    became: Option<ShopId>,
    (shop, language): (String, &str),
) -> Template {
    let path = match became.filter(|_| *verdict == Verdict::Approve) {
        Some(shop) => format!("/{language}/shops/{shop}"),
        None => format!("/{language}/sell/applications/{}", application.id),
    };
    match verdict {
        Verdict::Approve => Template::ShopApproved { shop, path },
        Verdict::Ask(asked) => Template::ShopMoreAsked {
            shop,
            asked: asked.clone(),
            path,
        },
        Verdict::Reject(reason) => Template::ShopRejected {
            shop,
            reason: reason.clone(),
            path,
        },
    }
}
