//! `/{lang}/desk`: the shops somebody works in, and what is to be done there.

use actix_web::HttpResponse;
use actix_web::web::Data;
use auth::{Principal, SignedIn, StaffRole};
use catalog::{Shelf, shelves_of};
use pages::{Section, Visitor, respond, say};
use platform::db::{Db, QueryFailed};
use platform::http::Error;
use platform::web::asset_url;
use shops::{Shop, shops_of};

use crate::counter::list_path;
use crate::views::home::{HomePage, ShopRow, Task};

/// `GET /{lang}/desk`
pub(crate) async fn show(
    who: SignedIn,
    visitor: Visitor,
    db: Data<Db>,
) -> Result<HttpResponse, Error> {
    let ids: Vec<_> = who.staff.iter().map(|(shop, _)| *shop).collect();
    let mut conn = db.get().await?;
    let shops = shops_of(&mut conn, &ids).await.map_err(QueryFailed::from)?;
    let shelves = shelves_of(&mut conn, &ids)
        .await
        .map_err(QueryFailed::from)?;
    let row = |shop: &Shop| {
        let shelf = shelves.iter().find(|shelf| shelf.shop == shop.id);
        row((shop, shelf), &who, &visitor)
    };
    let view = HomePage {
        shops: shops.iter().map(row).collect(),
        css: asset_url("styles/shelf.css"),
        page: visitor.page(visitor.words.t("desk-title"), Section::Elsewhere),
    };
    Ok(respond::unkept(respond::page(&view)?))
}

fn row((shop, shelf): (&Shop, Option<&Shelf>), who: &Principal, visitor: &Visitor) -> ShopRow {
    let words = visitor.words;
    let role = who.role_in(shop.id);
    let goods = visitor.href(&list_path(shop.id));
    let keeps = role.is_some_and(|role| role >= StaffRole::Manager);
    let listed = shelf.map_or(0, |shelf| shelf.listed);
    let listed = u64::try_from(listed).unwrap_or_default();
    let shown = say::number(words.0, listed);
    ShopRow {
        name: shop.names.in_locale(visitor.locale()).to_owned(),
        role: role.map(|role| words.t(&format!("desk-role-{role}"))),
        state: words.t(&format!("desk-shop-{}", shop.status.code())),
        add: keeps.then(|| format!("{goods}/add")),
        start: keeps.then(|| visitor.href(&format!("/desk/shops/{}/start", shop.id))),
        settings: keeps.then(|| visitor.href(&format!("/desk/shops/{}/settings", shop.id))),
        public: visitor.href(&format!("/shops/{}", shop.id)),
        listed: words.with(
            "desk-listed",
            &[("n", listed.into()), ("shown", shown.into())],
        ),
        tasks: shelf
            .map(|shelf| tasks(shelf, visitor, &goods))
            .unwrap_or_default(),
        goods,
    }
}

/// What is to be done, only where there is something.
fn tasks(shelf: &Shelf, visitor: &Visitor, goods: &str) -> Vec<Task> {
    let all = [
        ("reported", "desk-task-reported", shelf.reported),
        ("short", "desk-task-short", shelf.short),
        ("sold_out", "desk-task-sold-out", shelf.sold_out),
        ("expiring", "desk-task-expiring", shelf.expiring),
        ("unpriced", "desk-task-unpriced", shelf.unpriced),
        ("unchecked", "desk-task-unchecked", shelf.unchecked),
    ];
    let task = |(part, key, count): (&str, &str, i64)| Task {
        href: format!("{goods}?part={part}"),
        label: visitor.words.t(key),
        count: say::number(visitor.locale(), u64::try_from(count).unwrap_or_default()),
    };
    let open = all.into_iter().filter(|(.., count)| *count > 0);
    open.map(task).collect()
}
