//! Public figures: who stands and has published, of this moment; and what was answered about identity, taken once.

use config::Configuration;
use contract::public::{
    PublicProfile,
    statistics::{IdentityFigures, Statistics},
};
use domain::{
    election::Election,
    publication::statistics::{Cell, SUPPRESSED, Standing, Table, participation_tables},
};

use crate::csv_file::csv_file;

/// How the figures are made and what they do not tell, a paragraph after another.
const METHOD: &str = include_str!("method.txt");

/// Every figure.
pub fn statistics<'a>(
    config: &Configuration,
    people: impl Iterator<Item = &'a PublicProfile>,
    identity: Option<&IdentityFigures>,
) -> Statistics {
    let mut tables = participation(&config.election, people);
    tables.extend(identity.into_iter().flat_map(|figures| figures.tables.iter().cloned()));
    let rules = &config.election.statistics;
    let cut = rules.identity_cut;
    let waits = identity.is_none().then(|| {
        format!(
            "Las cifras de identidad se toman una sola vez, a partir del {:02}/{:02}/{}, cuando hayan aceptado \
             participar al menos {} personas cuyas respuestas no son públicas. Todavía no se toman.",
            cut.day(),
            cut.month(),
            cut.year(),
            rules.identity_minimum
        )
    });
    Statistics {
        method: METHOD
            .split("\n\n")
            .map(|paragraph| paragraph.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect(),
        identity_taken_at: identity.map(|figures| figures.taken_at),
        identity_waits: waits,
        tables,
    }
}

fn participation<'a>(election: &Election, people: impl Iterator<Item = &'a PublicProfile>) -> Vec<Table> {
    let standing = |profile: &'a PublicProfile| {
        let card = &profile.card;
        Standing {
            nominator: &card.nominator,
            office: &card.office,
            territory: &card.territory,
            sex: card.sex,
            age: card.age,
            affirmative_action: card.affirmative_action.as_ref(),
            published: profile.published.as_ref().map(|published| &published.answers),
        }
    };
    participation_tables(election, &people.map(standing).collect::<Vec<_>>())
}

/// A table as CSV in UTF-8, each cell a text to any spreadsheet.
///
/// # Errors
/// When it cannot be written.
pub fn table_csv(table: &Table) -> Result<Vec<u8>, csv::Error> {
    let heading = [&table.heading].into_iter().chain(&table.columns).cloned().collect();
    let rows = table.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| match cell {
            Cell::Count(count) => count.to_string(),
            Cell::Suppressed => SUPPRESSED.to_owned(),
        });
        [row.name.clone()].into_iter().chain(cells).collect::<Vec<String>>()
    });
    csv_file([heading].into_iter().chain(rows))
}
