//! An invented election with its lists, people and texts.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::*;
use crate::{
    candidacy::{Kind as Place, RegistryStatus, Sex},
    ids::NominatorKey,
    time::Date,
};

pub(super) fn election() -> Election {
    serde_json::from_str(include_str!("fixture.json")).expect("an election")
}

pub(super) fn lists(election: &Election) -> Lists {
    let pattern = |written: &str| Pattern::parse(written).expect("a pattern");
    let alias = |written: &str, nominator: &str, case| Alias {
        nominator: NominatorKey::from(nominator),
        pattern: pattern(written),
        case,
    };
    let slogan = |written: &str, nominator: Option<&str>| Slogan {
        pattern: pattern(written),
        nominator: nominator.map(NominatorKey::from),
    };
    let term = |written: &str, tone, suggestion: &str, unless: &str| Term {
        pattern: pattern(written),
        tone,
        suggestion: (!suggestion.is_empty()).then(|| suggestion.to_owned()),
        unless: Lists::folded_words(unless),
    };
    Lists::new(
        election,
        vec![
            alias("PRI", "PRI", Case::Any),
            alias("Acción Nacional", "PAN", Case::Proper),
            alias("Partido Verde", "PVEM", Case::Any),
            alias("partido|gobierno|gobiernos de? morena", "MORENA", Case::Any),
        ],
        vec![slogan("vota|voten por mí", None), slogan("una patria ordenada y generosa", Some("PAN"))],
        vec![
            term("todos? los|nuestros ciudadanos", Tone::Sexist, "la ciudadanía", "ciudadanas"),
            term("los|nuestros niños", Tone::Sexist, "niñas y niños", "niñas"),
            term(
                "minusválido|minusválidos|minusválida|minusválidas",
                Tone::Discriminatory,
                "personas con discapacidad",
                "",
            ),
            term("capacidades diferentes", Tone::Discriminatory, "personas con discapacidad", ""),
            term("idiota|idiotas", Tone::Offensive, "", ""),
        ],
        vec![pattern("Francisco? García Salinas"), pattern("la? maestra")],
    )
}

pub(super) fn id(number: u128) -> CandidacyId {
    CandidacyId(Uuid::from_u128(number))
}

/// A person that a party nominates: given name, surnames and nickname parted by commas.
pub(super) fn person(number: u128, nominator: &str, formula: &str, name: &str) -> Registration {
    let mut name = name.split(',').map(str::to_owned);
    let mut next = || name.next().unwrap_or_default();
    Registration {
        folio: format!("F-{number}").as_str().into(),
        office: "municipal_president".into(),
        territory: "zac/mun/32029".into(),
        list_position: None,
        kind: Place::Owner,
        formula: formula.to_owned(),
        nominator: nominator.into(),
        responsible_party: None,
        given_name: next(),
        first_surname: next(),
        second_surname: next(),
        nickname: next(),
        sex: Sex::Woman,
        birth_date: Date::new(1980, 1, 1),
        affirmative_action: None,
        consecutive: false,
        email: String::new(),
        status: RegistryStatus::Active,
        approved_on: Date::new(2024, 3, 30),
        replaces: None,
    }
}

pub(super) fn answers<const N: usize>(texts: [(&str, &str); N]) -> Answers {
    texts.into_iter().map(|(key, text)| (key.into(), Answer::One(text.to_owned()))).collect::<BTreeMap<_, _>>()
}

/// Everything an advice needs, with an author of the PAN inside its coalition.
pub(super) struct Desk {
    pub election: Election,
    pub lists: Lists,
    pub corpus: Corpus,
    pub people: People,
    pub author: Registration,
}

impl Desk {
    pub(super) fn new() -> Self {
        let election = election();
        let people = [
            (id(1), person(1, "FCZ", "F1", "María del Carmen,López,García")),
            (id(2), person(2, "FCZ", "F1", "Rosa,Campos,de la Torre")),
            (id(3), person(3, "MC", "F2", "Benito,Juárez,Ávila,El Correcaminos")),
            (id(4), person(4, "PT", "F3", "Jesús,González,Ortega,La Maestra")),
            (id(5), person(5, "PT", "F4", "Luz,Campos,Flores,El Inge")),
            (id(6), person(6, "MC", "F5", "Ana,Ruiz,,El Inge")),
            (id(7), person(7, "MC", "F6", "Francisco,García,Salinas")),
            (id(8), person(8, "MC", "F7", "Miguel,López,García")),
        ];
        Self {
            lists: lists(&election),
            corpus: Corpus::new(&election),
            people: People::new(people.iter().map(|(id, registration)| (*id, registration))),
            author: people[0].1.clone(),
            election,
        }
    }

    pub(super) fn advise(&self, answers: &Answers) -> Vec<Finding> {
        let author = Author { candidacy: id(1), registration: &self.author };
        advise(&self.election, &self.lists, &author, answers, Known { corpus: &self.corpus, people: &self.people })
    }

    /// What is found in one text: the kinds and, of each, the first passage.
    pub(super) fn found(&self, text: &str) -> Vec<(FindingKind, String)> {
        let first = |finding: &Finding| (finding.kind, finding.places[0].passage.clone());
        self.advise(&answers([("motivation", text)])).iter().map(first).collect()
    }

    pub(super) fn passages(&self, kind: FindingKind, text: &str) -> Vec<String> {
        let findings = self.advise(&answers([("motivation", text)]));
        findings
            .into_iter()
            .filter(|finding| finding.kind == kind)
            .flat_map(|finding| finding.places)
            .map(|place| place.passage)
            .collect()
    }

    pub(super) fn put(&mut self, number: u128, registration: &Registration, texts: &Answers) {
        self.corpus.put(&self.election, Source::of(id(number), registration), texts);
    }
}
