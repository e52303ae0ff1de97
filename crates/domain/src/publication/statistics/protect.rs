//! Which cells of one question's table are shown and which are suppressed.
//!
//! All numbers here are of the persons whose answer cannot be read by name: whoever subtracts those who can is left with
//! exactly these. A reader is taken to know this procedure, and who takes part in which group.

/// A count of fewer persons than this, also of none, is suppressed.
pub const LEAST: u32 = 3;

/// What the suppressed cells of a row add up to, at least: each small one may then be 0, 1 or 2 and what covers it still
/// be no small one.
const SPREAD: u32 = LEAST + 2;

/// Which columns are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Told {
    /// Of everybody.
    pub whole: Vec<bool>,
    /// Of each group, the same columns for all of them.
    pub groups: Vec<bool>,
}

/// The columns of a table that has a row for each group, one number an answer. `order` is which answers cover others,
/// first those whose number is missed least; it never depends on the numbers.
pub(super) fn tell(groups: &[Vec<u32>], order: &[usize]) -> Told {
    let whole = tell_row(&sum(groups), order);
    let groups = tell_groups(groups, &whole, order);
    Told { whole, groups }
}

/// Everybody's row.
fn sum(groups: &[Vec<u32>]) -> Vec<u32> {
    let columns = groups.first().map_or(0, Vec::len);
    (0..columns).map(|column| groups.iter().map(|row| row[column]).sum()).collect()
}

/// The cells of a row that are enough persons by themselves.
pub(super) fn large(row: &[u32]) -> Vec<bool> {
    row.iter().map(|count| *count >= LEAST).collect()
}

/// The cells of a row that are shown. A small one is always covered by one that is not, even where two small ones would
/// hide each other: their sum would tell them to whoever knows that both are small.
pub(super) fn tell_row(row: &[u32], order: &[usize]) -> Vec<bool> {
    let mut shown = large(row);
    if shown.iter().all(|shown| *shown) {
        return shown;
    }
    for cover in order {
        if shown[*cover] {
            shown[*cover] = false;
            if suppressed(row, &shown) >= SPREAD {
                return shown;
            }
        }
    }
    vec![false; row.len()]
}

fn suppressed(row: &[u32], shown: &[bool]) -> u32 {
    row.iter().zip(shown).filter(|(_, shown)| !**shown).map(|(count, _)| count).sum()
}

/// The columns that are shown of every group. Of the others, the reader knows what is left of each row and, where
/// everybody's row shows it, the sum of each column.
fn tell_groups(groups: &[Vec<u32>], whole: &[bool], order: &[usize]) -> Vec<bool> {
    let enough = |column: usize| groups.iter().all(|row| row[column] >= LEAST);
    let mut shown: Vec<bool> = whole.iter().enumerate().map(|(column, whole)| *whole && enough(column)).collect();
    let rest = |shown: &[bool]| groups.iter().map(|row| suppressed(row, shown)).min().unwrap_or(0);
    // Everybody's row covers by itself what it does not tell; what only a group makes small needs one more.
    if shown == whole && (shown.iter().all(|shown| *shown) || rest(&shown) >= SPREAD) {
        return shown;
    }
    let everybody = sum(groups);
    for cover in order {
        if shown[*cover] {
            let covered = suppressed(&everybody, &shown);
            shown[*cover] = false;
            // Whichever group all that is covered was in, the cover would still be no small cell of it.
            if rest(&shown) >= covered + LEAST {
                return shown;
            }
        }
    }
    vec![false; whole.len()]
}
