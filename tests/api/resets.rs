//! The reset of an account of the institute takes two persons of different areas, and opens no identity answer by itself.

use contract::{
    accounts::{Account, IssuedAccount, Reset, ResetAccount, ResetOutcome, ResetState},
    work::Workspace,
};
use domain::{
    accounts::{Confirmer, Role},
    ids::CandidacyId,
    messages::MessageKind,
    questionnaire::Part,
    time::TimeDelta,
};
use mailparse::{MailHeaderMap, parse_mail};
use support::{House, PASSWORD, Person, because, on_both};

on_both!(
    informatics_alone_never_reads_identity,
    the_code_in_other_hands_reads_no_identity,
    a_party_account_in_other_hands_reads_no_identity,
    another_area_decides_and_never_the_holder,
    what_nobody_decides_lapses,
    the_code_goes_to_the_holder_alone,
    a_refusal_is_told_and_needs_a_reason,
);

async fn account(unit: &Person, username: &str) -> Account {
    let mut all = unit.list_accounts(username).await.ok().into_iter();
    all.find(|account| account.username == username).expect("the account")
}

/// Whether a candidacy shows somebody identity answers; that it says so is held against the answers.
async fn reads_identity(house: &House, person: &Person, id: CandidacyId) -> bool {
    let Workspace { shows_identity, answers, .. } = person.candidacy(id).await;
    let identity = |key: &str| {
        let question = house.app.desk.config.election.question(key);
        question.is_some_and(|(part, _)| part == Part::Identity)
    };
    assert_eq!(answers.keys().any(|key| identity(key.as_str())), shows_identity);
    shows_identity
}

