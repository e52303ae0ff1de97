//! The people of a test, and how far they have come.

use std::{collections::BTreeMap, rc::Rc};

use casework::{accounts::issue_institute_account, act::NoPermit};
use contract::{
    accounts::{AccountReceipt, IssueAccounts, IssuedAccount, ResetAccount, ResetOutcome},
    public::PublishedAnswers,
    review::NewObservation,
    session::{FirstUse, Session, SignIn},
};
use domain::{
    accounts::Role,
    ids::{AccountId, CandidacyId},
    messages::MessageKind,
    questionnaire::{Answers, Part},
    review::Mark,
};
use uuid::Uuid;

use crate::{
    House, PASSWORD,
    answers::{complete, photograph},
    client::{Answer, Person, UNDERSTOOD},
    registry::registry,
};

/// A party's people and candidacies.
pub struct Party {
    /// Its candidacies, in order of surnames.
    pub ids: Vec<CandidacyId>,
    /// One-time codes of its accounts, by name: `pt.captura`, `zac24-00005`.
    pub codes: BTreeMap<String, String>,
    /// The institute's responsible unit.
    pub unit: Person,
    /// Its representation.
    pub representative: Person,
    /// Its validator.
    pub validator: Person,
    /// Its capture account.
    pub capturist: Person,
}

impl House {
    /// The person that an answer signed in.
    pub fn person(&self, answer: Answer<Session>) -> Person {
        let cookie = answer.cookie.clone().expect("a cookie");
        Person::new(Rc::clone(&self.door), Some(answer.ok().access_token), Some(cookie))
    }

    /// An account of the institute, signed in.
    pub async fn institute(&self, role: Role) -> Person {
        let username =
            format!("{}.{}", role.code().replace('_', "-"), Uuid::now_v7().simple().to_string().split_off(24));
        self.institute_as(&username, role).await
    }

    /// The same, by the name that it signs in with.
    pub async fn institute_as(&self, username: &str, role: Role) -> Person {
        let issued = self.app.act(&NoPermit, |act| issue_institute_account(act, username, role, None)).expect("issued");
        self.first_use(&issued.username, &issued.code).await
    }

    /// First use of an account that was just issued.
    pub async fn join(&self, issued: &IssuedAccount) -> Person {
        self.first_use(&issued.username, &issued.code).await
    }

    /// First use of an account.
    pub async fn first_use(&self, username: &str, code: &str) -> Person {
        let (username, code, password) = (username.to_owned(), code.to_owned(), PASSWORD.to_owned());
        self.person(self.citizen().use_account_first(&FirstUse { username, code, password }).await)
    }

    /// Tries to sign in.
    pub async fn sign_in(&self, username: &str, password: &str) -> Answer<Session> {
        let (username, password) = (username.to_owned(), password.to_owned());
        self.citizen().sign_in(&SignIn { username, password, code: None }).await
    }

    /// Somebody who signs in with [`PASSWORD`].
    pub async fn back(&self, username: &str) -> Person {
        self.person(self.sign_in(username, PASSWORD).await)
    }

    /// Imports the first rows of the registry and issues a party's accounts: representation, validation and capture.
    pub async fn party(&self, key: &str) -> Party {
        let unit = self.institute(Role::ResponsibleUnit).await;
        unit.sync_registry(registry()).await.ok();
        let issued = unit.issue_accounts(&IssueAccounts::Party { party: key.into() }).await.ok();
        let codes: BTreeMap<_, _> = issued.into_iter().map(|issued| (issued.username, issued.code)).collect();
        let own = |what: &str| format!("{}.{what}", key.to_lowercase());
        let representative = self.first_use(&own("representacion"), &codes[&own("representacion")]).await;
        let capturist = self.first_use(&own("captura"), &codes[&own("captura")]).await;
        let validator = self.validator(&representative, &unit, "Persona que valida").await;
        let work = capturist.list_candidacies("").await.ok();
        let ids = work.items.iter().map(|item| item.id).collect();
        Party { ids, codes, unit, representative, validator, capturist }
    }

    /// A person named by a representation and confirmed by the responsible unit, signed in.
    pub async fn validator(&self, representative: &Person, unit: &Person, name: &str) -> Person {
        let named = representative.designate_validator(name).await.ok();
        self.join(&unit.confirm_validator(named.id).await.ok()).await
    }

    /// A candidacy's own account, signed in.
    pub async fn candidate(&self, party: &Party, id: CandidacyId) -> Person {
        let name = party.unit.candidacy(id).await.item.folio.as_str().to_lowercase();
        self.first_use(&name, &party.codes[&name]).await
    }

    /// Accepts the current privacy notice for a candidacy.
    pub async fn accept_notice(&self, person: &Person, id: CandidacyId) {
        let election = self.citizen().read_election().await.ok();
        person.accept_notice(id, &election.notice.version).await.ok();
    }

