//! How far the election is, as PDF for the commission (PTO I.A.1.IX).

use config::Configuration;
use contract::work::progress::{Group, Progress, Tally};
use domain::work::progress::Standing;

use crate::{
    Failed,
    drawing::page::{BODY, Column, Sheet, Typefaces, heading, moment, write_pages},
};

/// Rows of a table that fit in a page under its heading, when each name takes two lines.
const LINES: usize = 24;
/// Where the numbers' columns end, from the left; the name has what is before them.
const NAME: f32 = 186.0;

/// A page of a table.
struct Page<'a> {
    title: &'static str,
    groups: &'a [Group],
    /// The whole, under the first table's last page.
    total: Option<&'a Tally>,
}

/// Tables of the candidacies by party, office and territory, with where they stand. Nobody is named.
///
/// # Errors
/// [`Failed`] when the PDF cannot be written.
pub fn progress_report(config: &Configuration, progress: &Progress) -> Result<Vec<u8>, Failed> {
    let faces = Typefaces::new()?;
    let mut pages = Vec::new();
    for (title, groups) in [
        ("Por partido y candidaturas independientes", &progress.parties),
        ("Por cargo", &progress.offices),
        ("Por territorio", &progress.territories),
    ] {
        let parts = groups.chunks(LINES);
        let last = parts.len().max(1) - 1;
        pages.extend(parts.enumerate().map(|(place, groups)| {
            let total = (place == last).then_some(&progress.total);
            Page { title, groups, total }
        }));
    }
    write_pages("Avance de la captura".to_owned(), &pages, |sheet, page| {
        heading(sheet, &faces, config, config.today(progress.at));
        sheet.y += 12.0;
        sheet.write(faces.bold.at(16.0), BODY, "Avance de la captura");
        sheet.write(faces.regular.at(10.0), BODY, &format!("Corte: {}.", moment(config, progress.at)));
        sheet.y += 8.0;
        sheet.write(faces.bold.at(12.0), BODY, page.title);
        sheet.y += 4.0;
        table(sheet, &faces, page);
    })
}

/// The headings of the numbers, as narrow as they are.
fn headings() -> Vec<String> {
    let standings = Standing::ALL.map(|standing| standing.name().to_owned());
    [vec!["Total".to_owned()], standings.to_vec(), vec!["Con plazo vencido".to_owned()]].concat()
}

fn numbers(tally: &Tally) -> Vec<String> {
    let standings = Standing::ALL.map(|standing| tally.of(standing));
    [vec![tally.candidacies], standings.to_vec(), vec![tally.overdue]].concat().iter().map(usize::to_string).collect()
}

fn table(sheet: &mut Sheet<'_>, faces: &Typefaces, page: &Page<'_>) {
    let (top, mut below) = (sheet.y, sheet.y);
    for (column, words) in columns().into_iter().zip(headings()) {
        sheet.y = top;
        sheet.write_right(faces.bold.at(5.5), column, &words);
        below = below.max(sheet.y);
    }
    sheet.y = below + 3.0;
    sheet.rule(BODY, 0.7);
    for group in page.groups {
        row(sheet, faces, &group.name, &group.tally, false);
    }
    if let Some(total) = page.total {
        sheet.rule(BODY, 0.7);
        row(sheet, faces, "Total", total, true);
    }
}

fn row(sheet: &mut Sheet<'_>, faces: &Typefaces, name: &str, tally: &Tally, strong: bool) {
    let face = if strong { &faces.bold } else { &faces.regular };
    sheet.y += 2.0;
    let top = sheet.y;
    sheet.write(face.at(8.0), Column { right: NAME, ..BODY }, name);
    let below = sheet.y;
    for (column, number) in columns().into_iter().zip(numbers(tally)) {
        sheet.y = top;
        sheet.write_right(face.at(8.0), column, &number);
    }
    sheet.y = below;
}

/// The columns of the numbers, beside the name's.
fn columns() -> Vec<Column> {
    let count = headings().len();
    let width = (BODY.right - NAME) / count as f32;
    (0..count)
        .map(|place| NAME + place as f32 * width)
        .map(|left| Column { left: left + 1.5, right: left + width })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::{config, leave};

    #[test]
    fn a_page_holds_what_fits_and_the_last_one_the_total() {
        let mut tally = Tally::default();
        tally.count(Standing::Incomplete, true);
        let group = |place: usize| Group {
            key: place.to_string(),
            name: format!("Municipio con un nombre largo {place}"),
            tally: tally.clone(),
        };
        let groups: Vec<Group> = (0..LINES + 1).map(group).collect();
        let at = "2024-04-16T20:30:00Z".parse().expect("a time");
        let progress =
            Progress { at, total: tally.clone(), parties: groups.clone(), offices: Vec::new(), territories: groups };
        let pdf = progress_report(&config(), &progress).expect("a paper");
        let document = lopdf::Document::load_mem(&pdf).expect("a PDF");
        assert_eq!(document.get_pages().len(), 4);
        leave("avance.pdf", &pdf);
    }
}
