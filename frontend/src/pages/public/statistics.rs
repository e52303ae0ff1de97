//! Public figures: each table with a bar for each number, and how they are made.

use contract::{
    paths::{from_root, public as paths},
    public::statistics::Statistics,
};
use domain::publication::statistics::{Cell, Row, SUPPRESSED, Source, Table};
use leptos::prelude::*;

use super::{Head, Page, PageStatus, Place, PublicSource, heading};
use crate::format::{moment, number};

const TITLE: &str = "Estadísticas";
const METHOD: &str = "Cómo se hacen las estadísticas";
/// Width and height of the drawing of a bar; the style says how large it is shown.
const BAR: (u32, u32) = (100, 4);

/// Every table.
pub(super) fn tables(source: &dyn PublicSource) -> Page {
    let Some(statistics) = source.statistics() else { return unavailable() };
    let zone = source.election().institute.time_zone.as_str();
    let taken = statistics.identity_taken_at.map(|at| moment(at, zone));
    let index = statistics.tables.iter().map(|table| {
        view! {
            <li>
                <a href=format!("#{}", table.key)>{table.title.clone()}</a>
            </li>
        }
    });
    let index = index.collect_view();
    let hides = statistics.tables.iter().flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let hides = hides.into_iter().any(|cell| *cell == Cell::Suppressed);
    let tables = statistics.tables.iter().map(|table| table_view(table, taken.as_deref())).collect_view();
    let content = view! {
        {heading(TITLE)}
        <p class="lead">"Cuántas personas compiten, cuántas ya publicaron su información y qué respondieron."</p>
        <p>
            "Cada barra compara su número con el más grande de su tabla, sin contar los totales. "
            <a href=Place::StatisticsMethod.address()>{METHOD}</a>
        </p>
        {hides.then(suppressed)}
        {statistics.identity_waits.clone().map(|why| view! { <p class="trouble">{why}</p> })}
        <nav class="index" aria-label="Tablas">
            <ul>{index}</ul>
        </nav>
        {tables}
    };
    let what = "Cuántas candidaturas hay y cuántas ya publicaron, por partido, cargo, territorio, sexo y edad.";
    Page::here(Head::new(TITLE, what).at(Place::Statistics.address()), content.into_any())
}

/// How the figures are made and what they do not tell.
pub(super) fn method(source: &dyn PublicSource) -> Page {
    let Some(Statistics { method, .. }) = source.statistics() else { return unavailable() };
    let paragraphs = method.into_iter().map(|paragraph| view! { <p class="written">{paragraph}</p> }).collect_view();
    let content = view! {
        {heading(METHOD)}
        <div class="paragraphs">{paragraphs}</div>
        <p>
            <a href=Place::Statistics.address()>"Ver las estadísticas"</a>
        </p>
    };
    let what = "De dónde salen los números de las candidaturas y por qué algunos no se muestran.";
    Page::here(Head::new(METHOD, what).at(Place::StatisticsMethod.address()), content.into_any())
}

fn unavailable() -> Page {
    let content = view! {
        {heading(TITLE)}
        <p class="trouble">"Ahora no se pueden leer las cifras. Espere un momento e intente de nuevo."</p>
    };
    Page::here(Head::new(TITLE, ""), content.into_any()).with_status(PageStatus::Unavailable)
}

/// What a number means that is not told.
fn suppressed() -> AnyView {
    view! {
        <p id="protegido" class="good">
            <strong>"«"{SUPPRESSED}"»"</strong>
            " quiere decir: menos de 3 o no se publica. No quiere decir cero ni quiere decir que haya alguien. Se oculta para \
             que nadie adivine qué respondió una persona."
        </p>
    }
    .into_any()
}

