//! The author's advisor at work: an index of what others wrote, kept up to date in memory, and one candidacy's answers
//! held against it. It advises and never keeps anybody from sending (PTO II.A.1).

use std::{
    collections::BTreeMap,
    ops::DerefMut,
    sync::{Mutex, PoisonError},
};

use domain::{
    candidacy::RegistryStatus,
    capture::{
        advisor::{Author, Corpus, Finding, Known, People, Source, advise},
        answers::of_part,
    },
    ids::CandidacyId,
    log::{Event, Touches},
    permission::{Permit, act},
    questionnaire::{Answers, Part},
};
use store::{StoreError, candidacies::Candidacy, db::Conn, log, profiles};

use crate::{Error, act::Act, case::Case, desk::Desk, work::reading::Reading};

/// What the advisor knows of the others.
pub struct Advisor {
    index: Mutex<Index>,
}

struct Index {
    corpus: Corpus,
    people: People,
    /// The revision that each candidacy's texts are of.
    revisions: BTreeMap<CandidacyId, i32>,
    /// The log's last place when it was last looked at; none before the first time.
    seq: Option<i64>,
}

impl Advisor {
    /// An advisor that knows nobody yet.
    #[must_use]
    pub fn new(desk: &Desk) -> Self {
        let index = Index {
            corpus: Corpus::new(&desk.config.election),
            people: People::default(),
            revisions: BTreeMap::new(),
            seq: None,
        };
        Self { index: Mutex::new(index) }
    }

    /// Everything worth a look in what somebody asks about. Who else wrote or is named is told to the institute only: to its
    /// author, others' unpublished work is private. The index is brought up to date by a connection of its own, which is
    /// taken by whoever has the index and by nobody who waits for it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn advise<C: DerefMut<Target = Conn>>(
        &self,
        desk: &Desk,
        asked: &AdviceAsked,
        connect: impl FnOnce() -> Result<C, StoreError>,
    ) -> Result<Vec<Finding>, StoreError> {
        let author = Author { candidacy: asked.candidacy.id, registration: &asked.candidacy.registration };
        // Nothing in it is half done when a thread that held it ends badly: the next look mends it.
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        index.refresh(&mut *connect()?, desk)?;
        let known = Known { corpus: &index.corpus, people: &index.people };
        let found = advise(&desk.config.election, &desk.config.lists, &author, &asked.answers, known);
        drop(index);
        Ok(found.into_iter().map(|finding| if asked.institute { finding } else { finding.for_author() }).collect())
    }
}

/// What somebody asks advice about.
pub struct AdviceAsked {
    candidacy: Candidacy,
    /// Its curricular answers.
    answers: Answers,
    /// Whether the institute asks.
    institute: bool,
}

/// A candidacy's curricular answers, to be advised about; nothing of a draft that is not the reader's to read.
///
/// # Errors
/// [`domain::refusal::Refusal::NotFound`] out of reach.
pub fn ask_advice(act: &mut Act<'_, Permit<act::ReadAnswers>>, id: CandidacyId) -> Result<AdviceAsked, Error> {
    let case = Case::open(act, id, None)?;
    let reading = Reading::of(act.by.actor(), &case.candidacy.scope(), &case.profile.life, None)?;
    let answers = of_part(&act.desk.config.election, &case.answers, Part::Curricular);
    let answers = if reading.curricular { answers } else { Answers::new() };
    Ok(AdviceAsked { candidacy: case.candidacy, answers, institute: act.by.actor().role.is_institute() })
}

impl Index {
    fn refresh(&mut self, conn: &mut Conn, desk: &Desk) -> Result<(), StoreError> {
        let (head, _) = log::head(conn)?;
        let Some(seq) = self.seq else { return self.build(conn, desk, head) };
        if seq == head {
            return Ok(());
        }
        let registry: Vec<Event> = Event::that_touch(Touches::Registration).collect();
        if log::any_after(conn, seq, &registry)? {
            return self.build(conn, desk, head);
        }
        for (id, revision) in profiles::revisions(conn)? {
            if self.revisions.get(&id) != Some(&revision) {
                for (candidacy, profile) in profiles::list(conn, None, Some(id))? {
                    self.put(desk, &candidacy, &profile);
                }
            }
        }
        self.seq = Some(head);
        Ok(())
    }

    fn build(&mut self, conn: &mut Conn, desk: &Desk, head: i64) -> Result<(), StoreError> {
        let all = profiles::list(conn, None, None)?;
        self.corpus = Corpus::new(&desk.config.election);
        self.people = People::new(all.iter().map(|(candidacy, _)| (candidacy.id, &candidacy.registration)));
        self.revisions.clear();
        for (candidacy, profile) in &all {
            self.put(desk, candidacy, profile);
        }
        self.seq = Some(head);
        Ok(())
    }

    fn put(&mut self, desk: &Desk, candidacy: &Candidacy, profile: &profiles::Profile) {
        let registration = &candidacy.registration;
        self.revisions.insert(candidacy.id, profile.revision);
        if registration.status == RegistryStatus::Active {
            let sent = profile.submitted_at.is_some();
            let source = Source::of(candidacy.id, registration);
            let source = if sent { source } else { source.draft() };
            self.corpus.put(&desk.config.election, source, &profile.curricular);
        } else {
            self.corpus.remove(candidacy.id);
        }
    }
}
