//! The other ways in: signed messages of a program, an address that is asked, and plans that wait for a second person.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
};

use actix_web::http::Method;
use contract::registry::{AddressStanding, RegistryCell, RegistrySynced, WaitingPlan};
use domain::{
    accounts::Role,
    candidacy::RegistryStatus,
    ids::Folio,
    messages::MessageKind,
    registry::Column,
    time::{TimeDelta, Timestamp},
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::json;
use sha2::Sha256;
use support::{Answer, House, Person, SignedMessage, at, on_both, registry, registry_with, registry_without, row};

use super::everywhere::{everything, everywhere};

on_both!(
    a_signed_message_is_taken_once,
    a_message_older_than_what_was_applied_is_refused,
    a_message_that_is_not_its_keys_does_nothing,
    a_message_comes_with_everything_that_is_signed,
    who_brought_a_plan_may_not_apply_it,
    a_plan_is_applied_as_it_was_read,
    a_message_waits_for_a_person,
    a_completed_row_waits_too,
    many_withdrawals_of_a_day_wait_in_however_many_files,
    many_small_files_withdraw_no_more_than_a_large_one,
    who_waits_to_be_withdrawn_is_hidden_everywhere_and_comes_back_whole,
    the_address_is_asked_and_its_file_taken_once,
    an_older_file_of_the_address_gives_nobody_back,
    who_made_a_programs_key_may_not_apply_what_it_brings,
    a_plan_that_is_no_longer_read_hides_no_other,
);

const FOLIO: &str = "ZAC24-00005";
const OTHER: &str = "ZAC24-00007";

/// A program with a key, and the account that made it.
pub struct Program {
    /// What signs its messages.
    secret: String,
    person: Person,
    /// Of the responsible unit.
    pub unit: Person,
}

impl Program {
    pub async fn of(house: &House) -> Self {
        let unit = house.institute(Role::ResponsibleUnit).await;
        let made = unit.make_machine_key("registro").await.ok();
        Self { person: house.program(&made.key), secret: made.signing_secret, unit }
    }

    /// A message as it would write it now.
    fn message(&self, house: &House, id: &str, cut: &str, body: Vec<u8>) -> SignedMessage {
        self.message_of(house.app.now(), id, cut, body)
    }

    /// A message as it would write it at a moment.
    fn message_of(&self, sent_at: Timestamp, id: &str, cut: &str, body: Vec<u8>) -> SignedMessage {
        let (sent_at, id, cut) = (sent_at.to_string(), id.to_owned(), cut.to_owned());
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).expect("a key");
        mac.update(format!("{sent_at}\n{id}\n{cut}\n").as_bytes());
        mac.update(&body);
        let signature = domain::text::hex(&mac.finalize().into_bytes());
        SignedMessage { sent_at, id, cut, body, signature }
    }

    /// Writes a message now and sends it.
    pub async fn send(&self, house: &House, id: &str, cut: &str, body: Vec<u8>) -> Answer<RegistrySynced> {
        self.person.push_registry(&self.message(house, id, cut, body)).await
    }
}

async fn a_signed_message_is_taken_once(house: House) {
    let program = Program::of(&house).await;
    let cut = "2024-04-01T09:00:00-06:00";
    let answer = program.send(&house, "src-1", cut, registry()).await.ok();
    assert_eq!((answer.plan.added.len(), house.total().await), (40, 40));
    let before = house.head();
    house.wait(TimeDelta::minutes(3));
    assert_eq!(program.send(&house, "src-1", cut, registry()).await.ok(), answer, "as the first time");
    assert_eq!(before, house.head(), "with nothing done twice");

    program.send(&house, "src-1", cut, registry_without(FOLIO)).await.refused(409, "message_reused");
    let later = "2024-04-01T09:30:00-06:00";
    program.send(&house, "src-1", later, registry()).await.refused(409, "message_reused");
    assert_eq!(house.total().await, 40);
    program.send(&house, "src-2", later, registry_without(FOLIO)).await.ok();
    assert_eq!(house.total().await, 39);
}

