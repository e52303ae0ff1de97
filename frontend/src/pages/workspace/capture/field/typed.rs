use domain::questionnaire::Answer;
use leptos::prelude::*;

/// An answer on the screen: what it is now, and where a change goes.
#[derive(Clone, Copy)]
pub(super) struct Typed {
    /// The answer.
    pub(super) current: Memo<Option<Answer>>,
    /// Told what was typed; nothing clears the answer. Says whether it was taken.
    pub(super) change: Callback<Option<Answer>, bool>,
}

impl Typed {
    /// The answer as one text; told when it changes.
    pub(super) fn one(self) -> String {
        match self.current.get() {
            Some(Answer::One(text)) => text,
            Some(Answer::Many(lines)) => lines.join("\n"),
            None => String::new(),
        }
    }

    /// The answer as lines; told when it changes.
    pub(super) fn many(self) -> Vec<String> {
        match self.current.get() {
            Some(Answer::Many(lines)) => lines,
            Some(Answer::One(_)) | None => Vec::new(),
        }
    }

    /// One text was typed.
    pub(super) fn write(self, text: String) {
        self.change.run(Some(Answer::One(text)));
    }

    /// The lines as they stand; none is no answer.
    pub(super) fn write_many(self, lines: Vec<String>) {
        if lines != untrack(|| self.many()) {
            self.change.run((!lines.is_empty()).then_some(Answer::Many(lines)));
        }
    }
}
