//! Every route with everybody who could call it.
//!
//! The routes come from the API's description and from the sources of the pages;
//! who may, from [`table::TABLE`]. Whoever may not is told so before anything is
//! said about what they sent.

mod table;

use std::collections::{BTreeMap, BTreeSet};

use regex::Regex;
use serde_json::{Value, json};

use crate::guards::sources;
use crate::haat::{Device, Reply, Shop, TestHaat, claims, signed};
use table::TABLE;

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(dead_code, reason = "the words in which the table is written")]
pub enum May {
    /// Anybody at all.
    Everybody,
    /// Anybody with an account.
    SignedIn,
    /// Whoever works in any shop.
    Seller,
    /// Whoever packs for the shop in the path, its managers and owners.
    PackerOfShop,
    /// Managers and owners of the shop in the path.
    ManagerOfShop,
    /// Owners of the shop in the path.
    OwnerOfShop,
    /// Riders.
    Rider,
    /// Whoever looks after any area; what they see is filtered.
    AreaAdmin,
    /// Whoever looks after the area where the shop in the path is.
    AdminOfShop,
    /// Those who may do everything.
    SuperAdmin,
    /// Whoever holds a signature, a provider's or one of ours; who they are does
    /// not count, and here nobody holds one.
    Provider,
}

/// Routes that are not walked, each with a reason. This list only shrinks.
const EXCUSED: &[(&str, &str); 0] = &[];

/// Files that register pages in each language.
const FACES: [&str; 3] = [
    "src/storefront/lib.rs",
    "src/seller_desk/lib.rs",
    "src/admin_desk/lib.rs",
];

/// Who calls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Anonymous,
    Shopper,
    OtherShopper,
    Packer,
    Manager,
    Owner,
    OtherOwner,
    Rider,
    AreaAdmin,
    OtherAreaAdmin,
    SuperAdmin,
    Expired,
    Revoked,
    Suspended,
}

const EVERYBODY: [Who; 14] = [
    Who::Anonymous,
    Who::Shopper,
    Who::OtherShopper,
    Who::Packer,
    Who::Manager,
    Who::Owner,
    Who::OtherOwner,
    Who::Rider,
    Who::AreaAdmin,
    Who::OtherAreaAdmin,
    Who::SuperAdmin,
    Who::Expired,
    Who::Revoked,
    Who::Suspended,
];

/// Stands for a status when somebody gets through.
const THROUGH: u16 = 0;
/// Stands for any refusal: it is not about who somebody is.
const UNSIGNED: u16 = 1;

/// What is said to somebody, as a status.
fn said(may: May, who: Who) -> u16 {
    if may == May::Provider {
        return UNSIGNED;
    }
    if may == May::Everybody {
        return THROUGH;
    }
    match who {
        Who::Anonymous | Who::Expired | Who::Revoked => return 401,
        Who::Suspended => return 403,
        _ => {}
    }
    let staff = [Who::Packer, Who::Manager, Who::Owner];
    let of_shop = |least: usize| match staff.iter().position(|one| *one == who) {
        Some(rank) if rank >= least => THROUGH,
        Some(_) => 403,
        None => 404,
    };
    let admins = [Who::AreaAdmin, Who::OtherAreaAdmin, Who::SuperAdmin];
    let only = |these: &[Who]| if these.contains(&who) { THROUGH } else { 403 };
    match may {
        May::Everybody | May::SignedIn => THROUGH,
        May::Seller => only(&[Who::Packer, Who::Manager, Who::Owner, Who::OtherOwner]),
        May::PackerOfShop => of_shop(0),
        May::ManagerOfShop => of_shop(1),
        May::OwnerOfShop => of_shop(2),
        May::Rider => only(&[Who::Rider]),
        May::AdminOfShop if who == Who::OtherAreaAdmin => 404,
        May::AreaAdmin | May::AdminOfShop => only(&admins),
        May::SuperAdmin => only(&[Who::SuperAdmin]),
        May::Provider => UNSIGNED,
    }
}

