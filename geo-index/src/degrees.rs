//! Sine and cosine of degrees: without a branch, so that they are worked out for
//! several angles at once, and right to the last bit but one.

/// Added and taken away again it leaves the nearest whole number, and as long as it
/// is added the [low bits](low_bits) are that number: all without a branch or a call.
pub(crate) const WHOLE: f64 = 6_755_399_441_055_744.0;

#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "asked for")]
pub(crate) const fn low_bits(number: f64) -> u32 {
    number.to_bits() as u32
}

/// Of -180 to 180 degrees. Whole quarters of a turn are exact.
#[inline(always)]
pub(crate) fn sin_cos(degrees: f64) -> (f64, f64) {
    let lifted = degrees * (1.0 / 90.0) + WHOLE;
    // Exact: the two are within a factor of two of each other, or one is 0.
    let rest = degrees - (lifted - WHOLE) * 90.0;
    let (sin, cos) = within_an_eighth(rest * 1.0_f64.to_radians());
    let quarter = lifted.to_bits();
    let (along, across) = if quarter & 1 == 0 {
        (sin, cos)
    } else {
        (cos, sin)
    };
    (
        if quarter & 2 == 0 { along } else { -along },
        if (quarter + 1) & 2 == 0 {
            across
        } else {
            -across
        },
    )
}

/// Of up to an eighth of a turn, in radians, by the polynomials of FreeBSD's `msun`.
#[inline(always)]
fn within_an_eighth(x: f64) -> (f64, f64) {
    const SIN: [f64; 6] = [
        -1.666_666_666_666_663_2e-1,
        8.333_333_333_322_49e-3,
        -1.984_126_982_985_795e-4,
        2.755_731_370_707_006_8e-6,
        -2.505_076_025_340_686_3e-8,
        1.589_690_995_211_55e-10,
    ];
    const COS: [f64; 6] = [
        4.166_666_666_666_66e-2,
        -1.388_888_888_887_411e-3,
        2.480_158_728_947_673e-5,
        -2.755_731_435_139_066_3e-7,
        2.087_572_321_298_175e-9,
        -1.135_964_755_778_819_5e-11,
    ];
    let x2 = x * x;
    let half = 0.5 * x2;
    let most = 1.0 - half;
    let lost = (1.0 - most) - half;
    (
        x + x * (x2 * series(SIN, x2)),
        most + (lost + x2 * (x2 * series(COS, x2))),
    )
}

/// In three pairs, which do not wait for each other.
#[inline(always)]
fn series(c: [f64; 6], x2: f64) -> f64 {
    let x4 = x2 * x2;
    (c[0] + x2 * c[1]) + x4 * ((c[2] + x2 * c[3]) + x4 * (c[4] + x2 * c[5]))
}

#[cfg(test)]
mod tests {
    use super::sin_cos;

    #[test]
    fn they_are_right_to_the_last_bits() {
        for step in -180_000..=180_000 {
            let degrees = f64::from(step) * 0.001;
            let (sin, cos) = sin_cos(degrees);
            let (known_sin, known_cos) = degrees.to_radians().sin_cos();
            // Radians of a whole turn are off by as much.
            assert!((sin - known_sin).abs() < 4e-16, "sin {degrees}");
            assert!((cos - known_cos).abs() < 4e-16, "cos {degrees}");
            assert!((sin * sin + cos * cos - 1.0).abs() < 3e-16, "{degrees}");
        }
    }

    #[test]
    fn quarters_of_a_turn_are_exact() {
        let quarters = [
            (-180.0, 0.0, -1.0),
            (-90.0, -1.0, 0.0),
            (0.0, 0.0, 1.0),
            (90.0, 1.0, 0.0),
            (180.0, 0.0, -1.0),
        ];
        for (degrees, sin, cos) in quarters {
            assert_eq!(sin_cos(degrees), (sin, cos), "{degrees}");
        }
    }
}