async fn a_message_older_than_what_was_applied_is_refused(house: House) {
    let program = Program::of(&house).await;
    program.send(&house, "b", "2024-04-01T15:30:00Z", registry_without(FOLIO)).await.ok();
    program.send(&house, "a", "2024-04-01T15:00:00Z", registry()).await.refused(409, "old_cut");
    assert_eq!(house.total().await, 39, "who was cancelled is not back");
    program.send(&house, "c", "2024-04-02T15:00:00Z", registry()).await.refused(400, "bad_request");
    program.send(&house, "d", "2024-04-01T15:30:00Z", registry()).await.ok();
    assert_eq!(house.total().await, 40);
}

async fn a_message_that_is_not_its_keys_does_nothing(house: House) {
    let program = Program::of(&house).await;
    let cut = "2024-04-01T15:00:00Z";
    let message = program.message(&house, "m", cut, registry());
    let push = async |message: SignedMessage| program.person.push_registry(&message).await;
    let changed = SignedMessage { body: registry_without(FOLIO), ..message.clone() };
    push(changed).await.refused(401, "bad_signature");
    let renamed = SignedMessage { id: "n".to_owned(), ..message.clone() };
    push(renamed).await.refused(401, "bad_signature");
    for wrong in ["", "00", "zz", "é", &message.signature[2..]] {
        let status = push(SignedMessage { signature: wrong.to_owned(), ..message.clone() }).await.status;
        assert!(matches!(status, 400 | 401), "{wrong}: {status}");
    }
    // Whoever reads what travels has the key, and with it signs nothing.
    let made = program.unit.make_machine_key("otra").await.ok();
    let (person, travels) = (house.program(&made.key), made.key.split_once('.').expect("a secret").1.to_owned());
    let reader = Program { person, secret: travels, unit: house.institute(Role::ResponsibleUnit).await };
    reader.send(&house, "m", cut, registry()).await.refused(401, "bad_signature");
    let foreign = Program::of(&house).await.message(&house, "m", cut, registry());
    push(foreign).await.refused(401, "bad_signature");
    house.wait(TimeDelta::minutes(6));
    push(message).await.refused(400, "clock_skew");
    let early = program.message_of(house.app.now() + TimeDelta::minutes(6), "m", cut, registry());
    push(early).await.refused(400, "clock_skew");
    assert_eq!(house.total().await, 0);
}

async fn a_message_comes_with_everything_that_is_signed(house: House) {
    let program = Program::of(&house).await;
    let names = ["conoceles-sent-at", "conoceles-message", "conoceles-cut", "conoceles-signature"];
    for missing in names {
        let mut request = program.person.request(Method::POST, "/registry/push");
        for name in names.into_iter().filter(|name| *name != missing) {
            request = request.insert_header((name, "x"));
        }
        let answer = house.send(request.set_payload(registry())).await;
        let detail = answer.refused(400, "bad_request").detail.to_lowercase();
        assert!(detail.contains(missing), "{detail}");
    }
    for (id, cut) in [("con espacio", "2024-04-01T15:00:00Z"), ("m", "ayer")] {
        program.send(&house, id, cut, registry()).await.refused(400, "bad_request");
    }
    let nothing = program.send(&house, "m", "2024-04-01T15:00:00Z", b"nada".to_vec()).await;
    nothing.refused(422, "unreadable_registry");
    // What was refused left nothing behind: its id serves.
    program.send(&house, "m", "2024-04-01T15:00:00Z", registry()).await.ok();
    let person = house.institute(Role::ResponsibleUnit).await;
    person.push_registry(&SignedMessage::default()).await.refused(403, "not_allowed");
}

/// A house where every plan waits for a second person.
fn careful(house: House) -> House {
    house.configured("election.toml", "second_person_from = 20", "second_person_from = 0")
}

/// The plans that wait, as somebody reads them.
async fn plans(person: &Person) -> Vec<WaitingPlan> {
    person.read_registry_standing().await.ok().plans
}

