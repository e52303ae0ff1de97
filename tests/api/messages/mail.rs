//! What is told is mailed: one mail an account, sent once, tried again when it fails.

use std::{
    collections::BTreeSet,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    thread,
    time::Duration,
};

use casework::{act::NoPermit, messages::gather_mail};
use contract::messages::{MailState, OutboxMail};
use domain::{accounts::Role, ids::CandidacyId, time::TimeDelta};
use mailparse::{MailHeaderMap, ParsedMail, parse_mail};
use support::{House, Party, Person, UNDERSTOOD, at, complete, on_both};
use uuid::Uuid;

on_both!(
    notices_of_a_few_minutes_are_one_mail,
    a_reminder_is_one_mail_an_account,
    a_mail_is_a_whole_message_whatever_a_name_holds,
    two_servers_send_a_mail_once,
    a_mail_on_its_way_is_nobody_elses,
    a_mail_that_fails_is_tried_again_until_it_is_given_up,
    a_mail_that_was_given_up_is_tried_again_when_somebody_asks,
    a_mail_server_gets_what_it_takes_and_refuses_the_rest,
);

const FEW: TimeDelta = TimeDelta::minutes(4);

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

async fn send(house: &House, party: &Party, id: CandidacyId) {
    house.accept_notice(&party.capturist, id).await;
    party.capturist.save_answers(id, complete()).await.ok();
    party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
}

async fn notices_of_a_few_minutes_are_one_mail(house: House) {
    let party = house.capturing("PT").await;
    // What was told before there was an address is not mailed later.
    house.wait(FEW);
    house.run_jobs();
    let told = house.mails().len();
    party.validator.set_own_email(Some("valida@ejemplo.mx")).await.ok();
    party.representative.set_own_email(Some("representa@ejemplo.mx")).await.ok();
    house.wait(TimeDelta::seconds(30));
    house.run_jobs();
    let before = house.mails().len();
    assert_eq!(before, told + 2, "that an address is new is told at once");
    send(&house, &party, party.ids[0]).await;
    house.wait(TimeDelta::seconds(30));
    house.run_jobs();
    assert_eq!(house.mails().len(), before, "it waits for others");
    house.wait(TimeDelta::minutes(2));
    send(&house, &party, party.ids[1]).await;
    house.wait(TimeDelta::minutes(2));
    house.run_jobs();
    let mails = house.mails();
    assert_eq!(mails.len(), before + 1, "only whose turn it is, and who has an address");
    let mut own = mails_to(&mails, "valida@ejemplo.mx");
    own.retain(|mail| header(mail, "Subject") == "Tiene 2 avisos de Candidatas y Candidatos, Conóceles");
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
    party.representative.set_own_email(Some("representa@ejemplo.mx")).await.ok();
    party.capturist.set_own_email(Some("captura@ejemplo.mx")).await.ok();
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
    party.validator.set_own_email(Some("valida@ejemplo.mx")).await.ok();
    house.run_jobs();
    let renamed = house.app.act(&NoPermit, |act| {
        let id = party.ids[0];
        let mut registration = store::candidacies::find(act.conn, id)?.expect("a candidacy").registration;
        registration.given_name = "Íñigo\r\nBcc: intrusa@ejemplo.mx\r\n\r\nOtro cuerpo".into();
        store::candidacies::put(act.conn, &registration, Some(id))?;
        let mut account = store::accounts::by_username(act.conn, "pt.validacion")?.expect("an account");
        account.display_name = "Nuño\nCc: intruso@ejemplo.mx".into();
        Ok(store::accounts::update(act.conn, &account)?)
    });
    renamed.expect("renamed");
    send(&house, &party, party.ids[0]).await;
    house.wait(FEW);
    house.run_jobs();
    let mails = house.mails();
    let mut own = mails_to(&mails, "valida@ejemplo.mx");
    own.retain(|mail| header(mail, "Subject").starts_with("Le toca validar"));
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
        person.set_own_email(Some(email)).await.ok();
    }
    house.wait(FEW);
    house.run_jobs_of_two();
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

/// The mails that stand somewhere.
async fn outbox(person: &Person, state: &str) -> Vec<OutboxMail> {
    person.list_outbox(&format!("state={state}")).await.ok().mails
}

