use super::*;

fn at(text: &str) -> Timestamp {
    text.parse().expect(text)
}

fn local(text: &str) -> LocalDateTime {
    text.parse().expect(text)
}

/// What is written of a moment, everywhere: as it was written when the first rows were.
#[test]
fn a_moment_is_written_with_as_many_digits_as_it_needs() {
    let forms = [
        (0, 0, "1970-01-01T00:00:00Z"),
        (1_711_972_800, 0, "2024-04-01T12:00:00Z"),
        (1_711_972_801, 500_000_000, "2024-04-01T12:00:01.5Z"),
        (1_711_972_800, 120_000_000, "2024-04-01T12:00:00.12Z"),
        (1_711_972_800, 1_000_000, "2024-04-01T12:00:00.001Z"),
        (1_711_972_800, 1_000, "2024-04-01T12:00:00.000001Z"),
        (1_711_972_800, 123_456_000, "2024-04-01T12:00:00.123456Z"),
        (1_711_972_800, 100_000_001, "2024-04-01T12:00:00.100000001Z"),
        (1_709_251_199, 0, "2024-02-29T23:59:59Z"),
        (-1, 500_000_000, "1969-12-31T23:59:59.5Z"),
        (-14_826_672_000, 0, "1500-03-01T00:00:00Z"),
        (-62_167_219_200, 0, "0000-01-01T00:00:00Z"),
        (-62_198_755_200, 0, "-000001-01-01T00:00:00Z"),
        (-377_705_023_201, 0, "-009999-01-02T01:59:59Z"),
        (253_402_207_200, 999_999_999, "9999-12-30T22:00:00.999999999Z"),
    ];
    for (second, nanosecond, form) in forms {
        let moment = Timestamp(DateTime::from_timestamp(second, nanosecond).expect("a moment"));
        assert_eq!((moment.to_string().as_str(), at(form)), (form, moment));
        assert_eq!(serde_json::to_string(&moment).expect("JSON"), format!("\"{form}\""));
        assert_eq!(serde_json::from_str::<Timestamp>(&format!("\"{form}\"")).expect("a moment"), moment);
        assert_eq!(format!("{moment:?}"), form);
    }
    assert_eq!((Timestamp::MIN, Timestamp::MAX), (at(forms[13].2), at(forms[14].2)));
}

#[test]
fn a_moment_is_read_as_iso_8601_allows() {
    let noon = "2024-04-01T12:00:00Z";
    let forms = [
        (noon, "2024-04-01T12:00Z"),
        (noon, "2024-04-01T12Z"),
        (noon, "2024-04-01 12:00:00Z"),
        (noon, "2024-04-01t12:00:00z"),
        (noon, "20240401T120000Z"),
        (noon, "20240401T12:00:00Z"),
        (noon, "2024-04-01T1200Z"),
        (noon, "+002024-04-01T12:00:00Z"),
        (noon, "2024-04-01T12:00:00.000000Z"),
        (noon, "2024-04-01T12:00:00-00:00"),
        (noon, "2024-04-01T14:00:00+02:00"),
        (noon, "2024-04-01T06:00:00-06"),
        (noon, "2024-04-01T06:00:00-0600"),
        (noon, "2024-04-01T05:59:30-06:00:30"),
        (noon, "2024-04-01T05:59:30-060030"),
        (noon, "2024-04-02T13:59:00+25:59"),
        (noon, "2024-04-01T06:00:00-06:00[America/Mexico_City]"),
        (noon, "2024-04-01T06:00:00-06:00[America/Mexico_City][u-ca=iso8601]"),
        ("2024-04-01T12:00:00.5Z", "2024-04-01T12:00:00,5Z"),
        ("2024-12-31T23:59:59Z", "2024-12-31T23:59:60Z"),
        ("9999-12-30T22:00:00Z", "9999-12-31T00:00:00+02:00"),
    ];
    for (moment, form) in forms {
        assert_eq!(at(form).to_string(), moment, "{form}");
    }
    let none = [
        "",
        "x",
        "1711972800",
        "2024-04-01",
        "2024-04-01Z",
        "2024-04-01T12:00:00",
        "2024-04-01T12:00:00[America/Mexico_City]",
        "2024-04-01T24:00:00Z",
        "2024-04-01T12:60:00Z",
        "2024-04-01T12:00:61Z",
        "2024-04-01T12:00:00.Z",
        "2024-04-01T12:00:00.1234567891Z",
        "2024-04-01T12:00.5Z",
        "2024-04-01T12:0000Z",
        "2024-04-01T1200:00Z",
        "2024-04-01T12:00:00+2:00",
        "2024-04-01T12:00:00+02:60",
        "2024-04-01T12:00:00+26:00",
        "2024-04-01T12:00:00 +02:00",
        "2024-04-01T12:00:00ZZ",
        "2024-04-01T12:00:00Z[",
        "2024-04-01T12:00:00Z[]",
        "2024-04-01T12:00:00Z[x]]y]",
        " 2024-04-01T12:00:00Z",
        "2024-04-01T12:00:00Z ",
        "2024-4-1T12:00:00Z",
        "2024-0401T12:00:00Z",
        "2024-04-31T12:00:00Z",
        "2023-02-29T12:00:00Z",
        "-0001-01-01T00:00:00Z",
        "-000000-01-01T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "-009999-01-01T00:00:00Z",
    ];
    for form in none {
        assert!(form.parse::<Timestamp>().is_err(), "{form}");
    }
    assert!(serde_json::from_str::<Timestamp>("1711972800").is_err());
}

