use casework::log::{Proof, verify_log};
use contract::capture::ExtendDeadline;
use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};
use domain::{accounts::Role, prohibition::Ground};
use futures_util::future::join;
use support::{House, control, day, on_both, remark, said, text};

on_both!(
    nobody_changes_the_log_or_a_version,
    what_is_kept_yields_to_nobody,
    whatever_is_altered_of_a_line_is_found,
    what_a_line_says_may_be_destroyed,
    identity_answers_rest_sealed,
    the_institutes_readings_of_identity_are_logged,
    two_authorisations_at_once_publish_once,
);

/// Tables whose rows are only added, and a column of each that an update would set.
const ADDED_TO: [(&str, &str); 9] = [
    ("activity_log", "act"),
    ("log_facts", "party"),
    ("versions", "digest"),
    ("submissions", "at"),
    ("receipts", "digest"),
    ("edits", "at"),
    ("extensions", "reason"),
    ("controls", "reason"),
    ("registry_cuts", "cut"),
];

/// Tables whose rows are decided once, and never taken away.
const DECIDED_IN: [&str; 5] =
    ["corrections", "registry_records", "registry_movements", "registry_plans", "registry_messages"];

async fn what_is_kept_yields_to_nobody(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    party.validator.edit_submitted(id, [("motivation", text(310))]).await.ok();
    house.publish(&party).await;
    party.unit.disable_publication(id, &control(Some("motivation"), Ground::Slogan, "Contiene un lema.")).await.ok();
    party.representative.request_correction(id, [("motivation", text(300))], "El texto tiene un error.").await.ok();
    let order = ExtendDeadline {
        candidacies: vec![party.ids[1]],
        last_day: day("2024-04-28"),
        reason: "Falló la red en el municipio.".to_owned(),
    };
    assert_eq!(party.unit.extend_deadline(&order).await.ok().extended, 1);
    let refused = |sql: String| {
        let refused = house.sql(&sql).expect_err(&sql);
        assert!(refused.contains("never changed"), "{sql}: {refused}");
    };
    // A trigger of rows says nothing of a table that has none: those of the registry are tried where they are filled.
    let filled = |table: &str| !table.starts_with("registry_");
    for (table, column) in ADDED_TO.into_iter().filter(|(table, _)| filled(table)) {
        refused(format!("UPDATE {table} SET {column} = 'x'"));
    }
    for table in ADDED_TO.into_iter().map(|(table, _)| table).chain(DECIDED_IN) {
        // Facts may be destroyed, one line's at a time.
        if filled(table) && table != "log_facts" {
            refused(format!("DELETE FROM {table}"));
        }
        if !house.url.starts_with("sqlite:") {
            refused(format!("TRUNCATE {table} CASCADE"));
        }
    }
}

async fn nobody_changes_the_log_or_a_version(house: House) {
    let party = house.verified("PT").await;
    party.unit.authorise_publication(party.ids[0]).await.ok();
    for sql in [
        "UPDATE activity_log SET detail = 'x' WHERE seq = 1",
        "DELETE FROM activity_log WHERE seq = 1",
        "UPDATE versions SET curricular = '{}'",
        "DELETE FROM versions",
        "DELETE FROM submissions",
        "UPDATE log_facts SET party = 'x' WHERE seq = 1",
    ] {
        let refused = house.sql(sql).expect_err(sql);
        assert!(refused.contains("never changed"), "{sql}: {refused}");
    }
    if house.url.starts_with("sqlite:") {
        for table in ["activity_log", "versions", "submissions", "log_facts"] {
            let sql = format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1");
            let refused = house.sql(&sql).expect_err(&sql);
            assert!(refused.contains("never changed"), "{sql}: {refused}");
        }
    }
    for seq in [-1, 0] {
        let sql = format!(
            "INSERT INTO activity_log (seq, at, account_name, act, object, detail, before_digest, after_digest, previous_hash, hash) \
             VALUES ({seq}, '2024-01-01T00:00:00.000Z', 'x', 'x', 'x', '', '', '', '', '')"
        );
        house.sql(&sql).expect_err("nothing comes before the first line");
    }
    let mut conn = house.app.db.conn().expect("a connection");
    let Ok(Proof::Whole { lines, head, .. }) = verify_log(&mut conn, None) else { panic!("the log is whole") };

    // Whoever takes the triggers away is found out by the chain.
    let (off, on) = match house.url.starts_with("sqlite:") {
        true => ("DROP TRIGGER activity_log_no_update; DROP TRIGGER activity_log_no_delete;", ""),
        false => ("ALTER TABLE activity_log DISABLE TRIGGER ALL;", "ALTER TABLE activity_log ENABLE TRIGGER ALL;"),
    };
    let facts = format!("DELETE FROM log_facts WHERE seq = {lines};");
    house.sql(&format!("{off} {facts} DELETE FROM activity_log WHERE seq = {lines}; {on}")).expect("the owner can");
    assert!(
        matches!(verify_log(&mut conn, Some((lines, &head))), Ok(Proof::Broken { .. })),
        "a missing end is seen from a past head"
    );
    house
        .sql("UPDATE activity_log SET account_name = 'otra' WHERE seq = 3")
        .or_else(|_| house.sql(&format!("{off} UPDATE activity_log SET account_name = 'otra' WHERE seq = 3; {on}")))
        .expect("the owner can");
    assert!(matches!(verify_log(&mut conn, None), Ok(Proof::Broken { seq: 3, .. })));
}