/// A house whose mails cannot leave: no folder to write into, as a mail server that is not there. It has one that waits.
async fn that_mails_nothing(house: &House) -> Party {
    let party = house.capturing("PT").await;
    house.wait(FEW);
    house.run_jobs();
    party.validator.set_own_email(Some("valida@ejemplo.mx")).await.ok();
    send(house, &party, party.ids[0]).await;
    let folder = house.mail_folder();
    std::fs::remove_dir_all(&folder).expect("removed");
    std::fs::write(&folder, "not a folder").expect("written");
    house.wait(FEW);
    house.run_jobs();
    party
}

/// Every try but the last, with the waits between them.
fn let_it_be_tried(house: &House) {
    for minutes in [1, 2, 5, 15, 30, 60, 120, 240] {
        house.wait(TimeDelta::minutes(minutes) - TimeDelta::seconds(1));
        house.run_jobs();
        house.wait(TimeDelta::seconds(31));
        house.run_jobs();
    }
}

async fn a_mail_that_fails_is_tried_again_until_it_is_given_up(house: House) {
    let party = that_mails_nothing(&house).await;
    let waiting = outbox(&party.unit, "waiting").await;
    assert_eq!(waiting.len(), 1);
    let mail = &waiting[0];
    assert_eq!((mail.to_address.as_str(), mail.tries), ("valida@ejemplo.mx", 1));
    assert!(mail.last_error.as_ref().is_some_and(|error| !error.is_empty()), "{mail:?}");
    assert_eq!(mail.next_try_at, Some(at("2024-04-01T16:09:00Z")), "a minute later");
    party.representative.list_outbox("").await.refused(403, "not_allowed");
    party.unit.retry_mail(mail.id).await.refused(409, "nothing_to_change");

    let_it_be_tried(&house);
    let systems = house.institute(Role::ItDirectorate).await;
    assert_eq!(outbox(&systems, "failed").await, []);
    assert_eq!(outbox(&systems, "waiting").await[0].tries, 9);
    house.wait(TimeDelta::minutes(361));
    house.run_jobs();
    let unit = house.institute(Role::ResponsibleUnit).await;
    let failed = &outbox(&unit, "failed").await[0];
    assert_eq!((failed.state, failed.tries), (MailState::Failed, 10));
    assert_eq!(outbox(&unit, "waiting").await, []);
    house.wait(TimeDelta::minutes(9));
    house.run_jobs();
    assert_eq!(outbox(&unit, "failed").await[0].tries, 10, "given up");
}

async fn a_mail_that_was_given_up_is_tried_again_when_somebody_asks(house: House) {
    that_mails_nothing(&house).await;
    let_it_be_tried(&house);
    house.wait(TimeDelta::minutes(361));
    house.run_jobs();
    let unit = house.institute(Role::ResponsibleUnit).await;
    let id = outbox(&unit, "failed").await[0].id;

    let folder = house.mail_folder();
    std::fs::remove_file(&folder).expect("removed");
    std::fs::create_dir(&folder).expect("a folder");
    let again = unit.retry_mail(id).await.ok();
    assert_eq!((again.state, again.tries), (MailState::Waiting, 0));
    house.wait(TimeDelta::seconds(31));
    house.run_jobs();
    let sent = outbox(&unit, "sent").await;
    assert!(sent.iter().any(|mail| mail.id == id), "{sent:?}");
    assert_eq!(mails_to(&house.mails(), "valida@ejemplo.mx").len(), 1);
    unit.retry_mail(id).await.refused(409, "nothing_to_change");
    unit.retry_mail(Uuid::nil()).await.refused(404, "not_found");
    let log = unit.read_activity_log("").await;
    assert!(!log.text().contains("valida@ejemplo.mx"), "never an address");
    assert_eq!(log.ok().lines[0].act, "mail.retried");
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
    party.representative.set_own_email(Some("refused@ejemplo.mx")).await.ok();
    party.capturist.set_own_email(Some("captura@ejemplo.mx")).await.ok();
    house.wait(FEW);
    house.run_jobs();
    let mails: Vec<Vec<u8>> = taken.try_iter().map(String::into_bytes).collect();
    assert_eq!(mails.len(), party.ids.len() + 1, "one that is refused keeps no other");
    let own = mails_to(&mails, "captura@ejemplo.mx");
    assert!(own[0].get_body().expect("a body").contains("* Comenzó el plazo de captura: "));
    let unit = house.back(&party.unit.read_me().await.ok().username).await;
    let waiting = outbox(&unit, "waiting").await;
    assert_eq!(waiting.len(), 1);
    let error = waiting[0].last_error.as_deref().expect("an error");
    assert!(error.contains("no such mailbox"), "{error}");
    assert!(house.mails().is_empty(), "no file");
}
