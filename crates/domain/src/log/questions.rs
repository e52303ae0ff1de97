//! Which questions a line names, never what was answered.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::{election::Election, ids::QuestionKey, questionnaire::Part};

/// What stands for the questions of identity, as it is written and as it is read.
const IDENTITY: (&str, &str) = ("identity", "cuestionario de identidad");

/// Which questions something was done to. Those of identity are not told apart: an answer to a question that depends on
/// another tells how that other one was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Questions(BTreeSet<String>);

impl Questions {
    /// The only way to name some.
    #[must_use]
    pub fn of<'a>(election: &Election, keys: impl IntoIterator<Item = &'a QuestionKey>) -> Self {
        let name = |key: &'a QuestionKey| match election.question(key.as_str()) {
            Some((Part::Identity, _)) => IDENTITY.0,
            Some((Part::Curricular, _)) | None => key.as_str(),
        };
        Self(keys.into_iter().map(|key| name(key).to_owned()).collect())
    }

    /// What they ask, each between its marks; what is of no question of this election stays as it is.
    #[must_use]
    pub fn words(&self, election: &Election) -> String {
        let name = |key: &String| match election.question(key) {
            Some((_, question)) => format!("«{}»", question.label),
            None if key == IDENTITY.0 => IDENTITY.1.to_owned(),
            None => key.clone(),
        };
        let names: BTreeSet<String> = self.0.iter().map(name).collect();
        super::words::sentence(&names.into_iter().collect::<Vec<_>>().join("; "))
    }
}
