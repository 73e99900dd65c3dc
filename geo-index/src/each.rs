//! Many origins at once: neighbours one after the other, on all cores.

use rayon::prelude::*;

use crate::{GeoIndex, Hit, InvalidRadius, Point};

/// So many origins are answered on one core before another takes over.
const AT_A_TIME: usize = 64;

impl<K, T> GeoIndex<K, T>
where
    K: Copy + Ord + Send + Sync,
    T: Copy + Send + Sync,
{
    /// [`count_within`](Self::count_within) for each of many origins, on all
    /// cores, in the order of `origins`.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let (dhaka, sylhet) = (Point::new(23.7, 90.4)?, Point::new(24.9, 91.87)?);
    /// let index = GeoIndex::bulk([(1_u32, dhaka, ()), (2, sylhet, ()), (3, sylhet, ())]);
    /// assert_eq!(index.count_within_each(&[sylhet, dhaka], 1_000.0)?, [2, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn count_within_each(
        &self,
        origins: &[Point],
        radius_m: f64,
    ) -> Result<Vec<usize>, InvalidRadius> {
        InvalidRadius::refuse(radius_m)?;
        each(origins, |origin| self.count_within(origin, radius_m))
    }

    /// [`nearest`](Self::nearest) for each of many origins, on all cores, in the
    /// order of `origins`.
    ///
    /// ```
    /// use geo_index::{GeoIndex, Point};
    ///
    /// let (dhaka, sylhet) = (Point::new(23.7, 90.4)?, Point::new(24.9, 91.87)?);
    /// let index = GeoIndex::bulk([(1_u32, dhaka, true), (2, sylhet, false), (3, sylhet, true)]);
    /// let open = index.nearest_each(&[sylhet, dhaka], 5, 1_000.0, |_, &open| open)?;
    /// assert_eq!(open[0][0].key, 3);
    /// assert_eq!(open[1][0].key, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn nearest_each(
        &self,
        origins: &[Point],
        k: usize,
        max_radius_m: f64,
        predicate: impl Fn(K, &T) -> bool + Sync,
    ) -> Result<Vec<Vec<Hit<K, T>>>, InvalidRadius> {
        InvalidRadius::refuse(max_radius_m)?;
        each(origins, |origin| {
            self.nearest(origin, k, max_radius_m, &predicate)
        })
    }
}

fn each<A, E>(origins: &[Point], answer: impl Fn(Point) -> Result<A, E> + Sync) -> Result<Vec<A>, E>
where
    A: Default + Send,
    E: Send,
{
    if origins.len() <= AT_A_TIME {
        return origins.iter().map(|&origin| answer(origin)).collect();
    }
    let answered = (along_curve(origins).into_par_iter())
        .with_min_len(AT_A_TIME)
        .map(|(_, at)| Ok((at, answer(origins[at])?)))
        .collect::<Result<Vec<_>, E>>()?;
    let mut answers: Vec<A> = std::iter::repeat_with(A::default)
        .take(origins.len())
        .collect();
    for (at, answer) in answered {
        answers[at] = answer;
    }
    Ok(answers)
}

/// Places in the order of a Hilbert curve over degrees: what one query has
/// brought into the caches serves the next.
fn along_curve(origins: &[Point]) -> Vec<(u32, usize)> {
    let mut order: Vec<_> = (origins.par_iter().enumerate())
        .with_min_len(1_024)
        .map(|(at, &origin)| (curve(origin), at))
        .collect();
    order.par_sort_unstable();
    order
}

/// Squares of a few hundred metres.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares of the whole, from 0 to 1"
)]
fn curve(place: Point) -> u32 {
    let share = |degrees: f64, of: f64| ((degrees / of + 0.5) * f64::from(u16::MAX)) as u16;
    fast_hilbert::xy2h(share(place.lng(), 360.0), share(place.lat(), 180.0), 16)
}
