//! `/sitemap.xml` and its parts: every page that search engines may show, in both
//! languages (sitemaps.org, and hreflang as Google reads it).

use std::fmt::Write as _;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use catalog::{indexed_products, last_product_ord};
use kernel::Locale;
use platform::db::{Db, QueryFailed};
use platform::http::{Error, Problem};
use search::Search;
use shops::{indexed_shops, last_ord};

use crate::Storefront;

/// Numbers that one part spans; each is at most two addresses, and a part holds
/// 50,000 at most.
const SPAN: i64 = 25_000;
/// Crawlers come again after hours.
const FOR_AN_HOUR: &str = "public, max-age=3600";
/// Pages that are always there.
const FIXED: [&str; 3] = ["/", "/categories", "/help"];

/// `GET /sitemap.xml`
pub(crate) async fn index(front: Data<Storefront>, db: Data<Db>) -> Result<HttpResponse, Error> {
    let mut conn = db.get().await?;
    let shops = last_ord(&mut conn).await.map_err(QueryFailed)?;
    let products = last_product_ord(&mut conn).await.map_err(QueryFailed)?;
    let mut parts = vec!["pages".to_owned()];
    parts.extend((0..spans(shops)).map(|part| format!("shops-{part}")));
    parts.extend((0..spans(products)).map(|part| format!("products-{part}")));
    let mut body = head("sitemapindex");
    for part in parts {
        let site = &front.site;
        _ = write!(
            body,
            "<sitemap><loc>{site}/sitemaps/{part}.xml</loc></sitemap>"
        );
    }
    body.push_str("</sitemapindex>\n");
    Ok(xml(body))
}

/// Parts that hold the numbers 1 to this.
fn spans(highest: i64) -> i64 {
    (highest + SPAN - 1) / SPAN
}

/// `GET /sitemaps/{part}.xml`
pub(crate) async fn part(
    name: Path<String>,
    front: Data<Storefront>,
    db: Data<Db>,
    search: Data<Search>,
) -> Result<HttpResponse, Error> {
    let missing = || Problem::not_found("platform.not_found");
    let mut list = List::new(&front.site);
    if *name == "pages" {
        for path in FIXED {
            list.add(path, None);
        }
        list.add_branches(&search, None);
        return Ok(xml(list.end()));
    }
    let (what, number) = name.split_once('-').ok_or_else(missing)?;
    let number: i64 = number.parse().map_err(|_| missing())?;
    let after = number.checked_mul(SPAN).filter(|_| number >= 0);
    let after = after.ok_or_else(missing)?;
    let until = after.saturating_add(SPAN);
    let mut conn = db.get().await?;
    match what {
        "shops" => {
            let shops = indexed_shops(&mut conn, after, until).await;
            for shop in shops.map_err(QueryFailed)? {
                list.add(&format!("/s/{}", shop.slug), Some(shop.updated_at));
            }
        }
        "products" => {
            let products = indexed_products(&mut conn, after, until).await;
            for (id, updated_at) in products.map_err(QueryFailed)? {
                list.add(&format!("/products/{id}"), Some(updated_at));
            }
        }
        _ => return Err(missing().into()),
    }
    Ok(xml(list.end()))
}

struct List<'a> {
    site: &'a str,
    body: String,
}

impl<'a> List<'a> {
    fn new(site: &'a str) -> Self {
        let body = head("urlset");
        Self { site, body }
    }

    /// A page in each language, which name one another.
    fn add(&mut self, path: &str, changed: Option<chrono::DateTime<chrono::Utc>>) {
        let site = self.site;
        for locale in Locale::ALL {
            _ = write!(self.body, "<url><loc>{site}/{locale}{path}</loc>");
            if let Some(changed) = changed {
                let day = changed.format("%Y-%m-%d");
                _ = write!(self.body, "<lastmod>{day}</lastmod>");
            }
            for other in Locale::ALL {
                _ = write!(
                    self.body,
                    r#"<xhtml:link rel="alternate" hreflang="{other}" href="{site}/{other}{path}"/>"#
                );
            }
            self.body.push_str("</url>\n");
        }
    }

    /// Pages of categories; those without branches lead to a search instead.
    fn add_branches(&mut self, search: &Search, below: Option<&str>) {
        for category in search.categories_below(below) {
            if !search.categories_below(Some(&category.code)).is_empty() {
                self.add(&format!("/categories/{}", category.code), None);
                self.add_branches(search, Some(&category.code));
            }
        }
    }

    fn end(mut self) -> String {
        self.body.push_str("</urlset>\n");
        self.body
    }
}

fn head(root: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
"#
    )
}

fn xml(body: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("application/xml; charset=utf-8")
        .insert_header(("cache-control", FOR_AN_HOUR))
        .body(body)
}