/// A table with its date and its file. `taken` is when the figures about identity were taken.
fn table_view(table: &Table, taken: Option<&str>) -> AnyView {
    let greatest = greatest(table);
    let when = match (table.source, taken) {
        (Source::Identity, Some(at)) => format!("Cifras tomadas el {at}. Ya no cambian."),
        (Source::Identity, None) | (Source::Public, _) => {
            "Cifras de este momento: cambian cuando alguien publica o deja la contienda.".to_owned()
        }
    };
    let columns = table.columns.iter().map(|column| view! { <th scope="col">{column.clone()}</th> }).collect_view();
    let others = table.rows.iter().any(|row| !is_total(table, row));
    let rows = table.rows.iter().map(|row| row_view(row, greatest.filter(|_| !others || !is_total(table, row))));
    let rows = rows.collect_view();
    let (key, title) = (table.key.clone(), table.title.clone());
    let (name, named) = (format!("{key}-nombre"), format!("{key}-nombre"));
    let file = from_root(&paths::statistics_csv(&key));
    view! {
        <section id=key class="figures">
            <div class="sideways" role="region" tabindex="0" aria-labelledby=named>
                <table>
                    <caption id=name>{title.clone()}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{table.heading.clone()}</th>
                            {columns}
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {table.note.clone().map(|note| view! { <p class="quiet">{note}</p> })}
            <p class="quiet">
                {when}" "<a href=file>"Descargar esta tabla (CSV)"<span class="unseen">": "{title}</span></a>
            </p>
        </section>
    }
    .into_any()
}

fn row_view(row: &Row, greatest: Option<u32>) -> AnyView {
    let cells = row.cells.iter().map(|cell| match cell {
        Cell::Count(count) => {
            view! { <td>{number(*count)}{greatest.map(|greatest| bar(*count, greatest))}</td> }.into_any()
        }
        Cell::Suppressed => view! {
            <td class="quiet">
                <a href="#protegido">{SUPPRESSED}</a>
            </td>
        }
        .into_any(),
    });
    let cells = cells.collect_view();
    view! {
        <tr>
            <th scope="row">{row.name.clone()}</th>
            {cells}
        </tr>
    }
    .into_any()
}

/// A drawing of a number that is written beside it.
fn bar(count: u32, greatest: u32) -> AnyView {
    let (width, height) = BAR;
    let long = u64::from(count) * u64::from(width) / u64::from(greatest.max(1));
    view! {
        <svg class="bar" aria-hidden="true" viewBox=format!("0 0 {width} {height}") preserveAspectRatio="none">
            <rect width=long.to_string() height=height.to_string()></rect>
        </svg>
    }
    .into_any()
}

/// Whether a row is of everybody.
fn is_total(table: &Table, row: &Row) -> bool {
    match table.source {
        Source::Public => row.key == "total",
        Source::Identity => row.key.is_empty(),
    }
}

/// The greatest number of the rows that are not of everybody, or of all where there are no others; none when there is
/// nothing to compare.
fn greatest(table: &Table) -> Option<u32> {
    let of = |totals: bool| {
        let rows = table.rows.iter().filter(move |row| totals || !is_total(table, row));
        rows.flat_map(|row| &row.cells).filter_map(|cell| cell.count()).max()
    };
    of(false).or_else(|| of(true)).filter(|greatest| *greatest > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_do_not_flatten_the_bars_of_the_others() {
        let row = |key: &str, cells: &[Cell]| Row { key: key.into(), name: key.into(), cells: cells.to_vec() };
        let table = |rows| Table {
            key: "t".into(),
            title: "T".into(),
            source: Source::Public,
            heading: "H".into(),
            columns: vec!["A".into(), "B".into()],
            rows,
            note: None,
        };
        let total = row("total", &[Cell::Count(900), Cell::Count(1)]);
        let party = row("pt", &[Cell::Count(12), Cell::Suppressed]);
        assert_eq!(greatest(&table(vec![party, total.clone()])), Some(12));
        assert_eq!(greatest(&table(vec![row("pt", &[Cell::Count(0)]), total.clone()])), None);
        assert_eq!(greatest(&table(vec![total])), Some(900), "alone, its numbers are compared with each other");
        let none = row("", &[Cell::Count(2)]);
        assert_eq!(greatest(&table(vec![none])), Some(2), "no quota is a row like the others");
    }
}
