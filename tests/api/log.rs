use actix_web::http::Method;
use casework::log::{Proof, verify_log};
use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};
use domain::accounts::Role;
use futures_util::future::join;
use serde_json::{Value, json};
use support::{House, on_both};

on_both!(
    nobody_changes_the_log_or_a_version,
    whatever_is_altered_of_a_line_is_found,
    what_a_line_says_may_be_destroyed,
    identity_answers_rest_sealed,
    the_institutes_readings_of_identity_are_logged,
    two_authorisations_at_once_publish_once,
);

async fn nobody_changes_the_log_or_a_version(house: House) {
    let party = house.verified("PT").await;
    house.change(&party.unit, Method::POST, &party.ids[0], "authorisation", Value::Null).await.ok();
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
    let path = format!("/activity-log?candidacy={}", party.ids[0]);
    let lines = house.get(Some(&party.unit), &path).await.ok()["lines"].as_array().expect("lines").clone();
    let (seq, hash) = (lines[0]["seq"].as_i64().expect("a place"), lines[0]["hash"].clone());
    let Ok(Proof::Whole { head, erased: 0, .. }) = verify_log(&mut conn, None) else { panic!("the log is whole") };
    house.sql(&format!("DELETE FROM log_facts WHERE seq = {seq}")).expect("destroyed");

    let Ok(Proof::Whole { head: same, erased: 1, .. }) = verify_log(&mut conn, None) else { panic!("still whole") };
    assert_eq!(same, head);
    let about = house.get(Some(&party.unit), &path).await.ok();
    assert_eq!(about["lines"].as_array().expect("lines").len(), lines.len() - 1);
    let all = house.get(Some(&party.unit), "/activity-log").await.ok();
    let line =
        all["lines"].as_array().expect("lines").iter().find(|line| line["seq"] == seq).expect("the line").clone();
    assert_eq!((&line["hash"], &line["words"]), (&hash, &json!("Se suprimieron sus datos")));
    for told in ["account", "account_for", "object", "detail", "before", "after"] {
        assert_eq!(line[told], "", "{told}");
    }
    assert_eq!(line["candidacy"], Value::Null);
    // Nothing else is put in its place.
    as_owner(
        &house,
        &format!("INSERT INTO log_facts (seq, account_name, object, salts) VALUES ({seq}, 'otra', 'registry', '{{}}')"),
    );
    assert!(matches!(verify_log(&mut conn, None), Ok(Proof::Broken { seq: broken, .. }) if broken == seq));
}

async fn identity_answers_rest_sealed(house: House) {
    let party = house.sent("PT").await;
    let remark = json!({ "observations": [{ "field": "indigenous.people", "ground": "incomplete", "text": "Aclare si es Caxcán." }] });
    house.change(&party.validator, Method::POST, &party.ids[0], "return", remark).await.ok();
    let seen = house.get(Some(&party.capturist), &format!("/candidacies/{}", party.ids[0])).await.ok();
    assert_eq!(seen["answers"]["indigenous.people"], "Caxcán");
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
    let path = format!("/candidacies/{}", party.ids[0]);
    let systems = house.institute(Role::ItDirectorate).await;
    let seen = house.get(Some(&systems), &path).await.ok();
    assert_eq!((&seen["shows_identity"], &seen["answers"]["indigenous.self"]), (&json!(false), &Value::Null));
    let gender = house.institute(Role::GenderDirectorate).await;
    assert_eq!(house.get(Some(&gender), &path).await.ok()["answers"]["indigenous.self"], "Sí");
    let log = house.get(Some(&party.unit), &format!("/activity-log?candidacy={}", party.ids[0])).await.ok();
    let readings = log["lines"].as_array().expect("lines").iter().filter(|line| line["act"] == "identity.read").count();
    assert_eq!(readings, 1);
    let words = log.to_string();
    assert!(!words.contains("Caxcán") && !words.contains("indigenous"), "the log tells no answer: {words}");
    // Whoever neither captures nor reviews reads how far it is, and no answer before it is public.
    let communication = house.institute(Role::CommunicationUnit).await;
    let seen = house.get(Some(&communication), &path).await.ok();
    assert_eq!((&seen["answers"], &seen["open_fields"], &seen["faults"]), (&json!({}), &json!([]), &json!([])));
    house.get(Some(&systems), "/activity-log").await.refused(403, "not_allowed");
}

async fn two_authorisations_at_once_publish_once(house: House) {
    let party = house.verified("PT").await;
    let (id, other) = (&party.ids[0], house.institute(Role::ResponsibleUnit).await);
    let revision = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok()["revision"].clone();
    let authorise = |person| house.change_from(person, Method::POST, id, "authorisation", Value::Null, &revision);
    let (first, second) = join(authorise(&party.unit), authorise(&other)).await;
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 412]);
    let seen = house.get(Some(&party.unit), &format!("/candidacies/{id}")).await.ok();
    assert_eq!(seen["version"], 1);
}
