//! What a shop sells, filled in.

use kernel::Locale;
use media::Picture;
use pages::check::{self, Sample};
use pages::{Page, Section};
use platform::web::asset_url;

use crate::counter::{Counter, Part};
use crate::views::add::{AddPage, FoundRow};
use crate::views::goods::{GoodsPage, GoodsRow, Mark, PartLink};
use crate::views::home::{HomePage, ShopRow, Task};
use crate::views::imports::{
    ColumnRow, CountRow, FieldChoice, ImportPage, ImportRow, ImportsPage, RowShown,
};
use crate::views::offer::{BookLine, Choice, OfferPage};
use crate::views::pictures::{PicturesPage, ShelfPicture};
use crate::views::propose::{AskedField, CategoryChoice, ProposalRow, ProposePage};
use crate::views::staff::{MemberRow, RoleChoice, StaffPage};
use crate::views::start::{ShelfLink, StartPage, TickRow};

pub(super) fn counter(keeps: bool) -> Counter {
    Counter {
        shop: "shp_1".into(),
        name: "করিম স্টোর".into(),
        csrf: "0123456789".into(),
        keeps,
        owns: keeps,
        css: asset_url("styles/shelf.css"),
    }
}

fn home(page: &Page) -> Vec<Sample> {
    let shop = |tasks| ShopRow {
        name: "করিম স্টোর".into(),
        role: Some(page.t("desk-role-owner")),
        state: page.t("desk-shop-listed"),
        goods: "/bn/desk/shops/shp_1/goods".into(),
        listed: page.count("desk-listed", 217),
        add: Some("/bn/desk/shops/shp_1/goods/add".into()),
        start: Some("/bn/desk/shops/shp_1/start".into()),
        settings: Some("/bn/desk/shops/shp_1/settings".into()),
        public: "/bn/shops/shp_1".into(),
        tasks,
    };
    let task = Task {
        href: "/bn/desk/shops/shp_1/goods?part=short".into(),
        label: page.t("desk-task-short"),
        count: "৭".into(),
    };
    let home = |shops| HomePage {
        page: page.clone(),
        css: asset_url("styles/shelf.css"),
        shops,
    };
    vec![
        Sample::of(page, "home", &home(vec![shop(vec![task]), shop(vec![])])),
        Sample::of(page, "home-empty", &home(vec![])),
    ]
}

fn start(page: &Page) -> Vec<Sample> {
    let row = |n: usize| TickRow {
        tick: format!("t{n}"),
        name: format!("মিনিকেট চাল {n} কেজি"),
        listed: n % 9 == 1,
    };
    let view = |goods: usize, done: Option<String>| StartPage {
        page: page.clone(),
        counter: counter(true),
        action: "/bn/desk/shops/shp_1/start".into(),
        shelves: vec![ShelfLink {
            href: "/bn/desk/shops/shp_1/start?shelf=grocery".into(),
            label: "মুদি দোকান".into(),
            goods: "২০০".into(),
            on: true,
        }],
        shelf: "grocery".into(),
        name: "মুদি দোকান".into(),
        goods: (0..goods).map(row).collect(),
        listed: 12,
        left: u64::try_from(goods).unwrap(),
        key: "0123456789abcdef".into(),
        unpriced: "/bn/desk/shops/shp_1/goods?part=unpriced".into(),
        import: "/bn/desk/shops/shp_1/import".into(),
        done,
        notice: None,
    };
    let done = page.count("desk-start-done", 1);
    vec![
        Sample::of(page, "start", &view(200, None)),
        Sample::of(page, "start-done", &view(0, Some(done))),
    ]
}

fn imports(page: &Page) -> Vec<Sample> {
    let all = ImportsPage {
        page: page.clone(),
        counter: counter(true),
        action: "/bn/desk/shops/shp_1/import".into(),
        files: vec![("/api/v1/file".into(), page.t("desk-import-template"))],
        imports: vec![ImportRow {
            href: "/bn/desk/shops/shp_1/import/imp_1".into(),
            name: "<পণ্য>.xlsx".into(),
            about: page.t("desk-import-state-done"),
        }],
        notice: Some(page.t("problem-bulk-not-a-table")),
    };
    let column = |n: usize| ColumnRow {
        name: format!("c{n}"),
        heading: "দাম".into(),
        choices: vec![FieldChoice {
            code: "price",
            label: page.t("bulk-column-price"),
            on: true,
        }],
    };
    let row = RowShown {
        line: "সারি ৭".into(),
        cells: "পণ্য ৫ · abc".into(),
        problems: vec![page.t("problem-bulk-unknown-product")],
    };
    let view = |is_draft: bool, is_at_work: bool| ImportPage {
        page: page.clone(),
        counter: counter(true),
        action: "/bn/desk/shops/shp_1/import/imp_1".into(),
        back: "/bn/desk/shops/shp_1/import".into(),
        name: "<পণ্য>.xlsx".into(),
        state: page.t("desk-import-state-draft"),
        is_draft,
        is_at_work,
        progress: "১০০টির মধ্যে ৪০টি সারি".into(),
        done: 40,
        of: 100,
        columns: (0..if is_draft { 8 } else { 0 }).map(column).collect(),
        counts: vec![CountRow {
            label: page.t("desk-import-added"),
            count: "৪০".into(),
        }],
        undone: (!is_draft && !is_at_work).then(|| page.t("desk-import-state-undone")),
        may_carry_out: is_draft,
        may_undo: !is_draft && !is_at_work,
        lacks_key: is_draft,
        rows: vec![row.clone(); 50],
        are_more: true,
        notice: None,
    };
    vec![
        Sample::of(page, "imports", &all),
        Sample::of(page, "import-draft", &view(true, false)),
        Sample::of(page, "import-running", &view(false, true)),
        Sample::of(page, "import-undone", &view(false, false)),
    ]
}

