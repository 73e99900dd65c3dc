//! `import shops`

use std::collections::HashMap;

use anyhow::Context as _;
use diesel_async::AsyncPgConnection;
use platform::merge::Tally;
use shops::{ShopRecord, Told};

use super::pipeline::{Import, Writing};
use super::reading::Read;
use super::report::Remark;
use super::shop_row::{SHAPE, read_shop};
use super::source::{Header, Raw, Shape};

/// So many shops on one exact spot are rather somebody's default than a mall.
const DEFAULT_PIN: u32 = 5;

pub(super) struct Shops {
    pub demo: bool,
}

impl Import for Shops {
    type Record = ShopRecord;
    type Survey = Pins;
    type Memory = ();

    const NOUN: &'static str = "shops";
    const SHAPE: Shape = SHAPE;

    fn read(&self, raw: &Raw) -> Read<ShopRecord> {
        read_shop(raw, self.demo)
    }

    fn key(shop: &ShopRecord) -> impl std::hash::Hash {
        shop.external_id.clone()
    }

    fn survey(pins: &mut Pins, line: u64, shop: &ShopRecord) {
        let spot = (shop.location.lat().to_bits(), shop.location.lng().to_bits());
        pins.0.entry(spot).or_insert((line, 0)).1 += 1;
    }

    fn findings(pins: Pins) -> Vec<(u64, Remark)> {
        let mut findings: Vec<(u64, Remark)> = pins
            .0
            .into_iter()
            .filter(|(_, (_, shops))| *shops >= DEFAULT_PIN)
            .map(|((lat, lng), (line, shops))| {
                let spot = format!("{}, {}", f64::from_bits(lat), f64::from_bits(lng));
                let remark = Remark::new(
                    "lat",
                    &spot,
                    "one spot for 5 shops or more, perhaps a default pin",
                );
                (line, remark.with(format!("{shops} shops")))
            })
            .collect();
        findings.sort_by_key(|(line, _)| *line);
        findings
    }

    async fn write(
        &self,
        conn: &mut AsyncPgConnection,
        batch: Vec<(u64, ShopRecord)>,
        writing: &mut Writing<'_, ()>,
    ) -> anyhow::Result<Tally> {
        let records: Vec<ShopRecord> = batch.into_iter().map(|(_, shop)| shop).collect();
        shops::import(conn, &records, told(writing.header), writing.mode)
            .await
            .context("the database refused a batch of shops")
    }
}

/// Shops on each exact spot: where the first is, and how many.
#[derive(Default)]
pub(super) struct Pins(HashMap<(u64, u64), (u64, u32)>);

/// A file without a column says nothing about it.
fn told(header: &Header) -> Told {
    let has = |columns: &[&str]| {
        columns
            .iter()
            .any(|column| header.known.contains_key(column))
    };
    Told {
        // Names that find no other place end up here from any file.
        alt_names: has(&["alt_names", "name"]),
        address: has(&["address_en", "address_bn"]),
        hours: has(&["hours"]),
    }
}