async fn who_brought_a_plan_may_not_apply_it(house: House) {
    let house = careful(house);
    let (first, second) = (house.institute(Role::ItDirectorate).await, house.institute(Role::ResponsibleUnit).await);
    let synced = first.sync_registry(registry()).await.ok();
    assert!(synced.waiting.is_some(), "{synced:?}");
    assert_eq!(house.total().await, 0, "nothing is applied");
    let again = first.sync_registry(registry()).await.ok();
    assert_eq!(again.waiting, synced.waiting, "the same file is the same plan");

    let plan = &plans(&first).await[0];
    assert_eq!((plan.own, plan.plan.added.len()), (true, 40));
    first.approve_registry_plan(plan).await.refused(409, "second_person_required");
    assert!(!plans(&second).await[0].own);
    second.approve_registry_plan(plan).await.ok();
    assert_eq!((house.total().await, plans(&second).await), (40, Vec::new()));
    second.approve_registry_plan(plan).await.refused(404, "not_found");
    assert_eq!(second.count_logged("", "registry.plan_held").await, 1);
    assert_eq!(second.count_logged("", "registry.plan_confirmed").await, 1);
    assert_eq!(second.count_told(MessageKind::PlanWaits).await, 1);
}

async fn a_plan_is_applied_as_it_was_read(house: House) {
    let house = careful(house);
    let (first, second) = (house.institute(Role::ItDirectorate).await, house.institute(Role::ResponsibleUnit).await);
    first.sync_registry(registry()).await.ok();
    let whole = &plans(&second).await[0];
    first.sync_registry(registry_without(FOLIO)).await.ok();
    let other = &plans(&second).await[1];
    second.approve_registry_plan(whole).await.ok();
    second.approve_registry_plan(other).await.refused(409, "plan_changed");
    let unread = second.request(Method::POST, &format!("/registry/plans/{}/approval", other.id));
    house.send(unread.set_json(json!({ "reason": "Sin haberlo leído." }))).await.refused(400, "bad_request");
    first.decline_registry_plan(other.id, "Me equivoqué de archivo.").await.refused(409, "second_person_required");

    second.decline_registry_plan(other.id, "No.").await.refused(400, "bad_request");
    let reason = "La cancelación todavía no se aprueba.";
    assert_eq!(second.decline_registry_plan(other.id, reason).await.status, 204);
    second.decline_registry_plan(other.id, reason).await.refused(404, "not_found");
    assert_eq!((house.total().await, plans(&second).await), (40, Vec::new()));
}

async fn a_message_waits_for_a_person(house: House) {
    let house = careful(house);
    let program = Program::of(&house).await;
    let waiting = program.send(&house, "m", "2024-04-01T15:00:00Z", registry()).await.ok();
    assert!(waiting.waiting.is_some());
    program.send(&house, "n", "2024-04-01T15:30:00Z", registry_without(FOLIO)).await.ok();
    let second = house.institute(Role::ItDirectorate).await;
    second.approve_registry_plan(&plans(&program.unit).await[1]).await.ok();
    assert_eq!(house.total().await, 39);
    let left = &plans(&second).await[0];
    second.approve_registry_plan(left).await.refused(409, "old_cut");
    house.wait(TimeDelta::minutes(2));
    let later = program.send(&house, "o", "2024-04-01T16:00:00Z", registry()).await.ok();
    assert_eq!(later.waiting, waiting.waiting, "the registry says it anew");
    second.approve_registry_plan(left).await.ok();
    assert_eq!(house.total().await, 40);
    let again = program.send(&house, "m", "2024-04-01T15:00:00Z", registry()).await.ok();
    assert_eq!(again, waiting, "the same message is answered as the first time");
}

async fn a_completed_row_waits_too(house: House) {
    let (unit, second) = (house.institute(Role::ResponsibleUnit).await, house.institute(Role::ItDirectorate).await);
    unit.sync_registry(registry_with(FOLIO, "1957-08-23", "1957", &[])).await.ok();
    let house = careful(house);
    let records = unit.list_registry_records().await.ok();
    let (value, heading) = ("1957-08-23".to_owned(), String::new());
    let date = RegistryCell { column: Column::BirthDate, heading, value };
    let waiting = unit.complete_registry_record(records[0].id, &[date]).await.ok();
    assert!(waiting.waiting.is_some());
    assert_eq!((house.total().await, unit.list_registry_records().await.ok()), (39, records));
    second.approve_registry_plan(&plans(&second).await[0]).await.ok();
    assert_eq!((house.total().await, unit.list_registry_records().await.ok()), (40, Vec::new()));
}

/// The file where the first rows, so many, are cancelled.
fn cancelled(many: usize) -> Vec<u8> {
    let text = String::from_utf8(registry()).expect("UTF-8");
    text.replacen("APROBADA", "CANCELADA", many).into_bytes()
}