/// The one reset that waits.
async fn waiting(person: &Person) -> Reset {
    let mut all = person.list_resets().await.ok().waiting;
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

/// Approves the one that waits and is shown the code.
async fn hand_over(second: &Person) -> IssuedAccount {
    match second.approve_reset(waiting(second).await.id, true).await.ok() {
        ResetOutcome::Shown { account } => account,
        other => panic!("the code was not shown: {other:?}"),
    }
}

/// What the audit did: reset the identity reviewers' account, enter with the code, and read.
async fn informatics_alone_never_reads_identity(house: House) {
    let party = house.sent("PT").await;
    party.validator.validate_profile(party.ids[0]).await.ok();
    let systems = house.institute(Role::ItDirectorate).await;
    let reviewer = house.institute_as("paridad", Role::GenderDirectorate).await;
    assert!(reads_identity(&house, &reviewer, party.ids[0]).await);
    let target = account(&systems, "paridad").await;
    let asked = systems.reset_account(target.id, &because()).await;
    assert!(!asked.text().contains("code"), "{}", asked.text());
    let ResetOutcome::Waiting { id, .. } = asked.ok() else { panic!("it does not wait") };
    for alone in [&systems, &house.institute(Role::ItDirectorate).await] {
        alone.approve_reset(id, true).await.refused(409, "other_area_required");
        alone.refuse_reset(id, "No hace falta ninguno").await.refused(409, "other_area_required");
    }
    systems.reset_account(target.id, &because()).await.refused(409, "reset_waits");
    systems.confirm_account(target.id).await.refused(403, "not_allowed");
    // Nothing happened to the account: its holder works on.
    assert!(reads_identity(&house, &reviewer, party.ids[0]).await);
    house.sign_in("paridad", PASSWORD).await.ok();
}

async fn the_code_in_other_hands_reads_no_identity(house: House) {
    let party = house.sent("PT").await;
    party.validator.validate_profile(party.ids[0]).await.ok();
    let systems = house.institute(Role::ItDirectorate).await;
    let reviewer = house.institute_as("paridad", Role::GenderDirectorate).await;
    let legal = house.institute(Role::LegalDirectorate).await;
    let target = account(&systems, "paridad").await;
    systems.reset_account(target.id, &because()).await.ok();
    let issued = hand_over(&legal).await;
    reviewer.read_me().await.refused(401, "session_required");
    let somebody = house.join(&issued).await;
    assert_eq!(somebody.read_me().await.ok().unconfirmed, Some(Confirmer::Others));
    assert!(!reads_identity(&house, &somebody, party.ids[0]).await);
    somebody.confirm_own_account().await.refused(409, "others_confirm");
    for other in [&legal, &systems] {
        other.confirm_account(target.id).await.refused(403, "not_allowed");
    }
    party.representative.confirm_account(target.id).await.refused(404, "not_found");
    assert_eq!(party.unit.count_told(MessageKind::AccountUnconfirmed).await, 1);
    party.unit.confirm_account(target.id).await.ok();
    party.unit.confirm_account(target.id).await.refused(409, "nothing_to_change");
    assert!(reads_identity(&house, &somebody, party.ids[0]).await);
    // The responsible unit reset by another area's hands does not confirm itself, nor approves.
    let own = house.institute_as("transparencia", Role::ResponsibleUnit).await;
    let target = account(&systems, "transparencia").await;
    systems.reset_account(target.id, &because()).await.ok();
    let taken = house.join(&hand_over(&legal).await).await;
    own.read_me().await.refused(401, "session_required");
    taken.confirm_account(target.id).await.refused(403, "account_unconfirmed");
    assert!(!reads_identity(&house, &taken, party.ids[0]).await);
}

async fn a_party_account_in_other_hands_reads_no_identity(house: House) {
    let party = house.sent("PT").await;
    let systems = house.institute(Role::ItDirectorate).await;
    let id = party.ids[0];
    let capture = account(&systems, "pt.captura").await;
    let taken = house.join(&systems.give_code(capture.id).await).await;
    assert!(!reads_identity(&house, &taken, id).await);
    taken.confirm_own_account().await.refused(409, "others_confirm");
    // Nor by having the next code mailed to oneself.
    taken.set_own_email(Some("intrusa@ejemplo.mx")).await.refused(403, "account_unconfirmed");
    // Nor by way of the representation, whose account it takes too.
    let representation = account(&systems, "pt.representacion").await;
    let acting = house.join(&systems.give_code(representation.id).await).await;
    acting.confirm_account(capture.id).await.refused(403, "account_unconfirmed");
    party.unit.confirm_account(representation.id).await.ok();
    house.party("MC").await.representative.confirm_account(capture.id).await.refused(404, "not_found");
    acting.confirm_account(capture.id).await.ok();
    assert!(reads_identity(&house, &taken, id).await);
    // A candidacy has the registry's address: the code is mailed there, and informatics may not choose otherwise.
    let folio = party.unit.candidacy(id).await.item.folio.as_str().to_lowercase();
    let candidate = account(&systems, &folio).await;
    let in_person = ResetAccount { hand_over: true, ..because() };
    systems.reset_account(candidate.id, &in_person).await.refused(403, "not_allowed");
    let mailed = systems.reset_account(candidate.id, &because()).await;
    assert!(!mailed.text().contains("code"), "{}", mailed.text());
    assert!(matches!(mailed.ok(), ResetOutcome::Mailed { .. }));
    // Others bring that address to the registry, so that somebody has to confirm all the same.
    let seen = account(&systems, &folio).await;
    assert_eq!(seen.unconfirmed, Some(Confirmer::Others));
    assert!(seen.delivered_at.is_some());
    // The responsible unit reads every answer anyway: by its hands nobody learns anything.
    assert!(matches!(party.unit.reset_account(candidate.id, &in_person).await.ok(), ResetOutcome::Shown { .. }));
    assert_eq!(account(&systems, &folio).await.unconfirmed, None);
}

async fn another_area_decides_and_never_the_holder(house: House) {
    let unit = house.institute(Role::ResponsibleUnit).await;
    let reviewer = house.institute_as("paridad", Role::GenderDirectorate).await;
    let colleague = house.institute_as("paridad.dos", Role::GenderDirectorate).await;
    let target = account(&unit, "paridad").await;
    let short = ResetAccount { reason: "olvido".into(), hand_over: false };
    unit.reset_account(target.id, &short).await.refused(400, "bad_request");
    unit.reset_account(target.id, &because()).await.ok();
    let asked = waiting(&unit).await;
    assert!(asked.own && !asked.may_approve && !asked.may_refuse && asked.area == Role::ResponsibleUnit);
    assert_eq!((asked.username.as_str(), asked.reason.as_str()), ("paridad", "Perdió su contraseña"));
    assert_eq!(asked.until, asked.asked_at + TimeDelta::hours(48));
    let seen = waiting(&reviewer).await;
    assert!(!seen.may_approve && seen.may_refuse, "the holder may say no");
    reviewer.approve_reset(asked.id, true).await.refused(409, "other_area_required");
    let second = house.institute(Role::ResponsibleUnit).await;
    second.approve_reset(asked.id, true).await.refused(409, "other_area_required");
    second.withdraw_reset(asked.id).await.refused(404, "not_found");
    let told = |person: Person| async move { person.count_told(MessageKind::ResetAsked).await };
    assert_eq!((told(unit.clone()).await, told(reviewer.clone()).await, told(colleague.clone()).await), (0, 0, 1));
    assert_eq!(reviewer.count_told(MessageKind::OwnResetAsked).await, 1);
    // Whoever holds the account's area, but not the account, knows its holder best.
    let issued = hand_over(&colleague).await;
    assert_eq!(unit.count_told(MessageKind::ResetEnded).await, 1);
    let again = house.join(&issued).await;
    assert_eq!(again.count_told(MessageKind::AccountReset).await, 1);
    assert_eq!(unit.count_logged("", "account.reset_approved").await, 1);
    let listed = unit.list_resets().await.ok();
    assert!(listed.waiting.is_empty());
    assert_eq!(listed.ended[0].state, ResetState::HandedOver);
    assert_eq!(listed.ended[0].ended_by.as_deref(), Some("paridad.dos"));
    colleague.approve_reset(asked.id, true).await.refused(404, "not_found");
    let own = unit.read_me().await.ok().id;
    unit.reset_account(own, &because()).await.refused(409, "other_area_required");
}

async fn what_nobody_decides_lapses(house: House) {
    let systems = house.institute_as("sistemas", Role::ItDirectorate).await;
    house.institute_as("paridad", Role::GenderDirectorate).await;
    let target = account(&systems, "paridad").await;
    systems.reset_account(target.id, &because()).await.ok();
    let withdrawn = waiting(&systems).await.id;
    systems.withdraw_reset(withdrawn).await.ok();
    systems.withdraw_reset(withdrawn).await.refused(404, "not_found");
    systems.reset_account(target.id, &because()).await.ok();
    let asked = waiting(&systems).await.id;
    house.wait(TimeDelta::hours(48));
    let unit = house.institute(Role::ResponsibleUnit).await;
    unit.approve_reset(asked, true).await.refused(404, "not_found");
    house.run_jobs();
    let systems = house.back("sistemas").await;
    let states: Vec<ResetState> = systems.list_resets().await.ok().ended.into_iter().map(|reset| reset.state).collect();
    assert_eq!(states, [ResetState::Lapsed, ResetState::Withdrawn]);
    assert_eq!(systems.count_told(MessageKind::ResetEnded).await, 1);
    assert_eq!(unit.count_logged("", "account.reset_lapsed").await, 1);
    systems.reset_account(target.id, &because()).await.ok();
}

/// The code that a mail to an address brings.
fn mailed_code(house: &House, address: &str) -> String {
    let mails = house.mails();
    let bodies = mails.iter().map(|mail| parse_mail(mail).expect("a mail"));
    let own = bodies.filter(|mail| mail.headers.get_first_value("To").is_some_and(|to| to.contains(address)));
    let bodies: Vec<String> = own.map(|mail| mail.get_body().expect("a body")).collect();
    let mut codes = bodies.iter().filter_map(|body| body.split_once("tiene un código nuevo: "));
    let (_, code) = codes.next().unwrap_or_else(|| panic!("no code for {address}: {bodies:?}"));
    code.lines().next().expect("a line").trim().to_owned()
}

async fn the_code_goes_to_the_holder_alone(house: House) {
    let party = house.sent("PT").await;
    party.validator.validate_profile(party.ids[0]).await.ok();
    let systems = house.institute(Role::ItDirectorate).await;
    let reviewer = house.institute_as("paridad", Role::GenderDirectorate).await;
    reviewer.set_own_email(Some("gabriela@ejemplo.mx")).await.ok();
    let target = account(&systems, "paridad").await;
    systems.reset_account(target.id, &because()).await.ok();
    house.run_jobs();
    let told =
        house.mails().iter().filter(|mail| String::from_utf8_lossy(mail).contains("gabriela@ejemplo.mx")).count();
    assert_eq!(told, 1, "the holder is told at once");
    let approved = party.unit.approve_reset(waiting(&party.unit).await.id, false).await;
    assert!(!approved.text().contains("code"), "{}", approved.text());
    assert!(matches!(approved.ok(), ResetOutcome::Mailed { to } if to == "g…@ejemplo.mx"));
    house.wait(TimeDelta::seconds(30));
    house.run_jobs();
    let code = mailed_code(&house, "gabriela@ejemplo.mx");
    assert!(!systems.list_outbox("").await.text().contains(&code));
    let again = house.first_use("paridad", &code).await;
    assert!(!again.list_own_notices("").await.text().contains(&code), "it stands in no message");
    assert_eq!(again.read_me().await.ok().unconfirmed, Some(Confirmer::Holder));
    assert!(!reads_identity(&house, &again, party.ids[0]).await);
    again.confirm_own_account().await.ok();
    again.confirm_own_account().await.refused(409, "nothing_to_change");
    assert!(reads_identity(&house, &again, party.ids[0]).await);
    assert!(again.read_own_activity().await.text().contains("account.reset_approved"));
}

async fn a_refusal_is_told_and_needs_a_reason(house: House) {
    let systems = house.institute(Role::ItDirectorate).await;
    let reviewer = house.institute_as("paridad", Role::GenderDirectorate).await;
    let target = account(&systems, "paridad").await;
    systems.reset_account(target.id, &because()).await.ok();
    let asked = waiting(&reviewer).await.id;
    for role in [Role::CommunicationUnit, Role::OversightCommission] {
        let other = house.institute(role).await;
        other.list_resets().await.refused(403, "not_allowed");
        other.approve_reset(asked, true).await.refused(403, "not_allowed");
        other.refuse_reset(asked, "Yo no lo autorizo").await.refused(403, "not_allowed");
    }
    reviewer.refuse_reset(asked, "no").await.refused(400, "bad_request");
    reviewer.refuse_reset(asked, "Yo no lo pedí").await.ok();
    let told = systems.list_own_notices("").await.ok();
    let ended = told.notices.iter().find(|notice| notice.kind == MessageKind::ResetEnded).expect("told");
    assert!(ended.body.contains("Yo no lo pedí"), "{ended:?}");
    house.sign_in("paridad", PASSWORD).await.ok();
    let refused = ResetState::Refused { reason: "Yo no lo pedí".into() };
    assert_eq!(systems.list_resets().await.ok().ended[0].state, refused);
}