/// Everybody, and the shop that some of them work in.
struct Cast {
    haat: TestHaat,
    shop: Shop,
    people: BTreeMap<String, crate::haat::Person>,
}

impl Cast {
    fn assembled() -> Self {
        let haat = TestHaat::seeded();
        let (shop, other) = (haat.shop("Ours").open(), haat.shop("Theirs").open());
        let people = EVERYBODY.map(|who| {
            let person = match who {
                Who::Packer => haat.staff(&shop, "packer"),
                Who::Manager => haat.staff(&shop, "manager"),
                Who::Owner => haat.staff(&shop, "owner"),
                Who::OtherOwner => haat.staff(&other, "owner"),
                Who::Rider => haat.with_role("rider"),
                // Mirpur is in Dhaka; the other one looks after Chattogram.
                Who::AreaAdmin => haat.area_admin("BD3026"),
                Who::OtherAreaAdmin => haat.area_admin("BD2015"),
                Who::SuperAdmin => haat.with_role("super_admin"),
                _ => haat.person(),
            };
            (format!("{who:?}"), person)
        });
        let suspended = &people[13].1.uuid;
        haat.sql(
            "UPDATE users SET suspended_at = now() WHERE id = $1::text::uuid",
            &[suspended],
        );
        Self {
            shop,
            people: people.into_iter().collect(),
            haat,
        }
    }

    /// A token of this caller, on a device that no other request uses: signing
    /// out is among what is tried.
    fn token(&self, who: Who) -> Option<String> {
        let person = &self.people[&format!("{who:?}")];
        let Device { session, token } = self.haat.device_of(person);
        match who {
            Who::Anonymous => None,
            Who::Expired => {
                let mut claims = claims(&person.id, &session);
                claims["exp"] = json!(claims["iat"].as_u64().unwrap() - 60);
                Some(signed(&claims))
            }
            Who::Revoked => {
                self.haat.sql(
                    "UPDATE sessions SET ended_at = now(), ended_why = 'signed_out' WHERE id = $1::text::uuid",
                    &[&session],
                );
                Some(token)
            }
            _ => Some(token),
        }
    }

    fn call(&self, route: &str, who: Who) -> Reply {
        let (method, path) = route.split_once(' ').unwrap();
        let token = self.token(who);
        let body = if method == "GET" {
            Value::Null
        } else {
            json!({})
        };
        let path = self.real(path);
        self.haat
            .server()
            .say(method, &path, token.as_deref(), &body)
    }

    /// The path with our own shop, and ids that nobody has.
    fn real(&self, path: &str) -> String {
        let nobody = "00000000000070008000000000000000";
        let shop = path.replace("{shop}", &self.shop.id);
        let shop = shop.replace("/shops/{id}", &format!("/shops/{}", self.shop.id));
        let shop = shop.replace("{lang}", "bn");
        let rest = Regex::new(r"\{[^}]*\}").unwrap();
        rest.replace_all(&shop, nobody).into_owned()
    }
}

/// Every route of the API, as it is described.
fn described(haat: &TestHaat) -> BTreeSet<String> {
    let document = haat.get("/api/v1/openapi.json").json();
    let paths = document["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, operations)| {
        let methods = operations.as_object().unwrap().keys();
        let methods = methods.filter(|method| *method != "parameters");
        methods.map(move |method| format!("{} {path}", method.to_uppercase()))
    });
    operations.collect()
}