fn goods_row(page: &Page, n: usize) -> GoodsRow {
    GoodsRow {
        id: format!("lst_{n}"),
        href: format!("/bn/desk/shops/shp_1/goods/lst_{n}"),
        name: format!("মিনিকেট চাল {n}"),
        about: "প্রাণ · 5 kg".into(),
        version: 3,
        price: "৩৯৫".into(),
        stock: String::new(),
        unit: Some("৳৭৯ / কেজি".into()),
        marks: vec![Mark {
            text: page.t("desk-mark-low"),
            class: "mark--demo",
        }],
        picture: (n == 1 && !page.lite).then(|| picture(false)),
        is_removed: n == 2,
    }
}

fn goods(page: &Page) -> Vec<Sample> {
    let view = |rows: Vec<GoodsRow>, keeps| GoodsPage {
        page: page.clone(),
        counter: counter(keeps),
        script: asset_url("scripts/desk/shelf.js"),
        path: "/bn/desk/shops/shp_1/goods".into(),
        parts: vec![PartLink {
            href: "/bn/desk/shops/shp_1/goods?part=all".into(),
            label: page.t("desk-part-all"),
            on: true,
        }],
        part: "all",
        q: "<চাল>".into(),
        found: 217,
        next: Some("/bn/desk/shops/shp_1/goods?cursor=x".into()),
        done: Some(page.t("desk-done-saved")),
        rows,
    };
    let fifty = || (0..50).map(|n| goods_row(page, n)).collect();
    vec![
        Sample::of(page, "goods", &view(fifty(), true)),
        Sample::of(page, "goods-packer", &view(fifty(), false)),
        Sample::of(page, "goods-empty", &view(vec![], true)),
    ]
}

fn picture(lazy: bool) -> Picture {
    let set = |ending: &str| format!("/media/0123456789abcdef0123456789abcdef-160.{ending} 160w");
    Picture {
        avif: set("avif"),
        jpeg: set("jpg"),
        src: "/media/0123456789abcdef0123456789abcdef-160.jpg".into(),
        sizes: "56px",
        width: 160,
        height: 120,
        alt: "মিনিকেট চাল".into(),
        colour: "#a0b0c0".into(),
        lazy,
    }
}

fn pictures(page: &Page) -> Vec<Sample> {
    let one = |n: usize| ShelfPicture {
        id: format!("img_{n}"),
        number: "১".into(),
        picture: (!page.lite && n != 2).then(|| picture(true)),
        says: (n == 2).then(|| page.t("desk-photo-soon")),
        progress: (n == 2).then_some(40),
        is_ready: n != 2,
        is_cut: n == 1,
        is_first: n == 0,
        is_last: n == 3,
    };
    let view = |count: usize, keeps: bool| PicturesPage {
        page: page.clone(),
        counter: counter(keeps),
        script: asset_url("scripts/desk/pictures.js"),
        row: goods_row(page, 1),
        action: "/bn/desk/shops/shp_1/goods/lst_1/pictures".into(),
        has_room: count < 4,
        room: page.t("desk-pictures-none"),
        sides: vec![
            ("left", page.t("desk-pictures-cut-left")),
            ("top", page.t("desk-pictures-cut-top")),
        ],
        pictures: (0..count).map(one).collect(),
        done: Some(page.t("desk-done-saved")),
        notice: Some(page.t("problem-media-heic")),
    };
    vec![
        Sample::of(page, "pictures", &view(3, true)),
        Sample::of(page, "pictures-full", &view(4, true)),
        Sample::of(page, "pictures-none", &view(0, true)),
        Sample::of(page, "pictures-packer", &view(3, false)),
    ]
}

