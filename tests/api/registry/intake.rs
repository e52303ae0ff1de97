//! The other ways in: signed messages of a program, an address that is asked, and plans that wait for a second person.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
};

use actix_web::http::Method;
use domain::{
    accounts::Role,
    time::{TimeDelta, Timestamp},
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use support::{Answer, House, Person, on_both, registry, registry_without};

on_both!(
    a_signed_message_is_taken_once,
    a_message_older_than_what_was_applied_is_refused,
    a_message_that_is_not_its_keys_does_nothing,
    a_message_comes_with_everything_that_is_signed,
    who_brought_a_plan_may_not_apply_it,
    a_plan_is_applied_as_it_was_read,
    a_message_waits_for_a_person,
    a_completed_row_waits_too,
    without_many_withdrawals_nobody_waits,
    the_address_is_asked_and_its_file_taken_once,
    an_older_file_of_the_address_gives_nobody_back,
    who_made_a_programs_key_may_not_apply_what_it_brings,
    a_plan_that_is_no_longer_read_hides_no_other,
);

const FOLIO: &str = "ZAC24-00005";
const OTHER: &str = "ZAC24-00007";

/// A message as the registry's program sends it.
struct Message {
    key: String,
    sent_at: String,
    id: String,
    cut: String,
    body: Vec<u8>,
}

impl Message {
    fn signature(&self) -> String {
        let (_, secret) = self.key.split_once('.').expect("a secret");
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("a key");
        mac.update(format!("{}\n{}\n{}\n", self.sent_at, self.id, self.cut).as_bytes());
        mac.update(&self.body);
        domain::text::hex(&mac.finalize().into_bytes())
    }

    async fn send(&self, house: &House) -> Answer {
        self.send_signed(house, &self.signature()).await
    }

    async fn send_signed(&self, house: &House, signature: &str) -> Answer {
        let program = Person { token: self.key.clone(), cookie: String::new() };
        let request = House::request(Method::POST, "/registry/push", Some(&program))
            .insert_header(("conoceles-sent-at", self.sent_at.as_str()))
            .insert_header(("conoceles-message", self.id.as_str()))
            .insert_header(("conoceles-cut", self.cut.as_str()))
            .insert_header(("conoceles-signature", signature));
        house.send(request.set_payload(self.body.clone())).await
    }
}

/// A program with a key, and how it writes a message now.
struct Program {
    key: String,
    unit: Person,
}

impl Program {
    async fn of(house: &House) -> Self {
        let unit = house.institute(Role::ResponsibleUnit).await;
        let key = house.post(&unit, "/machine-keys", json!({ "name": "registro" })).await.ok();
        Self { key: key["key"].as_str().expect("a key").to_owned(), unit }
    }

    fn message(&self, house: &House, id: &str, cut: &str, body: Vec<u8>) -> Message {
        let (sent_at, id, cut) = (house.app.now().to_string(), id.to_owned(), cut.to_owned());
        Message { key: self.key.clone(), sent_at, id, cut, body }
    }
}

async fn total(house: &House) -> Value {
    house.get(None, "/public/candidacies").await.ok()["total"].clone()
}

fn head(house: &House) -> (i64, String) {
    store::log::head(&mut house.app.db.conn().expect("a connection")).expect("a head")
}

async fn a_signed_message_is_taken_once(house: House) {
    let program = Program::of(&house).await;
    let first = program.message(&house, "src-1", "2024-04-01T09:00:00-06:00", registry());
    let answer = first.send(&house).await.ok();
    assert_eq!((answer["plan"]["added"].as_array().map(Vec::len), total(&house).await), (Some(40), json!(40)));
    let before = head(&house);
    house.wait(TimeDelta::minutes(3));
    let again = program.message(&house, "src-1", "2024-04-01T09:00:00-06:00", registry());
    assert_eq!(again.send(&house).await.ok(), answer, "as the first time");
    assert_eq!(before, head(&house), "with nothing done twice");

    let other = program.message(&house, "src-1", "2024-04-01T09:00:00-06:00", registry_without(FOLIO));
    other.send(&house).await.refused(409, "message_reused");
    let cut = program.message(&house, "src-1", "2024-04-01T09:30:00-06:00", registry());
    cut.send(&house).await.refused(409, "message_reused");
    assert_eq!(total(&house).await, 40);
    let next = program.message(&house, "src-2", "2024-04-01T09:30:00-06:00", registry_without(FOLIO));
    next.send(&house).await.ok();
    assert_eq!(total(&house).await, 39);
}

async fn a_message_older_than_what_was_applied_is_refused(house: House) {
    let program = Program::of(&house).await;
    program.message(&house, "b", "2024-04-01T15:30:00Z", registry_without(FOLIO)).send(&house).await.ok();
    let late = program.message(&house, "a", "2024-04-01T15:00:00Z", registry());
    late.send(&house).await.refused(409, "old_cut");
    assert_eq!(total(&house).await, 39, "who was cancelled is not back");
    let future = program.message(&house, "c", "2024-04-02T15:00:00Z", registry());
    future.send(&house).await.refused(400, "bad_request");
    program.message(&house, "d", "2024-04-01T15:30:00Z", registry()).send(&house).await.ok();
    assert_eq!(total(&house).await, 40);
}

async fn a_message_that_is_not_its_keys_does_nothing(house: House) {
    let program = Program::of(&house).await;
    let message = program.message(&house, "m", "2024-04-01T15:00:00Z", registry());
    let good = message.signature();
    let changed =
        Message { body: registry_without(FOLIO), ..program.message(&house, "m", "2024-04-01T15:00:00Z", Vec::new()) };
    changed.send_signed(&house, &good).await.refused(401, "bad_signature");
    let renamed = program.message(&house, "n", "2024-04-01T15:00:00Z", registry());
    renamed.send_signed(&house, &good).await.refused(401, "bad_signature");
    for wrong in ["", "00", "zz", "é", &good[2..]] {
        let status = message.send_signed(&house, wrong).await.status;
        assert!(matches!(status, 400 | 401), "{wrong}: {status}");
    }
    let foreign = Program::of(&house).await;
    let mixed = foreign.message(&house, "m", "2024-04-01T15:00:00Z", registry());
    message.send_signed(&house, &mixed.signature()).await.refused(401, "bad_signature");
    house.wait(TimeDelta::minutes(6));
    message.send(&house).await.refused(400, "clock_skew");
    let early = Message { sent_at: (house.app.now() + TimeDelta::minutes(6)).to_string(), ..message };
    early.send(&house).await.refused(400, "clock_skew");
    assert_eq!(total(&house).await, 0);
}

async fn a_message_comes_with_everything_that_is_signed(house: House) {
    let program = Program::of(&house).await;
    let sender = Person { token: program.key.clone(), cookie: String::new() };
    let names = ["conoceles-sent-at", "conoceles-message", "conoceles-cut", "conoceles-signature"];
    for missing in names {
        let mut request = House::request(Method::POST, "/registry/push", Some(&sender));
        for name in names.into_iter().filter(|name| *name != missing) {
            request = request.insert_header((name, "x"));
        }
        let answer = house.send(request.set_payload(registry())).await;
        answer.refused(400, "bad_request");
        let detail = answer.body["detail"].as_str().expect("what to do").to_lowercase();
        assert!(detail.contains(missing), "{detail}");
    }
    for (id, cut) in [("con espacio", "2024-04-01T15:00:00Z"), ("m", "ayer")] {
        program.message(&house, id, cut, registry()).send(&house).await.refused(400, "bad_request");
    }
    program
        .message(&house, "m", "2024-04-01T15:00:00Z", b"nada".to_vec())
        .send(&house)
        .await
        .refused(422, "unreadable_registry");
    // What was refused left nothing behind: its id serves.
    program.message(&house, "m", "2024-04-01T15:00:00Z", registry()).send(&house).await.ok();
    let person = house.institute(Role::ResponsibleUnit).await;
    house.post(&person, "/registry/push", Value::Null).await.refused(403, "not_allowed");
}

/// A house where every plan waits for a second person.
fn careful(house: House) -> House {
    house.configured("election.toml", "second_person_from = 20", "second_person_from = 0")
}

async fn standing(house: &House, person: &Person) -> Value {
    house.get(Some(person), "/registry/standing").await.ok()
}

fn approval(plan: &Value) -> String {
    let word = |key: &str| plan[key].as_str().expect("a text").to_owned();
    format!("/registry/plans/{}/approval?digest={}", word("id"), word("digest"))
}

async fn who_brought_a_plan_may_not_apply_it(house: House) {
    let house = careful(house);
    let (first, second) = (house.institute(Role::ItDirectorate).await, house.institute(Role::ResponsibleUnit).await);
    let synced = house.sync(&first, registry()).await.ok();
    assert!(synced["waiting"].is_string(), "{synced}");
    assert_eq!(total(&house).await, 0, "nothing is applied");
    let again = house.sync(&first, registry()).await.ok();
    assert_eq!(again["waiting"], synced["waiting"], "the same file is the same plan");

    let own = standing(&house, &first).await;
    let plan = &own["plans"][0];
    assert_eq!((&plan["own"], plan["plan"]["added"].as_array().map(Vec::len)), (&json!(true), Some(40)));
    house.post(&first, &approval(plan), Value::Null).await.refused(409, "second_person_required");
    let seen = standing(&house, &second).await;
    assert_eq!(seen["plans"][0]["own"], false);
    house.post(&second, &approval(plan), Value::Null).await.ok();
    assert_eq!((total(&house).await, standing(&house, &second).await["plans"].clone()), (json!(40), json!([])));
    house.post(&second, &approval(plan), Value::Null).await.refused(404, "not_found");
    let log = house.get(Some(&second), "/activity-log").await.ok().to_string();
    assert!(log.contains("registry.plan_held") && log.contains("registry.plan_approved"));
}

async fn a_plan_is_applied_as_it_was_read(house: House) {
    let house = careful(house);
    let (first, second) = (house.institute(Role::ItDirectorate).await, house.institute(Role::ResponsibleUnit).await);
    house.sync(&first, registry()).await.ok();
    let whole = standing(&house, &second).await["plans"][0].clone();
    house.sync(&first, registry_without(FOLIO)).await.ok();
    let both = standing(&house, &second).await;
    let other = &both["plans"][1];
    house.post(&second, &approval(&whole), Value::Null).await.ok();
    house.post(&second, &approval(other), Value::Null).await.refused(409, "plan_changed");
    let path = format!("/registry/plans/{}/approval", other["id"].as_str().expect("an id"));
    house.post(&second, &path, Value::Null).await.refused(400, "bad_request");

    let path = format!("/registry/plans/{}/refusal", other["id"].as_str().expect("an id"));
    house.post(&second, &path, json!({ "reason": "No." })).await.refused(400, "bad_request");
    let reason = json!({ "reason": "La cancelación todavía no se aprueba." });
    assert_eq!(house.post(&second, &path, reason.clone()).await.status, 204);
    house.post(&second, &path, reason).await.refused(404, "not_found");
    assert_eq!((total(&house).await, standing(&house, &second).await["plans"].clone()), (json!(40), json!([])));
}

async fn a_message_waits_for_a_person(house: House) {
    let house = careful(house);
    let program = Program::of(&house).await;
    let message = program.message(&house, "m", "2024-04-01T15:00:00Z", registry());
    let waiting = message.send(&house).await.ok();
    assert!(waiting["waiting"].is_string());
    let newer = program.message(&house, "n", "2024-04-01T15:30:00Z", registry_without(FOLIO));
    newer.send(&house).await.ok();
    let plans = standing(&house, &program.unit).await["plans"].clone();
    let second = house.institute(Role::ItDirectorate).await;
    house.post(&second, &approval(&plans[1]), Value::Null).await.ok();
    assert_eq!(total(&house).await, 39);
    let left = standing(&house, &second).await["plans"][0].clone();
    house.post(&second, &approval(&left), Value::Null).await.refused(409, "old_cut");
    house.wait(TimeDelta::minutes(2));
    let later = program.message(&house, "o", "2024-04-01T16:00:00Z", registry());
    assert_eq!(later.send(&house).await.ok()["waiting"], waiting["waiting"], "the registry says it anew");
    house.post(&second, &approval(&left), Value::Null).await.ok();
    assert_eq!(total(&house).await, 40);
    let message = program.message(&house, "m", "2024-04-01T15:00:00Z", registry());
    assert_eq!(message.send(&house).await.ok(), waiting, "the same message is answered as the first time");
}

async fn a_completed_row_waits_too(house: House) {
    let (unit, second) = (house.institute(Role::ResponsibleUnit).await, house.institute(Role::ItDirectorate).await);
    house.sync(&unit, support::registry_with(FOLIO, "1957-08-23", "1957", &[])).await.ok();
    let house = careful(house);
    let records = house.get(Some(&unit), "/registry/records").await.ok();
    let path = format!("/registry/records/{}/completion", records[0]["id"].as_str().expect("an id"));
    let date = json!({ "cells": [{ "column": "birth_date", "value": "1957-08-23" }] });
    let waiting = house.post(&unit, &path, date).await.ok();
    assert!(waiting["waiting"].is_string());
    assert_eq!((total(&house).await, house.get(Some(&unit), "/registry/records").await.ok()), (json!(39), records));
    let plan = standing(&house, &second).await["plans"][0].clone();
    house.post(&second, &approval(&plan), Value::Null).await.ok();
    assert_eq!((total(&house).await, house.get(Some(&unit), "/registry/records").await.ok()), (json!(40), json!([])));
}

async fn without_many_withdrawals_nobody_waits(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.sync(&unit, registry()).await.ok();
    let text = String::from_utf8(registry()).expect("UTF-8");
    let cancelled = |many: usize| text.replacen("APROBADA", "CANCELADA", many).into_bytes();
    assert!(house.sync(&unit, cancelled(19)).await.ok()["waiting"].is_null());
    assert_eq!(total(&house).await, 21);
    house.sync(&unit, registry()).await.ok();
    assert!(house.sync(&unit, cancelled(20)).await.ok()["waiting"].is_string());
    assert_eq!(total(&house).await, 40);
}

/// What the registry's server says next: status, `ETag` or `Last-Modified`, and body.
type Says = Arc<Mutex<(u16, &'static str, Vec<u8>)>>;

/// A server of the registry, which answers 304 to who has what it would say, and the headers it was asked with.
fn registry_server(says: &Says) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/registro.csv", listener.local_addr().expect("an address"));
    let (asked, says) = (Arc::new(Mutex::new(Vec::new())), Arc::clone(says));
    let heard = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
            let headers: Vec<String> = lines.map_while(Result::ok).take_while(|line| !line.is_empty()).collect();
            let headers = headers.join("\n").to_lowercase();
            let (status, etag, body) = says.lock().expect("what to say").clone();
            let known = status == 200
                && !etag.is_empty()
                && headers.contains(&format!("if-none-match: {}", etag.to_lowercase()));
            heard.lock().expect("what was heard").push(headers);
            let (status, body) = if known { (304, Vec::new()) } else { (status, body) };
            let name = if etag.ends_with("GMT") { "last-modified" } else { "etag" };
            let head = format!(
                "HTTP/1.1 {status} X\r\n{name}: {etag}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            // Who asked may be gone.
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(&body));
        }
    });
    (address, asked)
}

