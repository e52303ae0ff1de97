//! What is told is mailed: one mail an account, sent once, tried again when it fails.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Barrier, mpsc},
    thread,
    time::Duration,
};

use actix_web::http::Method;
use casework::{act::NoPermit, messages::gather_mail};
use domain::time::TimeDelta;
use mailparse::{MailHeaderMap, ParsedMail, parse_mail};
use serde_json::{Value, json};
use support::{House, PASSWORD, Party, Person, complete, on_both, person};

on_both!(
    notices_of_a_few_minutes_are_one_mail,
    a_reminder_is_one_mail_an_account,
    a_mail_is_a_whole_message_whatever_a_name_holds,
    two_servers_send_a_mail_once,
    a_mail_on_its_way_is_nobody_elses,
    a_mail_that_fails_is_tried_again_until_it_is_given_up,
    a_mail_server_gets_what_it_takes_and_refuses_the_rest,
);

const FEW: TimeDelta = TimeDelta::minutes(4);

async fn set_email(house: &House, person: &Person, email: &str) {
    let request = House::request(Method::PUT, "/me/email", Some(person)).set_json(json!({ "email": email }));
    house.send(request).await.ok();
}

/// The one name and address of a header.
fn mailbox(mail: &ParsedMail<'_>, name: &str) -> (String, String) {
    let header = mail.headers.get_first_header(name).unwrap_or_else(|| panic!("no {name}"));
    let one = mailparse::addrparse_header(header).expect("addresses").extract_single_info().expect("one address");
    (one.display_name.unwrap_or_default(), one.addr)
}

fn to(mail: &ParsedMail<'_>) -> String {
    mailbox(mail, "To").1
}

fn header(mail: &ParsedMail<'_>, name: &str) -> String {
    mail.headers.get_first_value(name).unwrap_or_else(|| panic!("no {name}"))
}

/// The mails to an address, parsed.
fn mails_to<'a>(all: &'a [Vec<u8>], address: &str) -> Vec<ParsedMail<'a>> {
    all.iter().map(|mail| parse_mail(mail).expect("a mail")).filter(|mail| to(mail) == address).collect()
}

async fn send(house: &House, party: &Party, id: &str) {
    house.accept_notice(&party.capturist, id).await;
    house.change(&party.capturist, Method::PATCH, id, "answers", json!({ "answers": complete() })).await.ok();
    let body = json!({ "single_opportunity_understood": true });
    house.change(&party.capturist, Method::POST, id, "submission", body).await.ok();
}

async fn notices_of_a_few_minutes_are_one_mail(house: House) {
    let party = house.capturing("PT").await;
    // What was told before there was an address is not mailed later.
    house.wait(FEW);
    house.run_jobs();
    let before = house.mails().len();
    set_email(&house, &party.validator, "valida@ejemplo.mx").await;
    set_email(&house, &party.representative, "representa@ejemplo.mx").await;
    send(&house, &party, &party.ids[0]).await;
    house.run_jobs();
    assert_eq!(house.mails().len(), before, "it waits for others");
    house.wait(TimeDelta::minutes(2));
    send(&house, &party, &party.ids[1]).await;
    house.wait(TimeDelta::minutes(2));
    house.run_jobs();
    let mails = house.mails();
    assert_eq!(mails.len(), before + 1, "only whose turn it is, and who has an address");
    let own = mails_to(&mails, "valida@ejemplo.mx");
    assert_eq!(header(&own[0], "Subject"), "Tiene 2 avisos de Candidatas y Candidatos, Conóceles");
    let body = own[0].get_body().expect("a body");
    for id in &party.ids[..2] {
        let link = format!("https://conoceles.ejemplo.mx/trabajo/candidaturas/{id}");
        assert!(body.contains(&link), "{body}");
    }
    assert!(body.contains("492-92-2-06-06") && !body.contains('{'), "{body}");
    house.wait(TimeDelta::hours(1));
    house.run_jobs();
    assert_eq!(house.mails().len(), mails.len(), "once");
}

