//! `GET /search`

use actix_web::get;
use actix_web::web::{Data, Json};
use kernel::{Locale, Names};
use platform::cursor::{Cursors, ForeignCursor};
use platform::http::{Error, Params, Problem};
use platform::i18n::Words;
use serde::Serialize;
use utoipa::ToSchema;

use super::params::read_question;
use super::views::{Amount, Name, ShopView, UnitAmount};
use crate::ask::{
    After, Answer, Facets, Highlight, MatchedWord, Question, ScoreParts, Understood, What, Work,
};
use crate::{MAX_RADIUS_M, Search, Step};

/// Ranked answers.
#[derive(Debug, Serialize, ToSchema)]
struct SearchPage {
    items: Vec<AnswerView>,
    /// Answers on all pages, exactly.
    total: usize,
    /// How all answers divide: by kind, category, price, distance, open, stock.
    #[schema(value_type = Object)]
    facets: Facets,
    /// How the words were read; `literal=true` takes them as typed.
    #[schema(value_type = Object)]
    understood: Understood,
    /// What was searched; wider than asked when nothing was within it.
    radius_m: f64,
    /// Whether the radius was widened because nothing was within it.
    widened: bool,
    /// Whether the text index cannot be used at the moment and answers are fewer or
    /// older than usual; it is being repaired.
    degraded: bool,
    /// What was done instead of coming back with nothing, in order; usually empty.
    steps: Vec<StepView>,
    /// What finding them took, with `explain=true`: from which side the offers were reached (`goods`: the
    /// offers of the goods that matched; `shelves`: those of the shops around; `browse`: the shelves, without
    /// words), shops within the radius, answers, microseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    work: Option<Work>,
    /// For the next page; `null` on the last.
    next_cursor: Option<String>,
}

/// A step away from what was asked.
#[derive(Debug, Serialize, ToSchema)]
struct StepView {
    /// `degraded` (search is being repaired), `dropped_words`, `widened`, `category` (shops that usually sell such goods stand in) or `ask`
    /// (shops around may be asked: `POST /requests`).
    #[schema(example = "widened")]
    step: &'static str,
    /// The step for people.
    message: Name,
}

impl From<Step> for StepView {
    fn from(step: Step) -> Self {
        let said = |locale| Some(step.say(Words(locale)));
        Self {
            step: step.code(),
            message: Name {
                bn: said(Locale::Bn),
                en: said(Locale::En),
            },
        }
    }
}

/// One answer: a shop's offer, a shop that usually sells it, or a shop by name.
#[derive(Debug, Serialize, ToSchema)]
struct AnswerView {
    /// `offer`, `usually_sells` or `shop`.
    #[schema(example = "offer")]
    r#type: &'static str,
    product: ProductView,
    shop: ShopView,
    /// The shop's own offer; `null` when it has not said that it sells this.
    listing: Option<ListingView>,
    /// Whether the shop itself says that it sells this.
    confirmed: bool,
    /// Where the question stands in the name of the product, or of the shop for type `shop`; absent
    /// where it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    highlight: Option<HighlightView>,
    /// In thousandths, with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    score: Option<i32>,
    /// The parts of the score, with `explain=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    score_parts: Option<ScoreParts>,
    /// With `explain=true`, for each word of the question what it matched and why: `exact`, `number`,
    /// `unit`, `sound`, `typo`, `prefix`, `form`, `split`, `joined`, `other_language`, `in_category`,
    /// `category_name`, `concept`, `dialect`; with `similarity` and `weight`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>)]
    matched: Option<Vec<MatchedWord>>,
}

/// Names cut into parts that are in turn plain and marked, the first one plain and maybe empty;
/// together they are the name. No part breaks a letter as people see it.
#[derive(Debug, Serialize, ToSchema)]
struct HighlightView {
    /// `null` where nothing is marked.
    #[schema(example = json!(["দেশি ", "পেঁয়াজ"]))]
    bn: Option<Vec<String>>,
    /// `null` where nothing is marked.
    #[schema(example = json!(["Local ", "Onion"]))]
    en: Option<Vec<String>>,
}

impl HighlightView {
    fn of(highlight: Highlight) -> Option<Self> {
        let Highlight { bn, en } = highlight;
        (bn.is_some() || en.is_some()).then_some(Self { bn, en })
    }
}

/// A product, or the category a shop usually sells (without an id).
#[derive(Debug, Default, Serialize, ToSchema)]
struct ProductView {
    id: Option<String>,
    external_id: Option<String>,
    name: Option<Name>,
    brand: Option<String>,
    size: Option<String>,
    /// Slug of the category, for shops that usually sell it.
    category: Option<String>,
}

/// An offer.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = FoundListing)]
struct ListingView {
    id: String,
    /// `null` when the shop has not told it.
    price: Option<Amount>,
    /// What a kilogram, a litre or a piece costs; `null` where the pack does not say.
    unit_price: Option<UnitAmount>,
    /// `null` when the shop has not told it.
    in_stock: Option<bool>,
}