/// What the address answered last, as somebody who just came in reads it.
async fn standing_now(house: &House) -> Value {
    let unit = house.institute(Role::ResponsibleUnit).await;
    standing(house, &unit).await["address"].clone()
}

async fn the_address_is_asked_and_its_file_taken_once(house: House) {
    let says: Says = Arc::new(Mutex::new((200, "\"Uno\"", registry())));
    let (address, asked) = registry_server(&says);
    assert_eq!(standing_now(&house).await, Value::Null);
    let house = house.asking(&address.replace("http://", "http://srci:clave@"));
    assert_eq!(standing_now(&house).await["asked_at"], Value::Null);
    let ask = || {
        house.wait(TimeDelta::minutes(16));
        house.run_jobs();
        house.app.refresh().expect("what is public");
    };
    ask();
    assert_eq!(total(&house).await, 40);
    // The name and password of the address, as HTTP's basic authentication writes them.
    assert!(asked.lock().expect("heard")[0].contains("authorization: basic c3jjatpjbgf2zq=="));
    let taken = house.app.now();
    let told = standing_now(&house).await;
    assert_eq!((&told["every_minutes"], &told["fault"]), (&json!(15), &Value::Null));
    let time = |value: &Value| value.as_str().expect("a time").parse::<Timestamp>().expect("a time");
    assert_eq!((time(&told["asked_at"]), time(&told["taken_at"])), (taken, taken));

    house.run_jobs();
    assert_eq!(asked.lock().expect("heard").len(), 1, "not before its time");
    let before = head(&house);
    ask();
    assert!(asked.lock().expect("heard")[1].contains("if-none-match: \"uno\""));
    assert_eq!(before, head(&house), "304 does nothing");
    let told = standing_now(&house).await;
    assert_eq!((time(&told["asked_at"]), time(&told["taken_at"])), (house.app.now(), taken));

    *says.lock().expect("what to say") = (503, "", b"no".to_vec());
    ask();
    let since = house.app.now();
    ask();
    let told = standing_now(&house).await;
    assert_eq!((&told["fault"], time(&told["fault_since"])), (&json!("El registro contestó 503."), since));
    *says.lock().expect("what to say") = (200, "\"Dos\"", b"<html>Mantenimiento</html>".to_vec());
    ask();
    let told = standing_now(&house).await;
    assert!(told["fault"].as_str().is_some_and(|fault| fault.contains("Faltan estas columnas")), "{told}");
    assert_eq!(time(&told["fault_since"]), house.app.now());

    *says.lock().expect("what to say") = (200, "\"Tres\"", registry_without(OTHER));
    ask();
    assert_eq!(total(&house).await, 39);
    let told = standing_now(&house).await;
    assert_eq!((&told["fault"], time(&told["taken_at"])), (&Value::Null, house.app.now()));
    let unit = house.institute(Role::ResponsibleUnit).await;
    let log = house.get(Some(&unit), "/activity-log").await.ok().to_string();
    assert!(log.contains("\"account\":\"sistema\""), "{log}");
}

