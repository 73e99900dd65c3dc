use super::*;
use serde_json::json;

fn stored(text: &str) -> serde_json::Value {
    Hours::parse_osm(text)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
        .to_json()
}

/// The same period on each of these days.
fn on(days: impl IntoIterator<Item = u8>, from: u16, to: u16) -> serde_json::Value {
    days.into_iter().map(|day| json!([day, from, to])).collect()
}

#[test]
fn times_without_days_are_every_day() {
    assert_eq!(stored("11:00-24:00"), on(0..7, 660, 1440));
    assert_eq!(stored("6:00-24:00"), on(0..7, 360, 1440));
    assert_eq!(stored("Mo-Su 07:00-23:00"), on(0..7, 420, 1380));
    assert_eq!(stored("Sa-Fr 09:00-23:00"), on(0..7, 540, 1380));
}

#[test]
fn day_and_night() {
    for text in ["24/7", "Always", "00:00-24:00", "Mo-Su 24/7"] {
        assert_eq!(stored(text), on(0..7, 0, 1440), "{text}");
    }
}

#[test]
fn days_off_and_day_lists() {
    assert_eq!(
        stored("Mo-Th,Sa-Su 10:00-22:00; Fr off"),
        on(0..6, 600, 1320)
    );
    assert_eq!(stored("10:00-22:00; Fr off"), on(0..6, 600, 1320));
    assert_eq!(
        stored("Mo, We-Su 09:00-12:00"),
        on([0, 1, 2, 4, 5, 6], 540, 720)
    );
    assert_eq!(stored("Fr closed"), json!([]));
    assert_eq!(stored("Su-Th 08:00-18:00"), on(1..6, 480, 1080));
}

#[test]
fn split_days_and_exceptions() {
    assert_eq!(
        stored("Sa 09:00-13:00,16:00-22:00; Fr 16:00-22:00"),
        json!([[0, 540, 780], [0, 960, 1320], [6, 960, 1320]])
    );
    assert_eq!(
        stored("Sa-Su 09:00-18:00; Su 10:00-12:00"),
        json!([[0, 540, 1080], [1, 600, 720]])
    );
    assert_eq!(
        stored("Sa 09:00-18:00, Su 10:00-12:00, Sa 20:00-21:00"),
        json!([[0, 540, 1080], [0, 1200, 1260], [1, 600, 720]])
    );
    assert_eq!(
        stored("Sa, Su 12:00-22:00, 13:00-22:00"),
        on(0..2, 720, 1320)
    );
}

#[test]
fn closing_past_midnight() {
    assert_eq!(stored("Fr 18:00-02:00"), json!([[6, 1080, 1560]]));
    assert_eq!(stored("Fr 18:00-26:00"), json!([[6, 1080, 1560]]));
    assert_eq!(stored("Fr 10:00-10:00"), json!([[6, 600, 2040]]));
}

#[test]
fn holidays_are_not_an_ordinary_day() {
    assert_eq!(stored("Sa,PH 09:00-12:00; PH off"), json!([[0, 540, 720]]));
}

#[test]
fn the_way_people_write() {
    assert_eq!(stored("11:30 AM - 11:30 PM"), on(0..7, 690, 1410));
    assert_eq!(stored("Saturday to Sunday 9am–12am"), on(0..2, 540, 1440));
    assert_eq!(stored("sat: 12pm-3.30pm"), json!([[0, 720, 930]]));
    assert_eq!(stored("Fr ৯:০০-১৭:৩০"), json!([[6, 540, 1050]]));
    assert_eq!(stored(" ; Fr 09.00 - 10.00 ;; "), json!([[6, 540, 600]]));
}

#[test]
fn what_is_not_understood_is_refused() {
    for text in [
        "",
        " ; ",
        "sunrise-sunset",
        "10:00+",
        "10:00-20:00+",
        "Temporarily Closed",
        "Jan-Mar 10:00-12:00",
        "Mo[1] 10:00-12:00",
        "9-5",
        "Mo",
        "Mo-Fr",
        "10:00",
        "10:60-11:00",
        "25:00-26:00",
        "10:00-49:00",
        "13pm-2pm",
        "Mo-10:00",
        "10:00-12:00 || \"on call\"",
        "99999999:00-10:00",
    ] {
        assert!(Hours::parse_osm(text).is_err(), "{text}");
    }
}