async fn many_withdrawals_of_a_day_wait_in_however_many_files(house: House) {
    let program = Program::of(&house).await;
    let informatics = house.institute(Role::ItDirectorate).await;
    informatics.sync_registry(registry()).await.ok();
    assert!(!informatics.plan_registry(cancelled(19)).await.ok().waits);
    assert_eq!(informatics.sync_registry(cancelled(19)).await.ok().waiting, None);
    assert_eq!(house.total().await, 21);
    assert!(informatics.plan_registry(cancelled(20)).await.ok().waits, "said beforehand");
    // Whoever brings the next one, by whatever way, and whatever stood again meanwhile.
    let by_message = program.send(&house, "m", "2024-04-01T15:00:00Z", cancelled(20)).await.ok();
    assert!(by_message.waiting.is_some());
    assert_eq!(house.total().await, 20, "hidden at once, while it waits");
    program.unit.sync_registry(registry()).await.ok();
    assert!(informatics.sync_registry(cancelled(1)).await.ok().waiting.is_some());
    // Something else than withdrawals does not wait.
    let renamed = registry_with(OTHER, "Verónica", "Verónica Inés", &[]);
    assert_eq!(program.unit.sync_registry(renamed).await.ok().waiting, None);
    // The institute's day ends at midnight in Zacatecas: six in the morning of UTC.
    house.wait(at("2024-04-02T06:00:01Z").duration_since(house.app.now()));
    let unit = house.institute(Role::ResponsibleUnit).await;
    assert_eq!(unit.sync_registry(registry_without(OTHER)).await.ok().waiting, None, "another day");
}

/// As seventy files of nineteen would with twenty, in small.
async fn many_small_files_withdraw_no_more_than_a_large_one(house: House) {
    let house = house.configured("election.toml", "second_person_from = 20", "second_person_from = 3");
    let informatics = house.institute(Role::ItDirectorate).await;
    informatics.sync_registry(registry()).await.ok();
    let whole = String::from_utf8(registry()).expect("UTF-8");
    let (headings, rows) = whole.split_once("\r\n").expect("rows");
    let rows: Vec<&str> = rows.lines().collect();
    let mut waiting = 0;
    for two in rows.chunks(2) {
        let file = [headings, two[0], two[1]].join("\r\n").replace("APROBADA", "CANCELADA");
        waiting += usize::from(informatics.sync_registry(file.into_bytes()).await.ok().waiting.is_some());
    }
    let unit = house.institute(Role::ResponsibleUnit).await;
    let all = plans(&unit).await;
    assert_eq!((waiting, all.len(), unit.list_registry_movements().await.ok().len()), (19, 19, 2));
    assert_eq!(house.total().await, 0, "everybody is hidden at once");
    unit.decline_registry_plan(all[0].id, "El archivo es falso: no hay tal acuerdo.").await.ok();
    assert_eq!(house.total().await, 2, "and shown again in one act");
    assert_eq!(house.difference_from_built(), None);
}

