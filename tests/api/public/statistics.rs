//! Public figures: what is public by name is counted as it is; identity is taken once and lets nobody be inferred.

use std::collections::BTreeSet;

use casework::{act::NoPermit, publication::take_figures};
use contract::public::statistics::Statistics;
use domain::{
    accounts::Role,
    publication::{
        statistics::{Source, Table},
        visibility::Consent,
    },
    questionnaire::{Answer, Answers},
    time::TimeDelta,
};
use server::public::figures::take_due;
use store::publication::versions;
use store::{accounts, db::write, profiles, publication::versions::Version, seal::CandidacyKey};
use support::{House, on_both, registry_without, rows};

on_both!(
    who_has_published_is_counted_as_it_is_now,
    identity_is_told_once_and_nobody_can_be_inferred,
    figures_wait_until_enough_take_part,
);

async fn figures(house: &House) -> Statistics {
    house.citizen().read_statistics().await.ok()
}

fn table<'a>(figures: &'a Statistics, key: &str) -> &'a Table {
    figures.tables.iter().find(|table| table.key == key).unwrap_or_else(|| panic!("no table {key}"))
}

/// The cells of a row: its numbers, where they are told.
fn row(table: &Table, name: &str) -> Vec<Option<u32>> {
    let row = table.rows.iter().find(|row| row.name == name);
    let row = row.unwrap_or_else(|| panic!("no row {name} in {table:?}"));
    row.cells.iter().map(|cell| cell.count()).collect()
}

/// The cells of a row whose numbers are all told.
fn told(table: &Table, name: &str) -> Vec<u32> {
    row(table, name).into_iter().map(|count| count.expect("a count")).collect()
}

async fn who_has_published_is_counted_as_it_is_now(house: House) {
    let (party, _) = house.published("PT").await;
    let before = figures(&house).await;
    let total = told(table(&before, "partido"), "Total");
    assert_eq!((total[1], total[0]), (1, total[1] + total[2]));
    for key in ["cargo", "territorio", "sexo", "edad", "accion-afirmativa"] {
        let table = table(&before, key);
        let (_, everybody) = table.rows.split_last().expect("rows");
        let sum: u32 = everybody.iter().map(|row| row.cells[0].count().expect("a count")).sum();
        assert_eq!(told(table, "Total"), total, "{key}");
        assert_eq!(sum, total[0], "{key}: everybody is in one row");
    }
    assert_eq!(row(table(&before, "education-level"), "Licenciatura")[3], Some(1));
    let answer = house.citizen().download_statistics("partido").await;
    assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
    let text = answer.text();
    assert!(
        text.starts_with('\u{FEFF}') && text.contains("Postula,Registradas,Ya publicaron,Aún no publican"),
        "{text}"
    );
    house.citizen().download_statistics("nada").await.refused(404, "not_found");
    the_pages_say_the_same(&house, &before).await;

    // Whoever no longer stands is out at once.
    let id = party.ids[0];
    let folio = party.unit.candidacy(id).await.item.folio;
    party.unit.sync_registry(registry_without(folio.as_str())).await.ok();
    let after = told(table(&figures(&house).await, "partido"), "Total");
    assert_eq!((after[0], after[1]), (total[0] - 1, 0));
    assert_eq!(shown(&page(&house, "/estadisticas").await, "partido", "Total"), written(&after));
}

fn written(row: &[u32]) -> Vec<String> {
    row.iter().map(ToString::to_string).collect()
}

/// Checks that the pages of the figures say what the figures do.
async fn the_pages_say_the_same(house: &House, figures: &Statistics) {
    let html = page(house, "/estadisticas").await;
    assert_eq!(shown(&html, "partido", "Total"), written(&told(table(figures, "partido"), "Total")));
    let waits = figures.identity_waits.as_deref().expect("why");
    assert!(html.contains(waits) && !html.contains("Protegido"), "{html}");
    for Table { key, title, .. } in &figures.tables {
        assert!(html.contains(&format!("href=\"/api/v1/public/statistics/{key}.csv\"")), "{key}");
        assert!(html.contains(&format!(">{title}</caption>")), "{key}");
    }
    let method = page(house, "/estadisticas/metodo").await;
    for paragraph in &figures.method {
        assert!(method.contains(paragraph), "{paragraph}");
    }
}

/// The numbers of a row of a table as the page of the figures writes them.
fn shown(html: &str, table: &str, name: &str) -> Vec<String> {
    let (_, section) =
        html.split_once(&format!("id=\"{table}\"")).unwrap_or_else(|| panic!("no table {table}: {html}"));
    let (section, _) = section.split_once("</section>").expect("its end");
    let (_, row) = section.split_once(&format!("{name}</th>")).unwrap_or_else(|| panic!("no row {name}: {section}"));
    let (row, _) = row.split_once("</tr>").expect("its end");
    let cells = row.split("<td").skip(1).filter_map(|cell| cell.split_once('>'));
    let plain = cells.map(|(_, cell)| cell.trim_start_matches("<a href=\"#protegido\">").split('<').next());
    plain.map(|cell| cell.unwrap_or_default().to_owned()).collect()
}

async fn page(house: &House, path: &str) -> String {
    let page = house.page(path).await;
    assert_eq!(page.status, 200, "{path}");
    page.text()
}