async fn an_older_file_of_the_address_gives_nobody_back(house: House) {
    let says: Says = Arc::new(Mutex::new((200, "Mon, 01 Apr 2024 14:00:00 GMT", registry())));
    let (address, _) = registry_server(&says);
    let house = house.asking(&address);
    let ask = |etag, file| {
        *says.lock().expect("what to say") = (200, etag, file);
        house.wait(TimeDelta::minutes(16));
        house.run_jobs();
        house.app.refresh().expect("what is public");
    };
    ask("Mon, 01 Apr 2024 14:00:00 GMT", registry());
    assert_eq!(total(&house).await, 40);
    ask("Mon, 01 Apr 2024 15:00:00 GMT", registry_without(FOLIO));
    assert_eq!(total(&house).await, 39);
    ask("Mon, 01 Apr 2024 14:30:00 GMT", registry());
    assert_eq!(total(&house).await, 39, "older than what was applied");
    assert!(standing_now(&house).await["fault"].is_string());

    // A person's file says no cut: one of the address from before it gives back nobody that it withdrew.
    let unit = house.institute(Role::ResponsibleUnit).await;
    let both = String::from_utf8(registry_without(FOLIO)).expect("UTF-8");
    let seven = support::row(OTHER);
    let both = both.replace(&seven, &seven.replace("APROBADA", "CANCELADA")).into_bytes();
    house.sync(&unit, both).await.ok();
    assert_eq!(total(&house).await, 38);
    ask("Mon, 01 Apr 2024 15:10:00 GMT", registry_without(FOLIO));
    assert_eq!(total(&house).await, 38);
    let unit = house.institute(Role::ResponsibleUnit).await;
    let plans = standing(&house, &unit).await["plans"].clone();
    assert_eq!((plans.as_array().map(Vec::len), &plans[0]["plan"]["reinstated"][0]["folio"]), (Some(1), &json!(OTHER)));
    // Nor does one that says no moment at all.
    ask("\"sin fecha\"", registry());
    let unit = house.institute(Role::ResponsibleUnit).await;
    let plans = standing(&house, &unit).await["plans"].clone();
    assert_eq!((plans.as_array().map(Vec::len), total(&house).await), (Some(2), json!(38)));
    house.post(&unit, &approval(&plans[1]), Value::Null).await.ok();
    assert_eq!(total(&house).await, 40, "a person let it");
}