#[test]
fn a_day_is_written_as_year_month_day() {
    let forms = [
        ("2024-02-29", "2024-02-29"),
        ("20240401", "2024-04-01"),
        ("0033-04-03", "0033-04-03"),
        ("-000044-03-15", "-000044-03-15"),
        ("9999-12-31", "9999-12-31"),
        ("2024-04-01T12:00", "2024-04-01"),
        ("2024-04-01T23:00:00-06:00", "2024-04-01"),
    ];
    for (written, form) in forms {
        let day: Date = written.parse().expect(written);
        assert_eq!((day.to_string().as_str(), format!("{day:?}").as_str()), (form, form));
        assert_eq!(serde_json::to_string(&day).expect("JSON"), format!("\"{form}\""));
        assert_eq!(serde_json::from_str::<Date>(&format!("\"{written}\"")).expect("a day"), day);
    }
    for none in
        ["", "2024-4-1", "2024-04", "2023-02-29", "2024-04-31", "01/04/2024", "2024-04-01 ", "2024-04-01T12:00:00Z"]
    {
        assert!(none.parse::<Date>().is_err(), "{none}");
    }
}

#[test]
fn what_a_wall_shows_is_written_without_an_offset() {
    let forms = [
        ("2024-04-15T08:00", "2024-04-15T08:00:00"),
        ("2024-04-15 08:00:00,120", "2024-04-15T08:00:00.12"),
        ("2024-04-15", "2024-04-15T00:00:00"),
        ("2024-04-15T08:00-06:00[America/Mexico_City]", "2024-04-15T08:00:00"),
    ];
    for (written, form) in forms {
        assert_eq!(serde_json::to_string(&local(written)).expect("JSON"), format!("\"{form}\""));
        assert_eq!(serde_json::from_str::<LocalDateTime>(&format!("\"{form}\"")).expect("JSON"), local(written));
    }
    for none in ["2024-04-15T08:00Z", "2024-04-15T24:00", "2024-04-15T8:00", "2024-04-15T"] {
        assert!(none.parse::<LocalDateTime>().is_err(), "{none}");
    }
}

#[test]
fn the_database_s_texts_are_in_the_order_of_their_moments() {
    let forms = [
        ("1969-12-31T23:59:58.0001Z", "1969-12-31T23:59:58.000100Z"),
        ("2024-04-01T12:00:00Z", "2024-04-01T12:00:00.000000Z"),
        ("2024-04-01T12:00:00.5Z", "2024-04-01T12:00:00.500000Z"),
        ("2024-04-01T12:00:00.999999999Z", "2024-04-01T12:00:00.999999Z"),
    ];
    assert!(forms.is_sorted_by_key(|(_, text)| text));
    for (moment, text) in forms {
        assert_eq!(at(moment).sortable(), text);
    }
}

#[test]
fn http_writes_and_reads_its_own_dates() {
    let noon = at("2024-04-01T12:00:00Z");
    assert_eq!(noon.http_date(), "Mon, 01 Apr 2024 12:00:00 GMT");
    for written in ["Mon, 01 Apr 2024 12:00:00 GMT", "1 Apr 2024 14:00:00 +0200", "Mon, 01 Apr 24 12:00 GMT"] {
        assert_eq!(Timestamp::from_http_date(written), Some(noon), "{written}");
    }
    for none in ["Tue, 01 Apr 2024 12:00:00 GMT", "Mon Apr  1 12:00:00 2024", "2024-04-01T12:00:00Z"] {
        assert_eq!(Timestamp::from_http_date(none), None, "{none}");
    }
}

