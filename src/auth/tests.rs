//! Who gets through which extractor, without a database: the looked-up caller is
//! put into the request.

use std::sync::Arc;

use actix_web::test::TestRequest;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use chrono::{DateTime, TimeDelta, Utc};
use kernel::{Clock, Locale, SessionId, ShopId, UserId};
use notifications::Outbox;
use platform::config::Config;
use platform::db::Db;
use platform::seal::Sealer;

use crate::{
    AreaAdmin, AreaScope, Auth, Caller, Manager, OwnShop, Owner, Packer, Principal, Rider, Seller,
    SignedIn, StaffRole, SuperAdmin,
};

fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap()
}

fn auth() -> Auth {
    let vars = [("DATABASE_URL", "postgres://127.0.0.1:1/nothing")];
    let vars = vars.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = Config::from_vars(vars.into()).unwrap();
    let db = Db::new(&config.database);
    let sealer = Sealer::new(&config.seal);
    let outbox = Outbox::new(sealer.clone(), &config.web.public_url);
    Auth::new(&config, db, outbox, sealer, Clock::frozen(at()))
}

fn shopper() -> Principal {
    Principal {
        user: UserId::new(),
        session: SessionId::new(),
        name: None,
        language: Locale::Bn,
        staff: Vec::new(),
        areas: Vec::new(),
        is_rider: false,
        is_super: false,
        has_totp: false,
        totp_at: None,
        proved_at: None,
        page_hash: None,
        expires_at: at() + TimeDelta::days(1),
    }
}

fn admin() -> Principal {
    Principal {
        areas: vec!["BD3026".into()],
        has_totp: true,
        totp_at: Some(at() - TimeDelta::hours(11)),
        ..shopper()
    }
}

fn request(auth: &Auth, who: &Principal, shop: Option<ShopId>) -> HttpRequest {
    let mut request = TestRequest::get().app_data(Data::new(auth.clone()));
    if let Some(shop) = shop {
        request = request.param("shop", shop.to_string());
    }
    let request = request.to_http_request();
    request.extensions_mut().insert(Arc::new(who.clone()));
    request
}

/// `ok`, or the code of what is said.
async fn asked<T: FromRequest<Error = platform::http::Error>>(req: &HttpRequest) -> &'static str {
    let asked = T::extract(req).await;
    asked.err().map_or("ok", |error| error.problem().code)
}

#[actix_web::test]
async fn nobody_is_nobody() {
    let request = TestRequest::get()
        .app_data(Data::new(auth()))
        .to_http_request();
    assert_eq!(asked::<Caller>(&request).await, "ok");
    for told in [
        asked::<SignedIn>(&request).await,
        asked::<Seller>(&request).await,
        asked::<OwnShop<Packer>>(&request).await,
        asked::<Rider>(&request).await,
        asked::<AreaAdmin>(&request).await,
        asked::<SuperAdmin>(&request).await,
    ] {
        assert_eq!(told, "auth.not_signed_in");
    }
}

#[actix_web::test]
async fn staff_get_as_far_as_their_rank_and_no_further_than_their_shop() {
    let (auth, ours, theirs) = (auth(), ShopId::new(), ShopId::new());
    for (role, ranks) in [
        (
            StaffRole::Packer,
            ["ok", "auth.not_allowed", "auth.not_allowed"],
        ),
        (StaffRole::Manager, ["ok", "ok", "auth.not_allowed"]),
        (StaffRole::Owner, ["ok", "ok", "ok"]),
    ] {
        let who = Principal {
            staff: vec![(ours, role)],
            ..shopper()
        };
        let request_for = |shop| request(&auth, &who, shop);
        let told = async |shop| {
            let req = request_for(shop);
            [
                asked::<OwnShop<Packer>>(&req).await,
                asked::<OwnShop<Manager>>(&req).await,
                asked::<OwnShop<Owner>>(&req).await,
            ]
        };
        assert_eq!(told(Some(ours)).await, ranks, "{role}");
        assert_eq!(told(Some(theirs)).await, ["auth.no_such_shop"; 3], "{role}");
        assert_eq!(told(None).await, ["auth.no_such_shop"; 3], "{role}");
        assert_eq!(asked::<Seller>(&request_for(None)).await, "ok");
        assert_eq!(
            asked::<SuperAdmin>(&request_for(None)).await,
            "auth.not_allowed"
        );
    }
}

#[actix_web::test]
async fn a_role_is_no_other_role() {
    let auth = auth();
    let rider = Principal {
        is_rider: true,
        ..shopper()
    };
    for (who, seller, bike, area, everything) in [
        (
            shopper(),
            "auth.not_allowed",
            "auth.not_allowed",
            "auth.not_allowed",
            "auth.not_allowed",
        ),
        (
            rider,
            "auth.not_allowed",
            "ok",
            "auth.not_allowed",
            "auth.not_allowed",
        ),
        (
            admin(),
            "auth.not_allowed",
            "auth.not_allowed",
            "ok",
            "auth.not_allowed",
        ),
        (
            Principal {
                is_super: true,
                areas: Vec::new(),
                ..admin()
            },
            "auth.not_allowed",
            "auth.not_allowed",
            "ok",
            "ok",
        ),
    ] {
        let req = request(&auth, &who, None);
        assert_eq!(asked::<Seller>(&req).await, seller);
        assert_eq!(asked::<Rider>(&req).await, bike);
        assert_eq!(asked::<AreaAdmin>(&req).await, area);
        assert_eq!(asked::<SuperAdmin>(&req).await, everything);
    }
}

#[actix_web::test]
async fn admins_give_a_code_of_their_app_twice_a_day() {
    let auth = auth();
    for (who, told) in [
        (
            Principal {
                has_totp: false,
                ..admin()
            },
            "auth.totp_missing",
        ),
        (
            Principal {
                totp_at: None,
                ..admin()
            },
            "auth.totp_needed",
        ),
        (
            Principal {
                totp_at: Some(at() - TimeDelta::hours(12)),
                ..admin()
            },
            "auth.totp_needed",
        ),
        (admin(), "ok"),
    ] {
        assert_eq!(asked::<AreaAdmin>(&request(&auth, &who, None)).await, told);
    }
}

#[actix_web::test]
async fn admins_see_their_areas_and_what_lies_in_them() {
    let book = areas::Gazetteer::new(areas::seed_entries().unwrap());
    let auth = auth();
    let admin = AreaAdmin::extract(&request(&auth, &admin(), None))
        .await
        .unwrap();
    assert!(admin.inside(&book, Some("BD3026")).is_ok());
    let below = book.children(Some("BD3026"));
    assert!(!below.is_empty(), "Dhaka has parts");
    for area in below {
        assert!(
            admin.inside(&book, Some(&area.code)).is_ok(),
            "{}",
            area.code
        );
    }
    for outside in [Some("BD30"), Some("BD2015"), Some("nowhere"), None] {
        assert!(admin.inside(&book, outside).is_err(), "{outside:?}");
    }
    let codes = admin.scope.codes(&book).unwrap();
    assert!(codes.len() > below.len() && !codes.contains(&"BD30".to_owned()));
    assert!(AreaScope::Everywhere.covers(&book, "nowhere"));
    assert_eq!(AreaScope::Everywhere.codes(&book), None);
}
