//! Who is told what, at each step of the lawful way.

use actix_web::http::Method;
use casework::{act::NoPermit, capture::submit_profile, case::Target};
use contract::{
    accounts::{AccountReceipt, IssueAccounts},
    messages::{Message, MessagesRead, OwnEmail},
};
use domain::{
    accounts::Role,
    ids::CandidacyId,
    messages::MessageKind,
    permission::{Permit, act},
    prohibition::Ground,
    questionnaire::Part,
    refusal::Refusal,
};
use serde_json::json;
use support::{House, Party, Person, UNDERSTOOD, at, complete, on_both, remark, replying, text};

on_both!(
    each_step_until_the_reviews_tells_those_whose_turn_it_is,
    each_step_of_the_reviews_tells_those_whose_turn_it_is,
    an_independent_is_told_to_look_again,
    an_act_that_is_taken_back_leaves_no_notice,
    an_account_reads_its_notices_and_only_its_own,
    a_blocked_account_is_told_nothing,
    an_account_says_where_its_notices_are_mailed_to,
);

/// Everybody who could be told something about a party's first candidacy.
struct Everybody(Vec<(&'static str, Person)>);

impl Everybody {
    async fn of(house: &House, party: &Party) -> Self {
        let foreign = house.party("MC").await;
        let mut people = vec![
            ("representative", party.representative.clone()),
            ("validator", party.validator.clone()),
            ("capturist", party.capturist.clone()),
            ("candidate", house.candidate(party, party.ids[0]).await),
            ("other candidate", house.candidate(party, party.ids[1]).await),
            ("foreign representative", foreign.representative),
            ("foreign validator", foreign.validator),
            ("foreign capturist", foreign.capturist),
            ("unit", party.unit.clone()),
        ];
        for (name, role) in [
            ("systems", Role::ItDirectorate),
            ("parties", Role::PartiesDirectorate),
            ("gender", Role::GenderDirectorate),
            ("legal", Role::LegalDirectorate),
            ("communication", Role::CommunicationUnit),
            ("commission", Role::OversightCommission),
        ] {
            people.push((name, house.institute(role).await));
        }
        Self(people)
    }

    fn person(&self, name: &str) -> &Person {
        &self.0.iter().find(|(known, _)| *known == name).expect("somebody").1
    }

    /// Checks who was told something since the last time, that it was this once, and answers what it said.
    async fn told(&self, kind: MessageKind, expected: &[&str]) -> Message {
        let (mut told, mut said) = (Vec::new(), None);
        for (name, person) in &self.0 {
            for notice in unread(person).await {
                assert_eq!(notice.kind, kind, "{name}: {notice:?}");
                told.push(*name);
                said = Some(notice);
            }
        }
        assert_eq!(told, expected, "{kind:?}");
        said.expect("a notice")
    }

    /// Checks that nobody was told anything since the last time.
    async fn heard_nothing(&self) {
        for (name, person) in &self.0 {
            assert_eq!(unread(person).await, [], "{name}");
        }
    }
}

/// What somebody was told since the last time, which tells no answer; they have read it now.
async fn unread(person: &Person) -> Vec<Message> {
    let answer = person.list_own_notices("unread=true").await;
    let words = answer.text();
    for secret in ["Caxcán", "lema", "motivation", "Licenciatura", "identidad"] {
        assert!(!words.contains(secret), "{words}");
    }
    let page = answer.ok();
    assert_eq!(usize::try_from(page.unread), Ok(page.notices.len()));
    if let Some(last) = page.notices.first() {
        let left = person.mark_notices_read(&MessagesRead::Until(last.id)).await.ok();
        assert_eq!(left.unread, 0);
    }
    page.notices
}

async fn each_step_until_the_reviews_tells_those_whose_turn_it_is(house: House) {
    let party = house.party("PT").await;
    let everybody = Everybody::of(&house, &party).await;
    let (id, unit) = (party.ids[0], everybody.person("unit"));
    everybody.heard_nothing().await;

    party.representative.acknowledge_receipt(&AccountReceipt::default()).await.ok();
    let all = ["representative", "capturist", "candidate", "other candidate"];
    let said = everybody.told(MessageKind::AccountsReceived, &all).await;
    assert!(said.body.contains("16 de abril de 2024 a las 23:59 horas"), "{said:?}");

    house.accept_notice(&party.capturist, id).await;
    party.capturist.save_answers(id, complete()).await.ok();
    everybody.heard_nothing().await;
    party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
    let said = everybody.told(MessageKind::ProfileSubmitted, &["validator"]).await;
    let work = unit.candidacy(id).await;
    let (name, folio) = (&work.item.name, &work.item.folio);
    assert_eq!(said.subject, format!("Le toca validar: {name}"));
    assert!(said.body.contains(&format!("- {name} ({folio})")));
    assert_eq!((said.link, said.candidacy), (format!("/trabajo/candidaturas/{id}"), Some(id)));

    let slogan = remark("motivation", Ground::Slogan, "Quite el lema del inicio.");
    party.validator.return_to_capture(id, &[slogan]).await.ok();
    everybody.told(MessageKind::ProfileReturned, &["capturist", "candidate"]).await;
    send_back(&party, id).await;
    everybody.told(MessageKind::ProfileSubmitted, &["validator"]).await;
}

async fn each_step_of_the_reviews_tells_those_whose_turn_it_is(house: House) {
    let party = house.party("PT").await;
    let everybody = Everybody::of(&house, &party).await;
    let (id, unit) = (party.ids[0], everybody.person("unit"));
    party.representative.acknowledge_receipt(&AccountReceipt::default()).await.ok();
    house.accept_notice(&party.capturist, id).await;
    house.fill_and_send(&party, id).await;
    for (_, person) in &everybody.0 {
        unread(person).await;
    }

    party.validator.validate_profile(id).await.ok();
    everybody.told(MessageKind::ProfileValidated, &["parties", "gender"]).await;
    let slogan = remark("proposal.first", Ground::Slogan, "Quite el lema del inicio.");
    house.judge(everybody.person("parties"), id, Part::Curricular, &[slogan]).await;
    everybody.heard_nothing().await;
    house.judge(everybody.person("gender"), id, Part::Identity, &[]).await;
    everybody.told(MessageKind::VerdictsGiven, &["unit"]).await;

    unit.send_observations(id).await.ok();
    let said = everybody.told(MessageKind::ObservationsSent, &["representative", "capturist", "candidate"]).await;
    assert!(said.body.contains("2 de abril de 2024 a las 10:00 horas (hora de Zacatecas)"), "{said:?}");

    send_back(&party, id).await;
    everybody.told(MessageKind::ProfileSubmitted, &["validator"]).await;
    party.validator.validate_profile(id).await.ok();
    everybody.told(MessageKind::ProfileValidated, &["parties", "gender"]).await;
    for (area, part) in [("parties", Part::Curricular), ("gender", Part::Identity)] {
        house.judge(everybody.person(area), id, part, &[]).await;
    }
    everybody.told(MessageKind::VerdictsGiven, &["unit"]).await;
    unit.authorise_publication(id).await.ok();
    let party = ["representative", "validator", "capturist", "candidate"];
    everybody.told(MessageKind::PublicationAuthorised, &party).await;
}

/// Mends nothing, answers what is observed and sends it back.
async fn send_back(party: &Party, id: CandidacyId) {
    let work = party.capturist.candidacy(id).await;
    party.capturist.submit_profile(id, &replying(&work, "Ya no está.")).await.ok();
}

async fn an_independent_is_told_to_look_again(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.sync_registry(support::rows(49..=50)).await.ok();
    let id = unit.list_candidacies("").await.ok().items[0].id;
    let issued = unit.issue_accounts(&IssueAccounts::Candidacy { candidacy: id }).await.ok();
    let own = house.join(&issued[0]).await;
    own.acknowledge_receipt(&AccountReceipt::default()).await.ok();
    house.accept_notice(&own, id).await;
    own.save_answers(id, complete()).await.ok();
    own.submit_profile(id, &UNDERSTOOD).await.ok();
    let page = own.list_own_notices("").await.ok();
    let kinds: Vec<_> = page.notices.iter().map(|notice| notice.kind).collect();
    assert_eq!(kinds, [MessageKind::SecondLook, MessageKind::AccountsReceived], "the newest first");
}

async fn an_act_that_is_taken_back_leaves_no_notice(house: House) {
    let party = house.capturing("PT").await;
    let id = party.ids[0];
    party.capturist.save_answers(id, complete()).await.ok();
    let revision = party.capturist.candidacy(id).await.revision;
    let target = Target { id, revision };
    let undone = house.app.act(&NoPermit, |act| {
        let account = store::accounts::by_username(act.conn, "pt.captura")?.expect("the account");
        let permit = Permit::<act::SubmitProfile>::prove(account.actor())?;
        submit_profile(&mut act.of(&permit), target, &UNDERSTOOD)?;
        let validator = store::accounts::by_username(act.conn, "pt.validacion")?.expect("the account");
        assert_eq!(store::messages::unread(act.conn, validator.id)?, 1, "told within the transaction");
        Err::<(), _>(Refusal::NothingToChange.into())
    });
    assert!(undone.is_err());
    let page = party.validator.list_own_notices("").await.ok();
    assert_eq!((page.unread, page.notices), (0, Vec::new()));
}

async fn an_account_reads_its_notices_and_only_its_own(house: House) {
    let party = house.capturing("PT").await;
    // Sent and returned many times: more notices than a page holds.
    let id = party.ids[0];
    party.capturist.save_answers(id, complete()).await.ok();
    let slogan = [remark("motivation", Ground::Slogan, "Revise esta parte.")];
    for _ in 0..30 {
        send_back(&party, id).await;
        party.validator.return_to_capture(id, &slogan).await.ok();
    }
    let own = &party.validator;
    let all = own.list_own_notices("").await.ok();
    assert_eq!((all.unread, all.notices.len()), (30, 30));
    let ids: Vec<_> = all.notices.iter().map(|notice| notice.id).collect();
    let older = own.list_own_notices(&format!("before={}", ids[9])).await.ok();
    assert_eq!(older.notices[0].id, ids[10]);

    let those = |places: &[usize]| MessagesRead::Ids(places.iter().map(|place| ids[*place]).collect());
    let others = party.capturist.mark_notices_read(&those(&[0, 1])).await.ok();
    assert_eq!(others.unread, 31, "what is not one's own stays as it is");
    assert_eq!(own.list_own_notices("").await.ok().unread, 30);
    assert_eq!(own.mark_notices_read(&those(&[0, 2])).await.ok().unread, 28);
    let unread = own.list_own_notices("unread=true").await.ok();
    assert_eq!(unread.notices[0].id, ids[1]);
    let left = own.mark_notices_read(&MessagesRead::Until(ids[5])).await.ok();
    assert_eq!(left.unread, 3, "the second, the fourth and the fifth");
    assert_eq!(own.mark_notices_read(&MessagesRead::Until(ids[0])).await.ok().unread, 0);
    let page = own.list_own_notices("").await.ok();
    assert_eq!(page.notices[0].read_at, Some(at("2024-04-01T16:00:00Z")));

    assert_eq!(all_notices(&party.capturist).await, 31);
    let unknown = own.request(Method::POST, "/me/notices/read").set_json(json!({ "every": true }));
    house.send(unknown).await.refused(400, "bad_request");
    house.citizen().list_own_notices("").await.refused(401, "session_required");
}

/// How many notices somebody has, page by page.
async fn all_notices(person: &Person) -> usize {
    let mut page = person.list_own_notices("").await.ok();
    let mut count = page.notices.len();
    while let Some(before) = page.next_before {
        page = person.list_own_notices(&format!("before={before}")).await.ok();
        count += page.notices.len();
    }
    count
}

async fn a_blocked_account_is_told_nothing(house: House) {
    let party = house.party("PT").await;
    let capture = party.unit.list_accounts("pt.captura").await.ok()[0].id;
    party.unit.block_account(capture, "La reportaron perdida.").await.ok();
    party.representative.acknowledge_receipt(&AccountReceipt::default()).await.ok();
    party.unit.unblock_account(capture).await.ok();
    let capturist = house.back("pt.captura").await;
    assert_eq!(capturist.list_own_notices("").await.ok().notices, []);
    assert_eq!(party.representative.list_own_notices("").await.ok().unread, 1);
}

async fn an_account_says_where_its_notices_are_mailed_to(house: House) {
    let party = house.party("PT").await;
    let own = &party.representative;
    assert_eq!(own.read_own_email().await.ok(), OwnEmail { email: None, from_registry: None });
    for wrong in
        ["ana", "ana@", "ana@ejemplo", "ana@ejemplo.mx, eva@ejemplo.mx", "ana@ejemplo.mx\r\nBcc: eva@ejemplo.mx"]
    {
        own.set_own_email(Some(wrong)).await.refused(400, "bad_request");
    }
    let long = format!("{}@ejemplo.mx", text(260));
    own.set_own_email(Some(&long)).await.refused(400, "bad_request");
    let set = own.set_own_email(Some(" ana@ejemplo.mx ")).await.ok();
    assert_eq!(set.email.as_deref(), Some("ana@ejemplo.mx"));
    own.set_own_email(Some("ana@ejemplo.mx")).await.refused(409, "nothing_to_change");
    let activity = own.read_own_activity().await.ok().lines;
    assert_eq!(activity[0].act, "account.email_changed");
    let log = party.unit.read_activity_log("").await.text();
    assert!(log.contains("account.email_changed") && !log.contains("ana@ejemplo.mx"), "never the address: {log}");

    let candidate = house.candidate(&party, party.ids[0]).await;
    let email = candidate.read_own_email().await.ok();
    assert_eq!(email.email, None);
    assert!(email.from_registry.is_some_and(|email| email.ends_with("@ejemplo.invalid")));
    candidate.set_own_email(Some("eva@ejemplo.mx")).await.ok();
    own.set_own_email_with(Some("otra@ejemplo.mx"), "otra frase distinta").await.refused(401, "wrong_credentials");
    own.set_own_email(Some("otra@ejemplo.mx")).await.ok();
    house.run_jobs();
    let told = |address: &str| {
        let of = |mail: &Vec<u8>| {
            let mail = String::from_utf8_lossy(mail).into_owned();
            mail.contains(&format!("<{address}>")) && mail.contains("Subject")
        };
        house.mails().iter().filter(|mail| of(mail)).count()
    };
    assert_eq!(told("ana@ejemplo.mx"), 1, "the address it had");
    assert_eq!(told("otra@ejemplo.mx"), 1, "the address it has");
    assert_eq!(candidate.set_own_email(None).await.ok().email, None);
}