/// Every route that is no part of the API, as the sources register it.
fn written() -> BTreeSet<String> {
    let step = Regex::new(
        r#"web::scope\(\s*(?:"([^"]*)"|\w+)\s*\)|web::resource\(\s*"([^"]*)"\s*\)|\.route\(\s*"([^"]*)",\s*(?:web::)?(get|post|put|patch|delete|own_post)\(\)"#,
    )
    .unwrap();
    let operation = Regex::new(r#"(?m)^#\[(get|post)\("([^"]*)"\)\]"#).unwrap();
    let mut found = BTreeSet::new();
    for (file, source) in sources("src", "rs")
        .filter(|(file, _)| !file.ends_with("private.rs") && !file.ends_with("tests.rs"))
    {
        let lines = source.lines().map(str::trim_start);
        let code: Vec<&str> = lines.filter(|line| !line.starts_with("//")).collect();
        let source = code.join("\n");
        let mut prefix = String::new();
        if FACES.contains(&file.as_str()) {
            "/{lang}".clone_into(&mut prefix);
        }
        for step in step.captures_iter(&source) {
            if let Some(path) = step.get(2) {
                found.insert(format!("GET {}", path.as_str()));
            } else if let Some(method) = step.get(4) {
                // Forms that were sent from a page of ours.
                let method = method.as_str().replace("own_post", "post").to_uppercase();
                found.insert(format!("{method} {prefix}{}", &step[3]));
            } else {
                let scope = step.get(1).map_or("/{lang}", |it| it.as_str());
                scope.clone_into(&mut prefix);
            }
        }
        let own = operation.captures_iter(&source);
        let own = own.filter(|own| file == "src/routes.rs" || own[2].starts_with("/webhooks/"));
        found.extend(own.map(|own| format!("{} {}", own[1].to_uppercase(), &own[2])));
    }
    found.insert("GET /api/explorer/{_:.*}".to_owned());
    found
}

#[test]
fn every_route_has_one_line_in_the_table() {
    let haat = TestHaat::start();
    let mut there = described(&haat);
    there.extend(written());
    assert!(there.len() > 40, "{there:#?}");
    let listed: BTreeSet<String> = TABLE.iter().map(|(route, _)| (*route).to_owned()).collect();
    assert_eq!(listed.len(), TABLE.len(), "a route has two lines");
    let excused: BTreeSet<String> = EXCUSED
        .iter()
        .map(|(route, _)| (*route).to_owned())
        .collect();
    let decided = &listed | &excused;
    let (new, gone) = (&there - &decided, &decided - &there);
    assert!(
        new.is_empty() && gone.is_empty(),
        "nobody has said who may: {new:#?}\nno longer there: {gone:#?}"
    );
}

#[test]
fn everybody_gets_what_the_table_says_on_every_route() {
    let cast = Cast::assembled();
    let mut wrong = Vec::new();
    let mut asked = 0;
    for (route, may) in TABLE {
        for who in EVERYBODY {
            let reply = cast.call(route, who);
            asked += 1;
            if let Some(complaint) = complaint(&reply, (*may, who), route.contains("{lang}")) {
                wrong.push(format!("{route} as {who:?}: {complaint}"));
            }
        }
    }
    assert_eq!(asked, TABLE.len() * EVERYBODY.len());
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is wrong with an answer, if anything.
fn complaint(reply: &Reply, (may, who): (May, Who), is_page: bool) -> Option<String> {
    let code = if reply.header("content-type") == "application/problem+json" {
        reply.json()["code"].as_str().unwrap_or_default().to_owned()
    } else {
        String::new()
    };
    let told = format!("{} {code}", reply.status);
    let to_sign_in = reply.status == 303 && reply.header("location").contains("/sign-in");
    let fine = match said(may, who) {
        UNSIGNED => (400..500).contains(&reply.status),
        THROUGH => {
            let refused = code.starts_with("auth.no_such_shop") || code == "auth.outside_area";
            // Somebody may, who has to do something else first.
            let is_asked_first = code == "auth.totp_missing";
            let turned_away = matches!(reply.status, 401 | 403) && !is_asked_first;
            reply.status < 500 && !turned_away && !refused && (may == May::Everybody || !to_sign_in)
        }
        401 if is_page => to_sign_in,
        404 => reply.status == 404,
        status => reply.status == status && (is_page || code.starts_with("auth.")),
    };
    (!fine).then_some(told)
}