/// Lets everybody who stands take part: how many of them say yes to being migrants, and who says so in public.
fn take_part(house: &House, yes: usize, public: usize) {
    let desk = &house.app.desk;
    let mut conn = house.app.db.conn().expect("a connection");
    let account = accounts::all(&mut conn).expect("accounts")[0].id;
    let one = |key: &str, answer: &str| (key.into(), Answer::One(answer.to_owned()));
    write(&mut conn, |conn| {
        for (place, (candidacy, mut profile)) in profiles::list(conn, None, None)?.into_iter().enumerate() {
            let key = CandidacyKey::load(conn, &desk.master, candidacy.id)?;
            let migrant = if place < yes { "Sí" } else { "No" };
            let mut answers: Answers =
                [one("migrant.self", migrant), one("indigenous.self", "No"), one("afro_mexican.self", "No")].into();
            if place < yes {
                answers.extend([one("migrant.reason", "Trabajo")]);
            }
            let sections: BTreeSet<_> = ["migrant".into()].into();
            let consent = Consent {
                treatment: true,
                publication: place < public,
                statistics: true,
                sections: if place < public { sections } else { BTreeSet::new() },
                given_at: house.app.now(),
            };
            profile.seal_consent(&key, Some(&consent))?;
            profile.seal_identity(&key, &answers)?;
            let identity = profile.identity.clone();
            assert!(profiles::update(conn, &mut profile)?.is_some());
            let version = Version {
                candidacy: candidacy.id,
                number: 1,
                questionnaire: desk.config.questionnaire_version(),
                curricular: Answers::new(),
                identity,
                digest: String::new(),
                published_at: house.app.now(),
                authorised_by: account,
            };
            versions::insert_version(conn, &version)?;
        }
        Ok::<_, store::StoreError>(())
    })
    .expect("everybody takes part");
}

/// A house where many stand.
async fn many(house: House, count: usize) -> House {
    let house = house.configured("election.toml", "identity_cut = \"2024-05-30\"", "identity_cut = \"2024-04-02\"");
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(rows(1..=count)).await.ok();
    house
}

async fn identity_is_told_once_and_nobody_can_be_inferred(house: House) {
    let house = many(house, 260).await;
    take_part(&house, 40, 12);
    take_due(house.app.clone()).await.expect("looked");
    let before = figures(&house).await;
    assert_eq!(before.identity_taken_at, None, "the day did not come");
    assert!(before.identity_waits.expect("why").contains("02/04/2024"));
    assert!(page(&house, "/estadisticas").await.contains("02/04/2024"), "the page says until when");
    house.wait(TimeDelta::hours(24));
    take_due(house.app.clone()).await.expect("taken");
    let html = page(&house, "/estadisticas").await;
    assert!(html.contains("Cifras tomadas el 2 de abril de 2024") && !html.contains("02/04/2024"), "{html}");
    assert_eq!(shown(&html, "identidad-migrant-self", "Todas las personas")[..2], ["40", "Protegido"]);
    assert!(html.contains("menos de 3 o no se publica"));
    let taken = figures(&house).await;
    assert!(taken.identity_taken_at.is_some() && taken.identity_waits.is_none());
    let migrants = table(&taken, "identidad-migrant-self");
    assert_eq!(migrants.source, Source::Identity);
    let whole = row(migrants, "Todas las personas");
    // Nobody declined nor kept silent, which is not told; one more number covers that.
    assert_eq!(whole[..4], [Some(40), None, None, None], "{migrants:?}");
    // What everybody answered alike is not told: it would tell each one's answer.
    let alike = row(table(&taken, "identidad-indigenous-self"), "Todas las personas");
    assert_eq!(alike[..4], [None; 4]);
    assert_eq!(row(table(&taken, "identidad-migrant-reason"), "Todas las personas")[..6], [None; 6]);
    let csv = house.citizen().download_statistics("identidad-migrant-self").await.file();
    assert!(String::from_utf8_lossy(&csv).contains("Protegido"));
    later_nobody_changes_them(&house, &taken).await;
}

/// Checks that the figures of identity stay as they were taken, whoever comes or goes.
async fn later_nobody_changes_them(house: &House, taken: &Statistics) {
    // Whoever leaves, changes or joins afterwards is seen in no figure: two of them held together would tell about one.
    let text = String::from_utf8(rows(1..=260)).expect("UTF-8");
    let one = text.lines().nth(1).and_then(|line| line.split(',').next()).expect("a folio").to_owned();
    let row_of =
        |line: &str| if line.starts_with(&one) { line.replace("APROBADA", "CANCELADA") } else { line.to_owned() };
    let without = text.lines().map(row_of).collect::<Vec<_>>().join("\r\n").into_bytes();
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(without).await.ok();
    house.wait(TimeDelta::hours(48));
    for app in [house.app.clone(), house.another()] {
        take_due(app).await.expect("looked");
    }
    let later = figures(&house.beside()).await;
    for (table, was) in later.tables.iter().zip(&taken.tables) {
        assert_eq!(table == was, table.source == Source::Identity, "{}", table.key);
    }
    let unit = house.institute(Role::ResponsibleUnit).await;
    assert_eq!(unit.count_logged("", "figures.taken").await, 1);
    let log = unit.read_activity_log("").await.text();
    assert!(!log.contains("migrant"));
}

async fn figures_wait_until_enough_take_part(house: House) {
    let house = many(house, 90).await;
    take_part(&house, 10, 0);
    house.wait(TimeDelta::hours(24));
    take_due(house.app.clone()).await.expect("looked");
    let figures = figures(&house).await;
    let waits = figures.identity_waits.expect("why");
    assert!(waits.contains("100"), "{waits}");
    let keys: Vec<_> = figures.tables.iter().map(|table| table.key.as_str()).collect();
    assert!(keys.iter().all(|key| !key.starts_with("identidad")), "{keys:?}");
    let nothing = house.app.read(&NoPermit, |act| Ok(take_figures(act)?)).expect("read");
    assert_eq!(nothing, None);
}
