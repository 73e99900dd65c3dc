//! Many origins at once are each origin by itself.

use geo_index::{GeoIndex, InvalidRadius};
use proptest::collection::vec;
use proptest::prelude::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use crate::around::town;
use crate::brute::at;
use crate::exactness::somewhere;
use crate::properties::places;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_batch_is_each_by_itself(
        points in vec((places(), any::<u8>()), 0..200),
        origins in vec(places(), 0..200),
        k in 0..5_usize,
        radius_m in prop_oneof![0.0..5_000.0, 0.0..2.1e7],
    ) {
        let index: GeoIndex<u32, u8> = (0..)
            .zip(points)
            .map(|(key, (point, tag))| (key, point, tag))
            .collect();
        let counts = index.count_within_each(&origins, radius_m).unwrap();
        let odd = |_, tag: &u8| tag % 2 == 1;
        let nearest = index.nearest_each(&origins, k, radius_m, odd).unwrap();
        prop_assert_eq!(counts.len(), origins.len());
        prop_assert_eq!(nearest.len(), origins.len());
        for ((origin, count), nearest) in origins.into_iter().zip(counts).zip(nearest) {
            prop_assert_eq!(index.count_within(origin, radius_m), Ok(count));
            prop_assert_eq!(index.nearest(origin, k, radius_m, odd).unwrap(), nearest);
        }
    }
}

#[test]
fn thousands_of_origins_are_answered_in_the_order_asked() {
    let index = town(at(23.7, 90.3), 100);
    let mut rng = StdRng::seed_from_u64(5);
    let origins: Vec<_> = (0..5_000)
        .map(|turn| match turn % 3 {
            0 => somewhere(&mut rng),
            _ => at(
                rng.random_range(23.69..23.74),
                rng.random_range(90.29..90.34),
            ),
        })
        .collect();
    let counts = index.count_within_each(&origins, 700.0).unwrap();
    let nearest = index.nearest_each(&origins, 2, 700.0, |_, _| true).unwrap();
    for (at, &origin) in origins.iter().enumerate() {
        assert_eq!(index.count_within(origin, 700.0), Ok(counts[at]));
        let alone = index.nearest(origin, 2, 700.0, |_, _| true).unwrap();
        assert_eq!(alone, nearest[at]);
    }
    assert!(counts.iter().filter(|&&count| count > 0).count() > 1_000);
}

#[test]
fn a_senseless_radius_is_refused_even_for_nobody() {
    let index = GeoIndex::bulk([(1_u32, at(0.0, 0.0), 0_u8)]);
    for origins in [vec![], vec![at(0.0, 0.0)], vec![at(0.0, 0.0); 1_000]] {
        let refused = |error: InvalidRadius| error.0 < 0.0;
        assert!(index.count_within_each(&origins, -1.0).is_err_and(refused));
        let nearest = index.nearest_each(&origins, 1, -1.0, |_, _| true);
        assert!(nearest.is_err_and(refused));
    }
}