    /// A party whose accounts were received and whose first candidacy accepted the notice.
    pub async fn capturing(&self, key: &str) -> Party {
        let party = self.party(key).await;
        party.representative.acknowledge_receipt(&AccountReceipt::default()).await.ok();
        self.accept_notice(&party.capturist, party.ids[0]).await;
        party
    }

    /// A party whose first candidacy was sent.
    pub async fn sent(&self, key: &str) -> Party {
        let party = self.capturing(key).await;
        self.fill_and_send(&party, party.ids[0]).await;
        party
    }

    /// A party whose first candidacy waits for the authorisation.
    pub async fn verified(&self, key: &str) -> Party {
        let party = self.sent(key).await;
        party.validator.validate_profile(party.ids[0]).await.ok();
        self.verify(party.ids[0]).await;
        party
    }

    /// A party whose first candidacy is published, and its public name.
    pub async fn published(&self, key: &str) -> (Party, String) {
        let party = self.sent(key).await;
        let slug = self.publish(&party).await;
        (party, slug)
    }

    /// Sets a candidacy's photograph.
    pub async fn photograph(&self, person: &Person, id: CandidacyId) {
        person.set_photo(id, "image/png", photograph()).await.ok();
    }

    /// Captures a candidacy whose notice was accepted, whole, and sends it.
    pub async fn fill_and_send(&self, party: &Party, id: CandidacyId) {
        self.send_these(party, id, complete()).await;
    }

    /// Captures these answers of a candidacy whose notice was accepted, and sends it.
    pub async fn send_these(&self, party: &Party, id: CandidacyId, answers: Answers) {
        party.capturist.save_answers(id, answers).await.ok();
        party.capturist.submit_profile(id, &UNDERSTOOD).await.ok();
    }

    /// Both areas of the institute find a candidacy compliant.
    pub async fn verify(&self, id: CandidacyId) {
        for (role, part) in [(Role::PartiesDirectorate, Part::Curricular), (Role::GenderDirectorate, Part::Identity)] {
            let area = self.institute(role).await;
            self.judge(&area, id, part, &[]).await;
        }
    }

    /// Marks every section of a part that has no mark yet, and those that remarks are about.
    pub async fn mark(&self, area: &Person, id: CandidacyId, part: Part, remarks: &[NewObservation]) {
        let election = self.citizen().read_election().await.ok();
        let marks = area.candidacy(id).await.marks;
        for section in &election.questionnaire(part).sections {
            let is_own = |remark: &&NewObservation| section.questions.iter().any(|asked| asked.key == remark.field);
            let observations: Vec<_> = remarks.iter().filter(is_own).cloned().collect();
            let seen = marks.get(&section.key).map(|mark| mark.revision);
            let mark = match (observations.is_empty(), seen) {
                (true, Some(_)) => continue,
                (true, None) => Mark::Complies {},
                (false, _) => Mark::Observed { observations },
            };
            area.mark_section(id, section.key.as_str(), &mark, seen.unwrap_or_default()).await.ok();
        }
    }

    /// Marks a part and gives the verdict that the marks come to.
    pub async fn judge(&self, area: &Person, id: CandidacyId, part: Part, remarks: &[NewObservation]) {
        self.mark(area, id, part, remarks).await;
        area.judge(id, part, remarks.is_empty()).await.ok();
    }

    /// Validates, verifies and authorises a party's first candidacy, which was sent; answers its public name.
    pub async fn publish(&self, party: &Party) -> String {
        let id = party.ids[0];
        party.validator.validate_profile(id).await.ok();
        self.verify(id).await;
        party.unit.authorise_publication(id).await.ok();
        party.unit.candidacy(id).await.item.slug
    }

    /// What anybody reads of a candidacy that published something.
    pub async fn profile(&self, slug: &str) -> PublishedAnswers {
        self.citizen().read_public_candidacy(slug).await.ok().published.expect("something published")
    }

    /// The name that the public reads of a candidacy, by the last part of its address.
    pub async fn public_name(&self, slug: &str) -> String {
        self.citizen().read_public_candidacy(slug).await.ok().card.name
    }
}

/// A reset with a reason, by mail where there is an address.
pub fn because() -> ResetAccount {
    ResetAccount { reason: "Perdió su contraseña".to_owned(), hand_over: false }
}

impl Person {
    /// Gives an account of a party that has no address a new code, and is shown it.
    pub async fn give_code(&self, id: AccountId) -> IssuedAccount {
        match self.reset_account(id, &because()).await.ok() {
            ResetOutcome::Shown { account } => account,
            other => panic!("the code was not shown: {other:?}"),
        }
    }

    /// How often the activity log says that something was done; what is asked of it as in an address: `candidacy=…`.
    pub async fn count_logged(&self, asked: &str, act: &str) -> usize {
        let log = self.read_activity_log(asked).await.ok();
        log.lines.iter().filter(|line| line.act == act).count()
    }

    /// How often this account was told something.
    pub async fn count_told(&self, kind: MessageKind) -> usize {
        let page = self.list_own_notices("").await.ok();
        page.notices.iter().filter(|notice| notice.kind == kind).count()
    }
}
