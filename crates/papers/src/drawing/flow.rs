//! Rows of text that go on from page to page.

use super::page::{BODY, Sheet, Style};

/// Where the rows of a page end; what every page has at its foot is under it.
pub(crate) const BOTTOM: f32 = 734.0;
const RULE: f32 = 0.7;

/// A line of text, measured.
pub(crate) struct Row<'a> {
    style: Style<'a>,
    text: String,
    /// Space before it, unless a page begins with it.
    gap: f32,
    /// Whether it stays on the page of the row after it.
    joined: bool,
    /// Whether a line is drawn under it.
    ruled: bool,
}

impl<'a> Row<'a> {
    /// Adds a text, in the lines it takes. Neither its first line nor its last is left alone on a page; `joined`, none of
    /// it is, nor what follows it.
    pub fn write(rows: &mut Vec<Self>, style: Style<'a>, text: &str, gap: f32, joined: bool) {
        let lines = style.lines(text, BODY.width());
        let count = lines.len();
        rows.extend(lines.into_iter().enumerate().map(|(place, text)| Self {
            style,
            text,
            gap: if place == 0 { gap } else { 0.0 },
            joined: joined || (place + 1 < count && (place == 0 || place + 2 == count)),
            ruled: false,
        }));
    }

    /// Adds a title, ruled under.
    pub fn title(rows: &mut Vec<Self>, style: Style<'a>, text: &str) {
        Self::write(rows, style, text, 14.0, true);
        if let Some(last) = rows.last_mut() {
            last.ruled = true;
        }
    }

    fn height(&self) -> f32 {
        self.style.line_height() + if self.ruled { RULE } else { 0.0 }
    }
}

/// Parts rows into pages: the first one begins at `first`, the others at `others`, from the page's top.
pub(crate) fn part<'r, 'a>(rows: &'r [Row<'a>], first: f32, others: f32) -> Vec<Vec<&'r Row<'a>>> {
    let mut pages = vec![Vec::new()];
    let mut y = first;
    for group in rows.chunk_by(|row, _| row.joined) {
        let height: f32 = group.iter().map(|row| row.gap + row.height()).sum();
        if y + height > BOTTOM {
            pages.push(Vec::new());
            y = others - group.first().map_or(0.0, |row| row.gap);
        }
        y += height;
        if let Some(page) = pages.last_mut() {
            page.extend(group);
        }
    }
    pages
}

/// Writes the rows of a page; on the first one there is something before them.
pub(crate) fn write_rows(sheet: &mut Sheet<'_>, rows: &[&Row<'_>], first: bool) {
    for (place, row) in rows.iter().enumerate() {
        if first || place > 0 {
            sheet.y += row.gap;
        }
        sheet.write(row.style, BODY, &row.text);
        if row.ruled {
            sheet.rule(BODY, RULE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::page::Typefaces;

    #[test]
    fn pages_hold_what_fits_lose_nothing_and_keep_a_title_with_its_text() {
        let faces = Typefaces::new().expect("typefaces");
        let mut rows = Vec::new();
        for number in 0..40 {
            Row::title(&mut rows, faces.bold.at(13.0), &format!("Título {number}"));
            Row::write(&mut rows, faces.regular.at(10.0), &"palabra ".repeat(15 * (number % 7)), 3.0, false);
            Row::write(&mut rows, faces.regular.at(10.0), "Fin.", 3.0, false);
        }
        let pages = part(&rows, 400.0, 80.0);
        assert!(pages.len() > 3);
        assert_eq!(pages.iter().map(Vec::len).sum::<usize>(), rows.len());
        for (place, page) in pages.iter().enumerate() {
            let gap = if place == 0 { 0.0 } else { page[0].gap };
            let end = page.iter().map(|row| row.gap + row.height()).sum::<f32>() - gap;
            assert!(end + if place == 0 { 400.0 } else { 80.0 } <= BOTTOM, "page {place} ends at {end}");
            assert!(!page.last().is_some_and(|row| row.ruled), "a title alone at the end of page {place}");
        }
    }
}