async fn who_waits_to_be_withdrawn_is_hidden_everywhere_and_comes_back_whole(house: House) {
    let (party, slug) = super::doubts::published(&house).await;
    let receipt = party.unit.candidacy(party.ids[0]).await.receipts[0].folio.clone();
    let before = everywhere(&house, &slug).await;
    let profile = house.citizen().read_public_candidacy(&slug).await.ok();
    let (name, photo) = (profile.card.name, profile.card.photo.expect("a photograph"));
    let house = careful(house);
    let unit = house.institute(Role::ResponsibleUnit).await;
    let second = house.institute(Role::ItDirectorate).await;
    let synced = unit.sync_registry(registry_without(FOLIO)).await.ok();
    assert!(synced.waiting.is_some());

    let short = slug.rsplit('-').next().expect("a short name");
    let api = ["", "/ledger", "/sheet.pdf", "/card.png", "/qr.svg"]
        .map(|what| format!("/api/v1/public/candidacies/{slug}{what}"));
    for path in
        api.into_iter().chain([format!("/candidaturas/{slug}"), format!("/candidaturas/x-{short}"), photo.clone()])
    {
        let gone = house.page(&path).await;
        assert_eq!(gone.status, 410, "{path}");
        assert!(!gone.text().contains("Citlali"), "{path}");
    }
    let without = everything(&house).await;
    assert!(!without.contains(&name) && !without.contains(&slug) && !without.contains("Caxcán"), "{without}");
    let checked = house.citizen().check_receipt(&receipt).await.ok();
    assert_eq!((checked.whole, checked.of), (true, None));
    assert_eq!((house.total().await, house.difference_from_built()), (39, None));
    // What waits is that it is final: its people go on working.
    let work = party.unit.candidacy(party.ids[0]).await;
    assert_eq!(work.item.status, RegistryStatus::Active);

    let told = second.list_own_notices("").await.ok();
    let notice = told.notices.iter().find(|notice| notice.kind == MessageKind::WithdrawalsWait).expect("told at once");
    assert!(notice.subject.starts_with("URGENTE") && notice.body.contains(&name), "{notice:?}");
    assert_eq!(party.unit.count_told(MessageKind::WithdrawalsWait).await, 1, "the responsible unit as well");
    let plan = &plans(&second).await[0];
    unit.decline_registry_plan(plan.id, "Me equivoqué de archivo.").await.refused(409, "second_person_required");
    second.decline_registry_plan(plan.id, "El acuerdo no existe.").await.ok();
    assert_eq!(everywhere(&house, &slug).await, before, "shown again as it was");
    assert_eq!(house.difference_from_built(), None);

    unit.sync_registry(registry_without(FOLIO)).await.ok();
    second.approve_registry_plan(&plans(&second).await[0]).await.ok();
    house.citizen().read_public_candidacy(&slug).await.refused(410, "withdrawn");
    let of = format!("candidacy={}", party.ids[0]);
    for (act, times) in
        [("candidacy.withdrawal_held", 2), ("candidacy.withdrawal_declined", 1), ("candidacy.cancelled", 1)]
    {
        assert_eq!(party.unit.count_logged(&of, act).await, times, "{act}");
    }
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
async fn standing_now(house: &House) -> Option<AddressStanding> {
    house.institute(Role::ResponsibleUnit).await.read_registry_standing().await.ok().address
}

/// What it answered, where there is an address.
async fn address(house: &House) -> AddressStanding {
    standing_now(house).await.expect("an address")
}

/// Lets the time pass after which it is asked again.
fn ask(house: &House) {
    house.wait(TimeDelta::minutes(16));
    house.run_jobs();
    house.app.refresh().expect("what is public");
}

async fn the_address_is_asked_and_its_file_taken_once(house: House) {
    let says: Says = Arc::new(Mutex::new((200, "\"Uno\"", registry())));
    let (url, asked) = registry_server(&says);
    assert_eq!(standing_now(&house).await, None);
    let house = house.asking(&url.replace("http://", "http://srci:clave@"));
    assert_eq!(address(&house).await.asked_at, None);
    ask(&house);
    assert_eq!(house.total().await, 40);
    // The name and password of the address, as HTTP's basic authentication writes them.
    assert!(asked.lock().expect("heard")[0].contains("authorization: basic c3jjatpjbgf2zq=="));
    let taken = Some(house.app.now());
    let told = address(&house).await;
    assert_eq!((told.every_minutes, told.fault), (15, None));
    assert_eq!((told.asked_at, told.taken_at), (taken, taken));

    house.run_jobs();
    assert_eq!(asked.lock().expect("heard").len(), 1, "not before its time");
    let before = house.head();
    ask(&house);
    assert!(asked.lock().expect("heard")[1].contains("if-none-match: \"uno\""));
    assert_eq!(before, house.head(), "304 does nothing");
    let told = address(&house).await;
    assert_eq!((told.asked_at, told.taken_at), (Some(house.app.now()), taken));

    *says.lock().expect("what to say") = (503, "", b"no".to_vec());
    ask(&house);
    let since = Some(house.app.now());
    ask(&house);
    let told = address(&house).await;
    assert_eq!((told.fault.as_deref(), told.fault_since), (Some("El registro contestó 503."), since));
    *says.lock().expect("what to say") = (200, "\"Dos\"", b"<html>Mantenimiento</html>".to_vec());
    ask(&house);
    let told = address(&house).await;
    assert!(told.fault.as_ref().is_some_and(|fault| fault.contains("Faltan estas columnas")), "{told:?}");
    assert_eq!(told.fault_since, Some(house.app.now()));

    *says.lock().expect("what to say") = (200, "\"Tres\"", registry_without(OTHER));
    ask(&house);
    assert_eq!(house.total().await, 39);
    let told = address(&house).await;
    assert_eq!((told.fault, told.taken_at), (None, Some(house.app.now())));
    let unit = house.institute(Role::ResponsibleUnit).await;
    let log = unit.read_activity_log("").await.ok();
    assert!(log.lines.iter().any(|line| line.account == "sistema"), "{log:?}");
}

async fn an_older_file_of_the_address_gives_nobody_back(house: House) {
    let says: Says = Arc::new(Mutex::new((200, "Mon, 01 Apr 2024 14:00:00 GMT", registry())));
    let (url, _) = registry_server(&says);
    let house = house.asking(&url);
    let ask = |etag, file| {
        *says.lock().expect("what to say") = (200, etag, file);
        ask(&house);
    };
    ask("Mon, 01 Apr 2024 14:00:00 GMT", registry());
    assert_eq!(house.total().await, 40);
    ask("Mon, 01 Apr 2024 15:00:00 GMT", registry_without(FOLIO));
    assert_eq!(house.total().await, 39);
    ask("Mon, 01 Apr 2024 14:30:00 GMT", registry());
    assert_eq!(house.total().await, 39, "older than what was applied");
    assert!(address(&house).await.fault.is_some());

    // A person's file says no cut: one of the address from before it gives back nobody that it withdrew.
    let unit = house.institute(Role::ResponsibleUnit).await;
    let both = String::from_utf8(registry_without(FOLIO)).expect("UTF-8");
    let seven = row(OTHER);
    let both = both.replace(&seven, &seven.replace("APROBADA", "CANCELADA")).into_bytes();
    unit.sync_registry(both).await.ok();
    assert_eq!(house.total().await, 38);
    ask("Mon, 01 Apr 2024 15:10:00 GMT", registry_without(FOLIO));
    assert_eq!(house.total().await, 38);
    let waiting = plans(&house.institute(Role::ResponsibleUnit).await).await;
    assert_eq!((waiting.len(), &waiting[0].plan.reinstated[0].folio), (1, &Folio::from(OTHER)));
    // Nor does one that says no moment at all.
    ask("\"sin fecha\"", registry());
    let unit = house.institute(Role::ResponsibleUnit).await;
    let waiting = plans(&unit).await;
    assert_eq!((waiting.len(), house.total().await), (2, 38));
    unit.approve_registry_plan(&waiting[1]).await.ok();
    assert_eq!(house.total().await, 40, "a person let it");
}

async fn who_made_a_programs_key_may_not_apply_what_it_brings(house: House) {
    let house = careful(house);
    let program = Program::of(&house).await;
    program.send(&house, "a", "2024-04-01T15:00:00Z", registry()).await.ok();
    let plan = &plans(&program.unit).await[0];
    assert!(plan.own);
    program.unit.approve_registry_plan(plan).await.refused(409, "second_person_required");
    let second = house.institute(Role::ItDirectorate).await;
    second.approve_registry_plan(plan).await.ok();
    assert_eq!(house.total().await, 40);
    let bare = program.person.request(Method::POST, "/registry/sync");
    house.send(bare.set_payload(registry())).await.refused(403, "not_allowed");
}

async fn a_plan_that_is_no_longer_read_hides_no_other(house: House) {
    let house = careful(house);
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(registry()).await.ok();
    let house = house.configured("election.toml", "\"FECHA_NACIMIENTO\"", "\"NACIMIENTO\"");
    let text = String::from_utf8(registry_without(FOLIO)).expect("UTF-8");
    unit.sync_registry(text.replace("FECHA_NACIMIENTO", "NACIMIENTO").into_bytes()).await.ok();
    let waiting = plans(&unit).await;
    assert!(waiting[0].unreadable.as_ref().is_some_and(|why| why.contains("NACIMIENTO")), "{waiting:?}");
    assert_eq!((&waiting[1].unreadable, waiting[1].plan.added.len()), (&None, 40));
    let second = house.institute(Role::ItDirectorate).await;
    second.approve_registry_plan(&waiting[0]).await.refused(422, "unreadable_registry");
    let reason = "Ya no se puede leer con el registro de hoy.";
    second.decline_registry_plan(waiting[0].id, reason).await.ok();
    assert_eq!(plans(&second).await.len(), 1);
}