#[test]
fn what_clocks_skip_or_show_twice_is_one_moment() {
    use Zone::{America__Ciudad_Juarez, America__Mexico_City, America__Ojinaga, America__Santiago, America__Tijuana};
    let moments = [
        // Until 2022 the clocks of Mexico City were set forward on the first Sunday of April, at two.
        (America__Mexico_City, "2022-04-03T01:59:59", "2022-04-03T07:59:59Z"),
        (America__Mexico_City, "2022-04-03T02:00:00", "2022-04-03T08:00:00Z"),
        (America__Mexico_City, "2022-04-03T02:30:00", "2022-04-03T08:30:00Z"),
        (America__Mexico_City, "2022-04-03T03:00:00", "2022-04-03T08:00:00Z"),
        (America__Mexico_City, "2022-04-03T23:59:59", "2022-04-04T04:59:59Z"),
        // And back on the last one of October, at two.
        (America__Mexico_City, "2022-10-30T00:59:59", "2022-10-30T05:59:59Z"),
        (America__Mexico_City, "2022-10-30T01:30:00", "2022-10-30T06:30:00Z"),
        (America__Mexico_City, "2022-10-30T02:00:00", "2022-10-30T08:00:00Z"),
        // No longer.
        (America__Mexico_City, "2023-04-02T02:30:00", "2023-04-02T08:30:00Z"),
        (America__Mexico_City, "2023-10-29T01:30:00", "2023-10-29T07:30:00Z"),
        // On the border they go with the other side.
        (America__Tijuana, "2024-03-10T02:30:00", "2024-03-10T10:30:00Z"),
        (America__Tijuana, "2024-03-10T23:59:59", "2024-03-11T06:59:59Z"),
        (America__Tijuana, "2024-11-03T01:30:00", "2024-11-03T08:30:00Z"),
        (America__Tijuana, "2024-11-03T23:59:59", "2024-11-04T07:59:59Z"),
        (America__Tijuana, "2050-11-06T01:30:00", "2050-11-06T08:30:00Z"),
        // Ojinaga went over to the hour of Mexico City in 2022, and with that of Texas from then on.
        (America__Ojinaga, "2022-03-13T02:30:00", "2022-03-13T09:30:00Z"),
        (America__Ojinaga, "2022-10-30T01:30:00", "2022-10-30T07:30:00Z"),
        (America__Ojinaga, "2022-11-29T23:59:59", "2022-11-30T05:59:59Z"),
        (America__Ojinaga, "2023-03-12T02:30:00", "2023-03-12T08:30:00Z"),
        (America__Ojinaga, "2023-11-05T01:30:00", "2023-11-05T06:30:00Z"),
        // A last second of a day that is shown twice.
        (America__Ciudad_Juarez, "2022-11-29T23:59:59", "2022-11-30T05:59:59Z"),
        (America__Santiago, "2024-04-06T23:59:59", "2024-04-07T02:59:59Z"),
        // A first hour of a day that is skipped.
        (America__Santiago, "2023-09-03T00:30:00", "2023-09-03T04:30:00Z"),
    ];
    for (zone, shown, moment) in moments {
        assert_eq!(local(shown).in_zone(&zone), Ok(at(moment)), "{zone} {shown}");
    }
    // An hour that was skipped is shown by no clock: it is read as the next.
    assert_eq!(at("2022-04-03T08:30:00Z").local(&America__Mexico_City), local("2022-04-03T03:30:00"));
    assert_eq!(at("2022-10-30T07:30:00Z").local(&America__Mexico_City), local("2022-10-30T01:30:00"));
}

#[test]
fn days_are_counted_over_the_ends_of_months_and_within_the_calendar() {
    let day = |text: &str| text.parse::<Date>().expect(text);
    assert_eq!(day("2024-02-28").plus_days(2), Some(day("2024-03-01")));
    assert_eq!(day("2023-02-28").plus_days(1), Some(day("2023-03-01")));
    assert_eq!(day("2024-01-01").plus_days(-1), Some(day("2023-12-31")));
    assert_eq!(day("2024-03-01").days_since(day("2024-02-28")), 2);
    assert_eq!(day("9999-12-31").plus_days(1), None);
    assert_eq!((Timestamp::MAX.checked_add(TimeDelta::nanoseconds(1)), Timestamp::from_second(i64::MAX)), (None, None));
    assert_eq!(day("9999-12-31").at(23, 59, 59).expect("an hour").in_zone(&Zone::UTC), Err(Error::OutOfRange));
    assert_eq!(day("2024-04-01").at(24, 0, 0), None);
}

#[test]
fn days_and_hours_read_as_people_say_them() {
    let shown = local("2024-04-02T08:05");
    assert_eq!(shown.date().words(), "2 de abril de 2024");
    assert_eq!(shown.date().words_with_weekday(), "martes, 2 de abril de 2024");
    assert_eq!((shown.clock(), shown.words()), ("08:05".into(), "2 de abril de 2024 a las 08:05 horas".into()));
}