async fn a_reminder_is_one_mail_an_account(house: House) {
    let party = house.capturing("PT").await;
    set_email(&house, &party.representative, "representa@ejemplo.mx").await;
    set_email(&house, &party.capturist, "captura@ejemplo.mx").await;
    house.wait(FEW);
    house.run_jobs();
    let begun = house.mails().len();
    // 9 April at 10:05: seven days before.
    house.wait(TimeDelta::hours(24 * 8));
    for _ in 0..4 {
        house.run_jobs();
        house.wait(FEW);
    }
    let mails = house.mails();
    assert_eq!(
        mails.len() - begun,
        party.ids.len() + 2,
        "one for each candidacy's account and each of the party's two"
    );
    for address in ["representa@ejemplo.mx", "captura@ejemplo.mx"] {
        let own = mails_to(&mails, address);
        let subject = format!("Plazo por terminar (7 días), falta enviar: {} candidaturas", party.ids.len());
        let own: Vec<_> = own.iter().filter(|mail| header(mail, "Subject") == subject).collect();
        assert_eq!(own.len(), 1, "{address}");
        let body = own[0].get_body().expect("a body");
        assert_eq!(body.lines().filter(|line| line.starts_with("- ")).count(), party.ids.len());
    }
    let registered = mails.iter().filter(|mail| to(&parse_mail(mail).expect("a mail")).ends_with("@ejemplo.invalid"));
    assert_eq!(registered.count(), 2 * party.ids.len(), "candidacies' accounts at the registry's address");
}

async fn a_mail_is_a_whole_message_whatever_a_name_holds(house: House) {
    let party = house.capturing("PT").await;
    set_email(&house, &party.validator, "valida@ejemplo.mx").await;
    let renamed = house.app.act(&NoPermit, |act| {
        let id = domain::ids::CandidacyId(party.ids[0].parse().expect("an id"));
        let mut registration = store::candidacies::find(act.conn, id)?.expect("a candidacy").registration;
        registration.given_name = "Íñigo\r\nBcc: intrusa@ejemplo.mx\r\n\r\nOtro cuerpo".into();
        store::candidacies::put(act.conn, &registration, Some(id))?;
        let mut account = store::accounts::by_username(act.conn, "pt.validacion")?.expect("an account");
        account.display_name = "Nuño\nCc: intruso@ejemplo.mx".into();
        Ok(store::accounts::update(act.conn, &account)?)
    });
    renamed.expect("renamed");
    send(&house, &party, &party.ids[0]).await;
    house.wait(FEW);
    house.run_jobs();
    let mails = house.mails();
    let own = mails_to(&mails, "valida@ejemplo.mx");
    assert_eq!(own.len(), 1);
    let mut names: Vec<String> = own[0].headers.iter().map(|header| header.get_key().to_lowercase()).collect();
    names.sort();
    let expected = [
        "auto-submitted",
        "content-transfer-encoding",
        "content-type",
        "date",
        "from",
        "message-id",
        "mime-version",
        "subject",
        "to",
    ];
    assert_eq!(names, expected);
    let subject = header(&own[0], "Subject");
    assert!(subject.starts_with("Le toca validar: Íñigo Bcc: intrusa@ejemplo.mx Otro cuerpo "), "{subject}");
    assert_eq!(own[0].ctype.charset, "utf-8");
    assert_eq!(mailbox(&own[0], "To").0, "Nuño Cc: intruso@ejemplo.mx");
    let from = ("Candidatas y Candidatos, Conóceles".to_owned(), "conoceles@ieez.org.mx".to_owned());
    assert_eq!(mailbox(&own[0], "From"), from);
    assert_eq!(header(&own[0], "Date"), "Mon, 01 Apr 2024 16:04:00 +0000");
    assert!(own[0].headers.iter().all(|header| header.get_value_raw().is_ascii()), "headers are encoded");
    let body = own[0].get_body().expect("a body");
    assert!(body.starts_with("Aviso para: Nuño Cc: intruso@ejemplo.mx\r\n"), "{body}");
}

