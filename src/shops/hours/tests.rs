use super::*;

const SAT: u8 = 0;
const FRI: u8 = 6;

fn hours(periods: &[(u8, u16, u16)]) -> Hours {
    let period = |&(day, from, to)| Period::new(day, from, to).unwrap();
    Hours::new(periods.iter().map(period).collect())
}

/// 2026-11-21 is a Saturday.
fn at(text: &str) -> DateTime<FixedOffset> {
    let (day, time) = text.split_once(' ').unwrap();
    let days = ["Sa", "Su", "Mo", "Tu", "We", "Th", "Fr"];
    let date = 21 + days.iter().position(|d| *d == day).unwrap();
    DateTime::parse_from_rfc3339(&format!("2026-11-{date}T{time}:00+06:00")).unwrap()
}

fn open_until(text: &str) -> OpenState {
    OpenState::Open {
        until: Some(at(text)),
    }
}

fn opens(text: &str) -> OpenState {
    OpenState::Closed {
        opens: Some(at(text)),
    }
}

#[test]
fn a_day_with_a_break_opens_twice() {
    let shop = hours(&[(SAT, 9 * 60, 13 * 60), (SAT, 16 * 60, 22 * 60)]);
    assert_eq!(shop.state_at(at("Sa 08:59")), opens("Sa 09:00"));
    assert_eq!(shop.state_at(at("Sa 09:00")), open_until("Sa 13:00"));
    assert_eq!(shop.state_at(at("Sa 12:59")), open_until("Sa 13:00"));
    assert_eq!(shop.state_at(at("Sa 13:00")), opens("Sa 16:00"));
    assert_eq!(shop.state_at(at("Sa 21:00")), open_until("Sa 22:00"));
}

#[test]
fn after_the_last_day_the_week_begins_again() {
    let shop = hours(&[(SAT, 540, 780)]);
    let next_week = at("Sa 09:00") + TimeDelta::days(7);
    assert_eq!(
        shop.state_at(at("Sa 13:00")),
        OpenState::Closed {
            opens: Some(next_week)
        }
    );
    assert_eq!(
        shop.state_at(at("Fr 23:59")),
        OpenState::Closed {
            opens: Some(next_week)
        }
    );
}

#[test]
fn late_hours_reach_into_the_next_day_and_the_next_week() {
    let late = hours(&[(SAT, 18 * 60, 26 * 60), (FRI, 18 * 60, 26 * 60)]);
    assert_eq!(late.state_at(at("Sa 23:30")), open_until("Su 02:00"));
    assert_eq!(late.state_at(at("Su 01:59")), open_until("Su 02:00"));
    assert_eq!(late.state_at(at("Su 02:00")), opens("Fr 18:00"));
    assert_eq!(late.state_at(at("Sa 01:00")), open_until("Sa 02:00"));
    assert_eq!(late.state_at(at("Sa 02:00")), opens("Sa 18:00"));
}

#[test]
fn a_friday_off_is_closed_until_saturday() {
    let week: Vec<_> = (0..6).map(|day| (day, 600, 1200)).collect();
    let shop = hours(&week);
    let saturday = at("Sa 10:00") + TimeDelta::days(7);
    assert_eq!(
        shop.state_at(at("Fr 12:00")),
        OpenState::Closed {
            opens: Some(saturday)
        }
    );
    assert_eq!(
        shop.state_at(at("Th 20:00")),
        OpenState::Closed {
            opens: Some(saturday)
        }
    );
}

#[test]
fn day_and_night_never_ends() {
    let always = Hours::always();
    assert_eq!(
        always.state_at(at("We 03:00")),
        OpenState::Open { until: None }
    );
    assert!(always.is_always_open());
    let round_the_clock = hours(&(0..7).map(|day| (day, 600, 600 + 1440)).collect::<Vec<_>>());
    assert!(round_the_clock.is_always_open());
}

#[test]
fn days_that_follow_at_midnight_are_one_stretch() {
    let shop = hours(&[(0, 480, 1440), (1, 0, 600)]);
    assert_eq!(shop.state_at(at("Sa 23:00")), open_until("Su 10:00"));
}

#[test]
fn a_shop_that_never_opens_does_not_open_next() {
    assert_eq!(
        Hours::default().state_at(at("Mo 12:00")),
        OpenState::Closed { opens: None }
    );
}

#[test]
fn seconds_do_not_move_the_times() {
    let shop = hours(&[(SAT, 540, 780)]);
    let now = at("Sa 09:30") + TimeDelta::seconds(42);
    assert_eq!(shop.state_at(now), open_until("Sa 13:00"));
}

#[test]
fn the_stored_form_comes_back() {
    let shop = hours(&[(SAT, 540, 780), (SAT, 960, 1320), (FRI, 960, 1560)]);
    assert_eq!(
        shop.to_json(),
        json!([[0, 540, 780], [0, 960, 1320], [6, 960, 1560]])
    );
    assert_eq!(Hours::from_json(&shop.to_json()), Some(shop));
    assert_eq!(Hours::from_json(&json!([])), Some(Hours::default()));
}

#[test]
fn other_json_is_not_a_timetable() {
    for odd in [
        json!(null),
        json!({}),
        json!([1, 2, 3]),
        json!([[7, 0, 60]]),
        json!([[0, 60, 60]]),
        json!([[0, 1440, 1500]]),
        json!([[0, 0, 2881]]),
        json!([[0, -1, 60]]),
        json!([[0, 0.5, 60]]),
        json!([[0, 0]]),
    ] {
        assert_eq!(Hours::from_json(&odd), None, "{odd}");
    }
}

#[test]
fn overlapping_periods_are_one() {
    let shop = hours(&[(0, 720, 1320), (0, 780, 1320), (0, 1320, 1380), (1, 0, 60)]);
    assert_eq!(shop, hours(&[(0, 720, 1380), (1, 0, 60)]));
    let days = shop.days();
    assert_eq!((days[0].len(), days[1].len(), days[2].len()), (1, 1, 0));
    assert_eq!((days[0][0].from(), days[0][0].to()), (720, 1380));
}