/// Goods and shops for words in any script, best and nearest first.
#[utoipa::path(
    tag = "search",
    params(
        ("q" = Option<String>, Query, description = "Bengali, English or Banglish, at most 200 letters; may be absent when category is given", example = "chal"),
        ("lat" = f64, Query, example = 23.8069),
        ("lng" = f64, Query, example = 90.3687),
        ("radius_m" = Option<f64>, Query, description = "1 to 50,000 metres, usually 3,000"),
        ("category" = Option<String>, Query, description = "Slug; goods in it or below"),
        ("kind" = Option<String>, Query, description = "Kind of shop"),
        ("min_price" = Option<i64>, Query, description = "Poisha"),
        ("max_price" = Option<i64>, Query, description = "Poisha"),
        ("in_stock" = Option<bool>, Query, description = "Only what the shop says is there"),
        ("open_now" = Option<bool>, Query, description = "Only shops known to be open now"),
        ("sort" = Option<String>, Query, description = "relevance, distance or price"),
        ("max_per_shop" = Option<usize>, Query, description = "Of one shop on a page as long as others have something, when sorted by relevance; 0 = any number; usually 3"),
        ("limit" = Option<usize>, Query, description = "1 to 200, usually 20"),
        ("cursor" = Option<String>, Query, description = "next_cursor of the page before, with all else the same; good for a day"),
        ("explain" = Option<bool>, Query, description = "Add the parts of each score, and what each word matched and why"),
        ("literal" = Option<bool>, Query, description = "Take the words as typed"),
    ),
    responses(
        (status = 200, body = SearchPage),
        (status = 422, description = "platform.invalid_fields: what is wrong with each field"),
    ),
)]
#[get("/search")]
pub(super) async fn search_goods(
    search: Data<Search>,
    cursors: Data<Cursors>,
    mut params: Params,
) -> Result<Json<SearchPage>, Error> {
    let question = read(&mut params, &search, &cursors)?;
    params.finish()?;
    let found = search
        .search(&question)
        .map_err(|_| Problem::field("radius_m", "platform.out_of_range"))?;
    search.misses().note(&question, &found, None);
    let steps = Step::of(&question, &found);
    let next = found.next.map(|next| next.to_bytes());
    let next_cursor = next.map(|next| cursors.seal_bytes(&fingerprint(&question), &next));
    Ok(Json(SearchPage {
        items: found
            .items
            .into_iter()
            .map(|answer| AnswerView::new(answer, question.explain))
            .collect(),
        total: found.total,
        facets: found.facets,
        understood: found.understood,
        radius_m: found.radius_m,
        widened: found.radius_m > question.radius_m && question.radius_m < MAX_RADIUS_M,
        degraded: found.degraded,
        steps: steps.into_iter().map(StepView::from).collect(),
        work: question.explain.then_some(found.work),
        next_cursor,
    }))
}

fn read(params: &mut Params, search: &Search, cursors: &Cursors) -> Result<Question, Error> {
    let Some(origin) = params.required_point() else {
        // Still read the rest, so that all mistakes are named together.
        let nowhere = kernel::Point::new(0.0, 0.0).expect("zero degrees are on Earth");
        read_question(params, nowhere);
        let noted = std::mem::replace(params, Params::parse("").expect("nothing is well-formed"));
        noted.finish()?;
        return Err(Problem::field("lat", "platform.missing").into());
    };
    let mut question = read_question(params, origin);
    if question
        .category
        .as_deref()
        .is_some_and(|code| search.category(code).is_empty())
    {
        params.refuse("category", "search.unknown_category");
    }
    if let Some(cursor) = params.text("cursor").map(str::to_owned) {
        question.after = Some(open(&cursor, &question, cursors)?);
        if question
            .after
            .as_ref()
            .is_some_and(|after| search.is_stale(after))
        {
            params.refuse("cursor", "search.stale_cursor");
        }
    }
    Ok(question)
}

fn open(cursor: &str, question: &Question, cursors: &Cursors) -> Result<After, ForeignCursor> {
    let bytes = cursors.open_bytes(&fingerprint(question), cursor)?;
    After::from_bytes(&bytes).map_err(|_| ForeignCursor)
}

/// What a cursor is good for: this question and page size, explained or not.
fn fingerprint(question: &Question) -> String {
    format!(
        "search {:?}",
        Question {
            after: None,
            explain: false,
            ..question.clone()
        }
    )
}

impl AnswerView {
    fn new(answer: Answer, explain: bool) -> Self {
        let confirmed = answer.what.is_confirmed();
        let (r#type, product, listing) = goods(answer.what);
        Self {
            r#type,
            product,
            shop: answer.shop.into(),
            listing,
            confirmed,
            highlight: HighlightView::of(answer.highlight),
            score: explain.then_some(answer.score),
            score_parts: explain.then_some(answer.parts),
            matched: explain.then_some(answer.matched),
        }
    }
}

fn goods(what: What) -> (&'static str, ProductView, Option<ListingView>) {
    let named = |name: Names| Some(Name::from(name));
    match what {
        What::Shop => ("shop", ProductView::default(), None),
        What::UsuallySells { category, name } => (
            "usually_sells",
            ProductView {
                name: named(name),
                category: Some(category),
                ..ProductView::default()
            },
            None,
        ),
        What::Offer {
            product,
            external_id,
            name,
            brand,
            size,
            listing,
            price,
            in_stock,
        } => {
            let listing = ListingView {
                id: listing.to_string(),
                price: price.map(Amount::from),
                unit_price: UnitAmount::of(price, size.as_deref()),
                in_stock,
            };
            let product = ProductView {
                id: Some(product.to_string()),
                external_id,
                name: named(name),
                brand,
                size,
                category: None,
            };
            ("offer", product, Some(listing))
        }
    }
}