/// Changes rows as whoever owns the database can.
fn as_owner(house: &House, sql: &str) {
    let (off, on) = if house.url.starts_with("sqlite:") {
        let triggers = ["activity_log_no_update", "activity_log_no_delete", "log_facts_no_update"];
        (triggers.map(|trigger| format!("DROP TRIGGER IF EXISTS {trigger};")).concat(), String::new())
    } else {
        let every = |what: &str| {
            ["activity_log", "log_facts"].map(|table| format!("ALTER TABLE {table} {what} TRIGGER ALL;")).concat()
        };
        (every("DISABLE"), every("ENABLE"))
    };
    house.sql(&format!("{off} {sql}; {on}")).expect(sql);
}

async fn whatever_is_altered_of_a_line_is_found(house: House) {
    house.verified("PT").await;
    let mut conn = house.app.db.conn().expect("a connection");
    assert!(matches!(verify_log(&mut conn, None), Ok(Proof::Whole { lines, erased: 0, .. }) if lines > 12));
    let (line, said) = ("the line was altered", "what the line says is not what it committed to");
    // The first that is altered is told: so from the last to the first.
    for (seq, table, altered, reason) in [
        (12, "log_facts", "account_name = 'otra'", said),
        (11, "log_facts", "object = 'registry'", said),
        (10, "log_facts", "data = CASE WHEN data IS NULL THEN '' ELSE NULL END", said),
        (9, "log_facts", "before_digest = CASE WHEN before_digest IS NULL THEN '' ELSE NULL END", said),
        (8, "log_facts", "salts = (SELECT salts FROM log_facts WHERE seq = 1)", said),
        (7, "log_facts", "salts = '{}'", said),
        (6, "activity_log", "commitments = '{}'", line),
        (5, "activity_log", "commitments = ''", line),
        (4, "activity_log", "form = 0", line),
        (3, "activity_log", "detail = 'x'", line),
        (2, "activity_log", "act = 'session.opened', at = '2024-01-01T00:00:00.000000Z'", line),
        (1, "activity_log", "commitments = ' ' || commitments", line),
    ] {
        as_owner(&house, &format!("UPDATE {table} SET {altered} WHERE seq = {seq}"));
        assert_eq!(verify_log(&mut conn, None).expect("the log is read"), Proof::Broken { seq, reason }, "{altered}");
    }
}

