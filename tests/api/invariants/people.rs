//! Who walks: every role, two parties and an independent, over a registry whose rows come and go.

use contract::accounts::{AccountReceipt, IssueAccounts};
use domain::{
    accounts::Role,
    candidacy::RegistryStatus,
    ids::CandidacyId,
    time::{TimeDelta, Timestamp},
};
use support::{House, Person, demo};

/// Rows of the demo registry that stand at first: three of PT, three of MC and an independent.
pub const ROWS: [&str; 7] =
    ["ZAC24-00005", "ZAC24-00011", "ZAC24-00049", "ZAC24-00006", "ZAC24-00012", "ZAC24-00021", "ZAC24-00023"];
/// Those who do the same work of the institute as another account: a review that one has, the other cannot do.
const SECONDS: [(&str, Role); 3] = [
    ("otra-unidad", Role::ResponsibleUnit),
    ("otros-partidos", Role::PartiesDirectorate),
    ("otra-igualdad", Role::GenderDirectorate),
];
/// After so long a token is made again.
const TOKEN: TimeDelta = TimeDelta::minutes(9);

/// Somebody who acts.
pub struct Somebody {
    pub username: String,
    pub role: Role,
    pub party: Option<&'static str>,
    pub candidacy: Option<CandidacyId>,
    person: Person,
    since: Timestamp,
}

impl Somebody {
    /// Signed in, again when it is time.
    pub async fn present(&mut self, house: &House) -> Person {
        let now = house.app.now();
        if self.role != Role::RegistrySystem && now.duration_since(self.since) > TOKEN {
            self.person = house.back(&self.username).await;
            self.since = now;
        }
        self.person.clone()
    }
}

/// The registry's export, row by row.
pub struct Registry {
    headings: String,
    rows: Vec<String>,
}

impl Registry {
    fn first() -> Self {
        let text = String::from_utf8(demo("registry-2024-03-30.csv")).expect("UTF-8");
        let mut lines = text.lines().map(str::to_owned);
        let headings = lines.next().expect("headings");
        let rows = lines.filter(|line| ROWS.iter().any(|folio| line.starts_with(folio))).collect();
        Self { headings, rows }
    }

    /// The file.
    pub fn file(&self) -> Vec<u8> {
        let rows = self.rows.iter().map(String::as_str);
        std::iter::once(self.headings.as_str()).chain(rows).collect::<Vec<_>>().join("\r\n").into_bytes()
    }

    /// What it says of a folio.
    pub fn status(&self, folio: &str) -> Option<RegistryStatus> {
        let row = self.rows.iter().find(|row| row.starts_with(folio))?;
        let known = [
            ("APROBADA", RegistryStatus::Active),
            ("CANCELADA", RegistryStatus::Cancelled),
            ("SUSTITUIDA", RegistryStatus::Substituted),
        ];
        known.into_iter().find(|(word, _)| row.contains(word)).map(|(_, status)| status)
    }

    /// Gives a row another status.
    pub fn set(&mut self, folio: &str, status: &str) {
        for row in self.rows.iter_mut().filter(|row| row.starts_with(folio)) {
            for known in ["APROBADA", "CANCELADA", "SUSTITUIDA"] {
                *row = row.replace(known, status);
            }
        }
    }

    /// Puts somebody else in a row's place; answers the new folio.
    pub fn substitute(&mut self, folio: &str) -> Option<String> {
        let row = self.rows.iter().find(|row| row.starts_with(folio))?.clone();
        if !row.contains("APROBADA") || self.rows.len() > 11 {
            return None;
        }
        let new = format!("ZAC24-9{:04}", self.rows.len());
        let mut cells: Vec<&str> = row.split(',').collect();
        (cells[0], cells[9], cells[20]) = (&new, "Quien Sustituye", folio);
        let added = cells.join(",");
        self.set(folio, "SUSTITUIDA");
        self.rows.push(added);
        Some(new)
    }
}

/// A candidacy they act on.
pub struct Stand {
    pub id: CandidacyId,
    pub folio: String,
    pub slug: String,
    pub party: Option<String>,
}

/// Everybody, what they act on and what the registry says.
pub struct Cast {
    pub people: Vec<Somebody>,
    pub stands: Vec<Stand>,
    pub registry: Registry,
}

