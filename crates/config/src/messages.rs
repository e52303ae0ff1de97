//! The words of messages and mails, and the marks at which terms are reminded.

use std::collections::{BTreeMap, BTreeSet};

use domain::messages::{MailWords, MessageKind, Messages, Template, reminder::Reminders, unknown_placeholders};
use toml::Spanned;

use super::{Checker, Source, raw};

const FILE: &str = "notices/messages.toml";

pub(super) fn messages(checker: &mut Checker<'_>) -> Option<Messages> {
    let (source, raw) = checker.toml::<raw::MessagesFile>(FILE)?;
    let mail = mail(checker, &source, &raw.mail);
    let mut templates = BTreeMap::new();
    for (code, entry) in &raw.notices {
        let Some(kind) = MessageKind::from_code(code) else {
            let codes = MessageKind::ALL.map(MessageKind::code).join(", ");
            let message = format!("there is no notice `{code}`; the notices are {codes}");
            checker.fault(FILE, source.line(&entry.span()), message);
            continue;
        };
        let entry = entry.get_ref();
        let subject = text(checker, &source, &entry.subject, kind.placeholders());
        if subject.contains('\n') {
            checker.fault(FILE, source.line(&entry.subject.span()), "a subject is one line");
        }
        let body = text(checker, &source, &entry.body, kind.placeholders());
        templates.insert(kind, Template { subject, body });
    }
    for kind in MessageKind::ALL.into_iter().filter(|kind| !raw.notices.contains_key(kind.code())) {
        checker.fault(FILE, 1, format!("there is no [notices.{}] with its subject and body", kind.code()));
    }
    Some(Messages { templates, mail })
}

fn mail(checker: &mut Checker<'_>, source: &Source, raw: &raw::MailEntry) -> MailWords {
    let mut read = |name: &str, entry: &Spanned<String>| {
        let placeholders = MailWords::PLACEHOLDERS
            .iter()
            .find(|(text, _)| *text == name)
            .map_or(&[][..], |(_, placeholders)| placeholders);
        text(checker, source, entry, placeholders)
    };
    MailWords {
        several: read("several", &raw.several),
        opening: read("opening", &raw.opening),
        link: read("link", &raw.link),
        closing: read("closing", &raw.closing),
        correction: Template {
            subject: read("correction", &raw.correction_subject),
            body: read("correction", &raw.correction_body),
        },
        code: Template { subject: read("code", &raw.code_subject), body: read("code", &raw.code_body) },
    }
}

/// A text without blanks at its ends, whose placeholders are known.
fn text(checker: &mut Checker<'_>, source: &Source, entry: &Spanned<String>, placeholders: &[&str]) -> String {
    let line = source.line(&entry.span());
    let text = entry.get_ref().trim();
    if text.is_empty() {
        checker.fault(FILE, line, "the text is empty");
    }
    for unknown in unknown_placeholders(text, placeholders) {
        let may = placeholders.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ");
        checker.fault(FILE, line, format!("there is no placeholder `{{{unknown}}}` here; use {may}"));
    }
    text.to_owned()
}

pub(super) fn check_reminders(checker: &mut Checker<'_>, source: &Source, reminders: &Spanned<Reminders>) {
    let line = source.line(&reminders.span());
    let raw = reminders.get_ref();
    if !(0..=23).contains(&raw.hour) {
        checker.fault(&source.file, line, format!("reminders.hour is {}; the hours of a day are 0 to 23", raw.hour));
    }
    for (name, marks) in [("days_before", &raw.days_before), ("hours_before", &raw.hours_before)] {
        let distinct: BTreeSet<_> = marks.iter().collect();
        if marks.contains(&0) || distinct.len() < marks.len() {
            let message = format!("reminders.{name} holds each number once, and none is 0");
            checker.fault(&source.file, line, message);
        }
    }
}
