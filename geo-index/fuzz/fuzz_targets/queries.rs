//! Every query on a small index equals brute force by the geodesic.
#![no_main]

use arbitrary::Arbitrary;
use geo_index::GeoIndex;
use haat_geo_index_fuzz::ask::{Question, assert_close_to_geodesic};
use haat_geo_index_fuzz::place::{Group, numbered};
use libfuzzer_sys::fuzz_target;

/// Enough for several shards, few enough for brute force.
const MOST: usize = 3_000;

#[derive(Arbitrary, Debug)]
struct Input {
    question: Question,
    again: Question,
    groups: Vec<(Group, u8)>,
}

fuzz_target!(|input: Input| {
    let points = numbered(&input.groups, MOST);
    let index = GeoIndex::bulk(points.iter().copied());
    for pair in points.windows(2).take(20) {
        assert_close_to_geodesic(pair[0].1, pair[1].1);
    }
    input.question.ask(&index, &points);
    input.again.ask(&index, &points);
});