impl Cast {
    /// Brings everybody together, with every account received.
    pub async fn gather(house: &House) -> Self {
        let mut cast = Self { people: Vec::new(), stands: Vec::new(), registry: Registry::first() };
        let since = house.app.now();
        let mut add = |username: &str, role, party, candidacy, person: &Person| {
            cast.people.push(Somebody {
                username: username.to_owned(),
                role,
                party,
                candidacy,
                person: person.clone(),
                since,
            });
        };
        let institute = Role::ALL.into_iter().filter(|role| role.is_institute());
        let names = institute.map(|role| (role.code().replace('_', "-"), role));
        for (username, role) in names.chain(SECONDS.map(|(name, role)| (name.to_owned(), role))) {
            let person = house.institute_as(&username, role).await;
            add(&username, role, None, None, &person);
        }
        let unit = house.institute(Role::ResponsibleUnit).await;
        unit.sync_registry(cast.registry.file()).await.ok();
        let work = unit.list_candidacies("size=200").await.ok();
        let independent = work.items.iter().find(|item| item.responsible_party.is_none()).expect("an independent");
        let mut accounts = Vec::new();
        for order in [
            IssueAccounts::Party { party: "PT".into() },
            IssueAccounts::Party { party: "MC".into() },
            IssueAccounts::Candidacy { candidacy: independent.id },
        ] {
            accounts.extend(unit.issue_accounts(&order).await.ok());
        }
        let issued = |name: &str| accounts.iter().find(|issued| issued.username == name).expect("an account");
        for party in ["PT", "MC"] {
            let own = |what: &str| format!("{}.{what}", party.to_lowercase());
            let representative = house.join(issued(&own("representacion"))).await;
            let capturist = house.join(issued(&own("captura"))).await;
            let validator = house.validator(&representative, &unit, "Persona que valida").await;
            representative.acknowledge_receipt(&AccountReceipt::default()).await.ok();
            let people = [
                (own("representacion"), Role::PartyRepresentative, representative),
                (own("captura"), Role::PartyCapturist, capturist),
                (own("validacion"), Role::PartyValidator, validator),
            ];
            for (username, role, person) in people {
                cast.people.push(Somebody { username, role, party: Some(party), candidacy: None, person, since });
            }
        }
        cast.refresh(house);
        for (folio, role) in [("zac24-00005", Role::Candidate), ("zac24-00049", Role::IndependentCandidate)] {
            let person = house.join(issued(folio)).await;
            let candidacy =
                cast.stands.iter().find(|stand| stand.folio.eq_ignore_ascii_case(folio)).map(|stand| stand.id);
            if role == Role::IndependentCandidate {
                person.acknowledge_receipt(&AccountReceipt::default()).await.ok();
            }
            cast.people.push(Somebody { username: folio.to_owned(), role, party: None, candidacy, person, since });
        }
        let person = house.program(&unit.make_machine_key("registro").await.ok().key);
        cast.people.push(Somebody {
            username: "registro".to_owned(),
            role: Role::RegistrySystem,
            party: None,
            candidacy: None,
            person,
            since,
        });
        cast
    }

    /// Takes in the candidacies that the registry added.
    pub fn refresh(&mut self, house: &House) {
        let mut conn = house.app.db.conn().expect("a connection");
        for candidacy in store::candidacies::all(&mut conn).expect("candidacies") {
            if self.stands.iter().all(|stand| stand.id != candidacy.id) {
                self.stands.push(Stand {
                    id: candidacy.id,
                    folio: candidacy.registration.folio.0.clone(),
                    slug: candidacy.slug,
                    party: candidacy.registration.responsible_party.map(|party| party.0),
                });
            }
        }
    }

    /// Whether a person's account reaches a candidacy at all.
    pub fn covers(&self, who: usize, on: usize) -> bool {
        let (somebody, stand) = (&self.people[who], &self.stands[on]);
        match (somebody.party, somebody.candidacy) {
            (Some(party), _) => stand.party.as_deref() == Some(party),
            (None, Some(own)) => own == stand.id,
            (None, None) => somebody.role.is_institute(),
        }
    }
}
