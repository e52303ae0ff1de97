//! The telephone and the mail that a profile publishes, apart from its page: machines gather them from pages.

use contract::public::{Contact, ContactMean, PublicProfile};
use domain::{
    election::Election,
    questionnaire::{Answer, Kind},
};

/// Those of a profile, which are none while nothing of it is shown.
#[must_use]
pub fn of(election: &Election, profile: &PublicProfile) -> Contact {
    let answers = profile.published.as_ref().map(|published| &published.answers);
    let mean = |question: &domain::questionnaire::Question| {
        let Some(Answer::One(value)) = answers?.get(&question.key) else { return None };
        let address = match question.kind {
            Kind::Phone => format!("tel:+52{}", value.chars().filter(char::is_ascii_digit).collect::<String>()),
            _ => format!("mailto:{value}"),
        };
        Some(ContactMean { label: question.label.clone(), value: value.clone(), address })
    };
    let gathered = election.questions().filter(|(_, question)| question.kind.is_gathered());
    Contact { means: gathered.filter_map(|(_, question)| mean(question)).collect() }
}