async fn two_servers_send_a_mail_once(house: House) {
    // A mail server that takes its time, so that both are in the middle of it together.
    let (url, taken) = mail_server(Duration::from_millis(30));
    let house = house.mailing_by(&url);
    let party = house.capturing("PT").await;
    for (person, email) in [(&party.representative, "a@ejemplo.mx"), (&party.capturist, "b@ejemplo.mx")] {
        set_email(&house, person, email).await;
    }
    house.wait(FEW);
    let servers = [house.app.clone(), house.another()];
    let together = Arc::new(Barrier::new(servers.len()));
    let running = servers.map(|app| {
        let (app, together) = (app.into_inner(), Arc::clone(&together));
        thread::spawn(move || {
            together.wait();
            server::operation::jobs::run_due(&app).expect("jobs");
        })
    });
    for thread in running {
        thread.join().expect("a server");
    }
    let mails: Vec<Vec<u8>> = taken.try_iter().map(String::into_bytes).collect();
    assert_eq!(mails.len(), party.ids.len() + 2);
    let addresses: BTreeSet<String> = mails.iter().map(|mail| to(&parse_mail(mail).expect("a mail"))).collect();
    assert_eq!(addresses.len(), mails.len(), "each to another");
}

/// The job's lease lets one server send at a time; each mail is its sender's besides, should a lease end in the middle.
async fn a_mail_on_its_way_is_nobody_elses(house: House) {
    let (url, taken) = mail_server(Duration::from_millis(30));
    let house = house.mailing_by(&url);
    let party = house.capturing("PT").await;
    house.wait(FEW);
    // Whoever held the job stopped in the middle of a mail.
    house.app.act(&NoPermit, |act| Ok(gather_mail(act, "https://ejemplo.mx")?)).expect("gathered");
    let lease = house.app.now() + TimeDelta::minutes(10);
    let taken_away = house.app.act(&NoPermit, |act| Ok(store::messages::outbox::claim(act.conn, act.now, lease)?));
    let first = taken_away.expect("taken").expect("a mail");
    house.run_jobs();
    let sent = taken.try_iter().count();
    assert_eq!(sent, party.ids.len() - 1, "all but the one on its way");
    house.wait(TimeDelta::minutes(11));
    house.run_jobs();
    let late: Vec<Vec<u8>> = taken.try_iter().map(String::into_bytes).collect();
    assert_eq!(late.len(), 1);
    assert_eq!(mails_to(&late, &first.to_address).len(), 1, "nobody heard of it again: it goes after its lease");
}

async fn a_mail_that_fails_is_tried_again_until_it_is_given_up(house: House) {
    let party = house.capturing("PT").await;
    house.wait(FEW);
    house.run_jobs();
    set_email(&house, &party.validator, "valida@ejemplo.mx").await;
    send(&house, &party, &party.ids[0]).await;
    // No folder to write into, as a mail server that is not there.
    let folder = house.mail_folder();
    std::fs::remove_dir_all(&folder).expect("removed");
    std::fs::write(&folder, "not a folder").expect("written");
    house.wait(FEW);
    house.run_jobs();
    let outbox = |person: Person, state: &'static str| {
        let house = &house;
        async move { house.get(Some(&person), &format!("/outbox?state={state}")).await.ok()["mails"].clone() }
    };
    let waiting = outbox(party.unit.clone(), "waiting").await;
    assert_eq!(waiting.as_array().map(Vec::len), Some(1));
    assert_eq!((&waiting[0]["to_address"], &waiting[0]["tries"]), (&json!("valida@ejemplo.mx"), &json!(1)));
    assert!(waiting[0]["last_error"].as_str().is_some_and(|error| !error.is_empty()), "{waiting}");
    assert_eq!(waiting[0]["next_try_at"], "2024-04-01T16:09:00Z", "a minute later");
    house.get(Some(&party.representative), "/outbox").await.refused(403, "not_allowed");
    let id = waiting[0]["id"].as_str().expect("an id").to_owned();
    house.post(&party.unit, &format!("/outbox/{id}/retry"), Value::Null).await.refused(409, "nothing_to_change");

    for minutes in [1, 2, 5, 15, 30, 60, 120, 240] {
        house.wait(TimeDelta::minutes(minutes) - TimeDelta::seconds(1));
        house.run_jobs();
        house.wait(TimeDelta::seconds(31));
        house.run_jobs();
    }
    let systems = house.institute(domain::accounts::Role::ItDirectorate).await;
    assert_eq!(outbox(systems.clone(), "failed").await, json!([]));
    assert_eq!(outbox(systems, "waiting").await[0]["tries"], 9);
    house.wait(TimeDelta::minutes(361));
    house.run_jobs();
    let unit = house.institute(domain::accounts::Role::ResponsibleUnit).await;
    let failed = outbox(unit.clone(), "failed").await;
    assert_eq!((&failed[0]["state"], &failed[0]["tries"]), (&json!("failed"), &json!(10)));
    assert_eq!(outbox(unit.clone(), "waiting").await, json!([]));
    house.wait(TimeDelta::minutes(9));
    house.run_jobs();
    assert_eq!(outbox(unit.clone(), "failed").await[0]["tries"], 10, "given up");

    std::fs::remove_file(&folder).expect("removed");
    std::fs::create_dir(&folder).expect("a folder");
    let again = house.post(&unit, &format!("/outbox/{id}/retry"), Value::Null).await.ok();
    assert_eq!((&again["state"], &again["tries"]), (&json!("waiting"), &json!(0)));
    house.wait(TimeDelta::seconds(31));
    house.run_jobs();
    let sent = outbox(unit.clone(), "sent").await;
    assert!(sent.as_array().expect("mails").iter().any(|mail| mail["id"] == json!(id)), "{sent}");
    assert_eq!(mails_to(&house.mails(), "valida@ejemplo.mx").len(), 1);
    house.post(&unit, &format!("/outbox/{id}/retry"), Value::Null).await.refused(409, "nothing_to_change");
    let nobody = format!("/outbox/{}/retry", uuid::Uuid::nil());
    house.post(&unit, &nobody, Value::Null).await.refused(404, "not_found");
    let log = house.get(Some(&unit), "/activity-log").await.ok();
    assert_eq!(log["lines"][0]["act"], "mail.retried");
    assert!(!log.to_string().contains("valida@ejemplo.mx"), "never an address");
}

