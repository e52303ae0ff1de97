//! Tables of the registry that no registry wrote.

use super::Hostile;

pub(super) fn all() -> Vec<Hostile> {
    let headings = String::from_utf8(support::registry()).expect("a table");
    let headings = headings.lines().next().expect("headings").to_owned();
    let long = |line: &str, times: usize| [headings.as_str(), "\n", &line.repeat(times)].concat().into_bytes();
    vec![
        Hostile::new("is ten million commas", vec![b','; 10_000_000]),
        Hostile::new("has three million rows of one letter", long("a\n", 3_000_000)),
        Hostile::new("has a row of five million cells", long(",", 5_000_000)),
        Hostile::new("opens a quote and never closes it", long("\"x", 3_000_000)),
        Hostile::new("is ten million quotes", vec![b'"'; 10_000_000]),
        Hostile::new(
            "has five million headings",
            [headings.as_str(), &",x".repeat(5_000_000), "\n"].concat().into_bytes(),
        ),
        Hostile::new("is not of any letters", vec![0xFF; 1_000_000]),
        Hostile::new("is nothing but zeros", vec![0; 1_000_000]),
        Hostile::new("is a ZIP", b"PK\x03\x04".repeat(100_000)),
    ]
}