fn offer(page: &Page) -> Vec<Sample> {
    let line = || BookLine {
        at: "২১-১১-২০২৬ ২২:৪০".into(),
        what: "−২ বিক্রি হয়েছে".into(),
        after: "৫".into(),
    };
    let view = |row: GoodsRow, books: usize| OfferPage {
        page: page.clone(),
        counter: counter(true),
        row,
        mrp: "৪০০".into(),
        low_stock: "৫".into(),
        sku: "R-5".into(),
        expires_on: "2027-01-31".into(),
        loose: true,
        shown: true,
        in_stock: Some(true),
        reports: (0..books.min(2))
            .map(|_| page.t("desk-reports-said-only"))
            .collect(),
        reasons: vec![Choice {
            code: "sold",
            label: page.t("desk-reason-sold"),
        }],
        key: "0123456789abcdef".into(),
        stock_book: (0..books).map(|_| line()).collect(),
        price_book: (0..books).map(|_| line()).collect(),
        done: None,
        notice: Some(page.t("problem-catalog-stale-offer")),
    };
    vec![
        Sample::of(page, "offer", &view(goods_row(page, 1), 20)),
        Sample::of(page, "offer-removed", &view(goods_row(page, 2), 0)),
    ]
}

fn add(page: &Page) -> Vec<Sample> {
    let row = |n: usize| FoundRow {
        product: format!("prd_{n}"),
        name: format!("মিনিকেট চাল {n}"),
        about: "প্রাণ · 5 kg".into(),
        listed: (n == 1).then(|| "/bn/desk/shops/shp_1/goods/lst_1".into()),
    };
    let view = |rows: usize, q: &str| AddPage {
        page: page.clone(),
        counter: counter(true),
        script: asset_url("scripts/desk/find.js"),
        action: "/bn/desk/shops/shp_1/goods/add".into(),
        propose: "/bn/desk/shops/shp_1/goods/new".into(),
        q: q.into(),
        rows: (0..rows).map(row).collect(),
        done: None,
        notice: None,
    };
    vec![
        Sample::of(page, "add", &view(20, "চাল")),
        Sample::of(page, "add-nothing", &view(0, "xyz")),
        Sample::of(page, "add-start", &view(0, "")),
    ]
}

fn propose(page: &Page) -> Vec<Sample> {
    let field = |name: &str, choices| AskedField {
        name: name.into(),
        label: "ওয়ারেন্টি".into(),
        value: "12".into(),
        is_number: true,
        required: true,
        choices,
    };
    let view = |category: &str| ProposePage {
        page: page.clone(),
        counter: counter(true),
        action: "/bn/desk/shops/shp_1/goods/new".into(),
        categories: vec![CategoryChoice {
            code: "grocery/rice".into(),
            label: "— চাল".into(),
            on: true,
        }],
        category: category.into(),
        asked: vec![
            field("a.warranty", vec![]),
            field("a.blades", vec![("three".into(), "তিন".into())]),
        ],
        name_bn: "চাল".into(),
        name_en: String::new(),
        brand: String::new(),
        size: String::new(),
        barcode: String::new(),
        price: String::new(),
        stock: String::new(),
        before: vec![ProposalRow {
            name: "চাল".into(),
            status: page.t("desk-proposal-rejected"),
            note: Some("এটি পণ্য নয়".into()),
        }],
        notice: Some(page.t("problem-platform-missing")),
    };
    vec![
        Sample::of(page, "propose", &view("grocery/rice")),
        Sample::of(page, "propose-start", &view("")),
    ]
}

fn staff(page: &Page) -> Vec<Sample> {
    let role = || RoleChoice {
        code: "manager",
        label: page.t("desk-role-manager"),
        on: true,
    };
    let member = |n: usize| MemberRow {
        id: format!("usr_{n}"),
        action: "/bn/desk/shops/shp_1/staff/usr_1".into(),
        name: if n == 1 {
            "সালমা".into()
        } else {
            String::new()
        },
        phone: "০১৭১২৩৪৫৬৭৮".into(),
        is_me: n == 0,
        roles: vec![role()],
    };
    let view = StaffPage {
        page: page.clone(),
        counter: counter(true),
        action: "/bn/desk/shops/shp_1/staff".into(),
        members: vec![member(0), member(1)],
        roles: vec![role()],
        done: Some(page.t("desk-done-invited")),
        notice: None,
    };
    vec![Sample::of(page, "staff", &view)]
}

#[test]
fn every_page_is_sound_in_both_languages() {
    let mut all = Vec::new();
    for (locale, lite) in Locale::ALL
        .into_iter()
        .flat_map(|it| [(it, false), (it, true)])
    {
        let mut page = check::frame(locale, lite, "/desk", "desk-title", Section::Elsewhere);
        all.extend(home(&page));
        all.extend(start(&page));
        all.extend(imports(&page));
        page.own_bar = Some(counter(true).bar(page.words, Part::Goods));
        for samples in [goods, offer, pictures, add, propose, staff] {
            all.extend(samples(&page));
        }
    }
    check::write(&all);
    check::pages(&all);
}

#[test]
fn scripts_and_styles_are_small() {
    for (file, most) in [
        ("scripts/desk/shelf.js", 4_600),
        ("scripts/desk/find.js", 1_600),
        ("scripts/desk/pictures.js", 1_600),
        ("styles/shelf.css", 1_800),
    ] {
        let bytes = check::file_gzipped(file);
        assert!(bytes <= most, "{file}: {bytes} bytes, {most} are promised");
    }
}