/// A mail server that takes what is not for `refused@…`, as RFC 5321 says it, after a pause, and passes it on.
fn mail_server(pause: Duration) -> (String, mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("smtp://{}", listener.local_addr().expect("an address"));
    let (taken, mails) = mpsc::channel();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let taken = taken.clone();
            thread::spawn(move || converse(stream, pause, &taken));
        }
    });
    (url, mails)
}

fn converse(stream: TcpStream, pause: Duration, taken: &mpsc::Sender<String>) -> Option<()> {
    let mut answers = stream.try_clone().ok()?;
    let mut lines = BufReader::new(stream).lines();
    let mut say = |answer: &str| answers.write_all(format!("{answer}\r\n").as_bytes()).ok();
    say("220 correo.ejemplo.mx")?;
    while let Some(Ok(line)) = lines.next() {
        match line.to_uppercase().split(':').next()? {
            "RCPT TO" if line.contains("refused@") => say("550 5.1.1 no such mailbox")?,
            "DATA" => {
                say("354 go on")?;
                let mail: Vec<String> = lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                thread::sleep(pause);
                taken.send(mail.join("\r\n")).ok()?;
                say("250 taken")?;
            }
            "QUIT" => {
                say("221 bye")?;
                break;
            }
            _ => say("250 well")?,
        }
    }
    Some(())
}

async fn a_mail_server_gets_what_it_takes_and_refuses_the_rest(house: House) {
    let (url, taken) = mail_server(Duration::ZERO);
    let house = house.mailing_by(&url);
    let party = house.capturing("PT").await;
    set_email(&house, &party.representative, "refused@ejemplo.mx").await;
    set_email(&house, &party.capturist, "captura@ejemplo.mx").await;
    house.wait(FEW);
    house.run_jobs();
    let mails: Vec<Vec<u8>> = taken.try_iter().map(String::into_bytes).collect();
    assert_eq!(mails.len(), party.ids.len() + 1, "one that is refused keeps no other");
    let own = mails_to(&mails, "captura@ejemplo.mx");
    assert!(header(&own[0], "Subject").starts_with("Comenzó el plazo de captura: "));
    let unit = person(house.sign_in(&username(&house, &party.unit).await, PASSWORD).await);
    let waiting = house.get(Some(&unit), "/outbox?state=waiting").await.ok()["mails"].clone();
    assert_eq!(waiting.as_array().map(Vec::len), Some(1));
    let error = waiting[0]["last_error"].as_str().expect("an error");
    assert!(error.contains("no such mailbox"), "{error}");
    assert!(house.mails().is_empty(), "no file");
}

async fn username(house: &House, person: &Person) -> String {
    house.get(Some(person), "/me").await.ok()["username"].as_str().expect("a name").to_owned()
}