async fn what_a_line_says_may_be_destroyed(house: House) {
    let party = house.verified("PT").await;
    let mut conn = house.app.db.conn().expect("a connection");
    let about = format!("candidacy={}", party.ids[0]);
    let lines = party.unit.read_activity_log(&about).await.ok().lines;
    let (seq, hash) = (lines[0].seq, &lines[0].hash);
    let Ok(Proof::Whole { head, erased: 0, .. }) = verify_log(&mut conn, None) else { panic!("the log is whole") };
    house.sql(&format!("DELETE FROM log_facts WHERE seq = {seq}")).expect("destroyed");

    let Ok(Proof::Whole { head: same, erased: 1, .. }) = verify_log(&mut conn, None) else { panic!("still whole") };
    assert_eq!(same, head);
    let left = party.unit.read_activity_log(&about).await.ok().lines;
    assert_eq!(left.len(), lines.len() - 1);
    let all = party.unit.read_activity_log("").await.ok().lines;
    let line = all.iter().find(|line| line.seq == seq).expect("the line");
    assert_eq!((&line.hash, line.words.as_str()), (hash, "Se suprimieron sus datos"));
    let told = [&line.account, &line.account_for, &line.object, &line.detail, &line.before, &line.after];
    assert_eq!(told, [""; 6]);
    assert_eq!(line.candidacy, None);
    // Nothing else is put in its place.
    as_owner(
        &house,
        &format!("INSERT INTO log_facts (seq, account_name, object, salts) VALUES ({seq}, 'otra', 'registry', '{{}}')"),
    );
    assert!(matches!(verify_log(&mut conn, None), Ok(Proof::Broken { seq: broken, .. }) if broken == seq));
}

async fn identity_answers_rest_sealed(house: House) {
    let party = house.sent("PT").await;
    let unclear = remark("indigenous.people", Ground::Incomplete, "Aclare si es Caxcán.");
    party.validator.return_to_capture(party.ids[0], &[unclear]).await.ok();
    let seen = party.capturist.candidacy(party.ids[0]).await;
    assert_eq!(said(&seen.answers, "indigenous.people"), Some("Caxcán"));
    match house.url.strip_prefix("sqlite:") {
        Some(path) => {
            house.sql("PRAGMA wal_checkpoint(TRUNCATE)").expect("written out");
            let bytes = std::fs::read(path).expect("the database");
            assert!(bytes.windows("PT".len()).any(|window| window == b"PT"));
            for words in ["Caxcán", "indigenous.self\":"] {
                let found = bytes.windows(words.len()).any(|window| window == words.as_bytes());
                assert!(!found, "an answer rests in the clear: {words}");
            }
        }
        None => {
            let mut conn = PgConnection::establish(&house.url).expect("a connection");
            let sql = "SELECT 1 FROM profiles p, observations o WHERE concat(p::text, o::text, encode(p.identity, 'escape'), encode(o.text, 'escape')) ~ 'Caxc|indigenous.people\":'";
            assert_eq!(sql_query(sql).execute(&mut conn), Ok(0), "an answer rests in the clear");
        }
    }
}

async fn the_institutes_readings_of_identity_are_logged(house: House) {
    let party = house.sent("PT").await;
    let id = party.ids[0];
    party.validator.validate_profile(id).await.ok();
    let systems = house.institute(Role::ItDirectorate).await;
    let seen = systems.candidacy(id).await;
    assert_eq!((seen.shows_identity, said(&seen.answers, "indigenous.self")), (false, None));
    let gender = house.institute(Role::GenderDirectorate).await;
    let about = format!("candidacy={id}");
    let before = party.unit.count_logged(&about, "identity.read").await;
    assert_eq!(said(&gender.candidacy(id).await.answers, "indigenous.self"), Some("Sí"));
    assert_eq!(party.unit.count_logged(&about, "identity.read").await, before + 1);
    let words = party.unit.read_activity_log(&about).await.text();
    assert!(!words.contains("Caxcán") && !words.contains("indigenous"), "the log tells no answer: {words}");
    // Whoever neither captures nor reviews reads how far it is, and no answer before it is public.
    let communication = house.institute(Role::CommunicationUnit).await;
    let seen = communication.candidacy(id).await;
    assert!(seen.answers.is_empty());
    assert_eq!((seen.open_fields, seen.faults), (Vec::new(), Vec::new()));
    systems.read_activity_log("").await.refused(403, "not_allowed");
}

async fn two_authorisations_at_once_publish_once(house: House) {
    let party = house.verified("PT").await;
    let (id, other) = (party.ids[0], house.institute(Role::ResponsibleUnit).await);
    let read = party.unit.candidacy(id).await;
    let (first, second) = join(party.unit.authorise_publication(&read), other.authorise_publication(&read)).await;
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let seen = party.unit.candidacy(id).await;
    assert_eq!(seen.version, Some(1));
}
