//! The files of an election's folder, read, and what no file says wrong by itself.

use std::collections::BTreeSet;

use domain::{
    election::{Coalition, Party, PrivacyNotice, Territory},
    messages::Messages,
    questionnaire::{Questionnaire, is_email},
};

use super::{
    CONSENT_PLACES, Checker, ConsentForm, Keys, LETTER_PLACES, OfficialLetter, Source, check_election, check_places,
    directory, figures, messages, questionnaire, raw, sheets,
};

/// The files of the folder, as far as each can be read.
pub(super) struct Folder {
    pub institute: Option<(Source, raw::InstituteFile)>,
    pub election: Option<(Source, raw::ElectionFile)>,
    pub districts: Vec<Territory>,
    pub municipalities: Vec<Territory>,
    pub parties: Vec<Party>,
    pub coalitions: Vec<Coalition>,
    pub curricular: Option<(Questionnaire, Keys)>,
    pub identity: Option<(Questionnaire, Keys)>,
    pub notice: Option<(Source, PrivacyNotice)>,
    pub messages: Option<Messages>,
    pub consent_form: Option<(Source, ConsentForm)>,
    pub official_letter: Option<(Source, OfficialLetter)>,
}

impl Folder {
    pub fn read(checker: &mut Checker<'_>) -> Self {
        let institute = checker.toml::<raw::InstituteFile>("institute.toml");
        let election = checker.toml::<raw::ElectionFile>("election.toml");
        let state = institute.as_ref().map_or("", |(_, institute)| institute.key.as_str());
        let districts = sheets::districts(checker, state);
        let municipalities = sheets::municipalities(checker, state);
        let parties = sheets::parties(checker);
        Self {
            coalitions: sheets::coalitions(checker, &parties),
            curricular: questionnaire(checker, "questionnaires/curricular.toml"),
            identity: questionnaire(checker, "questionnaires/identity.toml"),
            notice: checker.toml("notices/privacy.toml"),
            messages: messages::messages(checker),
            consent_form: checker.toml("notices/consent.toml"),
            official_letter: checker.toml("notices/official_letter.toml"),
            institute,
            election,
            districts,
            municipalities,
            parties,
        }
    }

    /// What no file says wrong by itself.
    pub fn check(&self, checker: &mut Checker<'_>) {
        if let Some((source, form)) = &self.consent_form {
            for text in [&form.declaration, &form.closing] {
                check_places(checker, source, text, &CONSENT_PLACES);
            }
        }
        if let Some((source, letter)) = &self.official_letter {
            check_official_letter(checker, source, letter);
        }
        if let Some((source, election)) = &self.election {
            check_election(checker, source, election);
            messages::check_reminders(checker, source, &election.reminders);
        }
        if let Some((source, institute)) = &self.institute
            && !is_email(institute.email.get_ref())
        {
            let line = source.line(&institute.email.span());
            let message =
                format!("`{}` is not an e-mail address, which every mail comes from", institute.email.get_ref());
            checker.fault(&source.file, line, message);
        }
        if let (Some((curricular, _)), Some(identity)) = (&self.curricular, &self.identity) {
            check_identity(checker, curricular, identity);
        }
        if let (Some((source, election)), Some((curricular, _))) = (&self.election, &self.curricular) {
            if self.identity.is_some() {
                figures::check(checker, source, election, curricular);
            }
            directory::check(checker, source, election, curricular);
        }
    }
}

fn check_official_letter(checker: &mut Checker<'_>, source: &Source, letter: &OfficialLetter) {
    check_places(checker, source, &letter.number, &["numero"]);
    for text in [
        &letter.addressee,
        &letter.addressee_independent,
        &letter.disabled.subject,
        &letter.disabled.body,
        &letter.restored.subject,
        &letter.restored.body,
    ] {
        check_places(checker, source, text, &LETTER_PLACES);
    }
}

/// Its keys are its own, and every question of it can be declined.
fn check_identity(checker: &mut Checker<'_>, curricular: &Questionnaire, (identity, keys): &(Questionnaire, Keys)) {
    let mut known = curricular.sections.iter().flat_map(|section| &section.questions).map(|question| &question.key.0);
    let known: BTreeSet<&String> = known.by_ref().collect();
    for (source, key) in keys.iter().filter(|(_, key)| known.contains(key.get_ref())) {
        let message = format!("the question key `{}` is used in both questionnaires", key.get_ref());
        checker.fault(&source.file, source.line(&key.span()), message);
    }
    if identity.decline.is_none() {
        let message = "the identity questionnaire needs `decline`: every question can be declined";
        checker.fault("questionnaires/identity.toml", 1, message);
    }
}