async fn who_made_a_programs_key_may_not_apply_what_it_brings(house: House) {
    let house = careful(house);
    let program = Program::of(&house).await;
    program.message(&house, "a", "2024-04-01T15:00:00Z", registry()).send(&house).await.ok();
    let plan = standing(&house, &program.unit).await["plans"][0].clone();
    assert_eq!(plan["own"], json!(true));
    house.post(&program.unit, &approval(&plan), Value::Null).await.refused(409, "second_person_required");
    let second = house.institute(Role::ItDirectorate).await;
    house.post(&second, &approval(&plan), Value::Null).await.ok();
    assert_eq!(total(&house).await, 40);
    let bare =
        House::request(Method::POST, "/registry/sync", Some(&Person { token: program.key, cookie: String::new() }));
    house.send(bare.set_payload(registry())).await.refused(403, "not_allowed");
}

async fn a_plan_that_is_no_longer_read_hides_no_other(house: House) {
    let house = careful(house);
    let unit = house.institute(Role::ResponsibleUnit).await;
    house.sync(&unit, registry()).await.ok();
    let house = house.configured("election.toml", "\"FECHA_NACIMIENTO\"", "\"NACIMIENTO\"");
    let text = String::from_utf8(registry_without(FOLIO)).expect("UTF-8");
    house.sync(&unit, text.replace("FECHA_NACIMIENTO", "NACIMIENTO").into_bytes()).await.ok();
    let plans = standing(&house, &unit).await["plans"].clone();
    assert!(plans[0]["unreadable"].as_str().is_some_and(|why| why.contains("NACIMIENTO")), "{plans}");
    assert_eq!((&plans[1]["unreadable"], plans[1]["plan"]["added"].as_array().map(Vec::len)), (&Value::Null, Some(40)));
    let second = house.institute(Role::ItDirectorate).await;
    house.post(&second, &approval(&plans[0]), Value::Null).await.refused(422, "unreadable_registry");
    let path = format!("/registry/plans/{}/refusal", plans[0]["id"].as_str().expect("an id"));
    house.post(&second, &path, json!({ "reason": "Ya no se puede leer con el registro de hoy." })).await.ok();
    assert_eq!(standing(&house, &second).await["plans"].as_array().map(Vec::len), Some(1));
}
