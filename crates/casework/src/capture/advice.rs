//! The author's advisor at work: an index of what others wrote, kept up to date in memory, and one candidacy's answers
//! held against it. It advises and never keeps anybody from sending (PTO II.A.1).

use std::{
    collections::BTreeMap,
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
    questionnaire::Part,
};
use store::{StoreError, db::Conn, log, profiles};

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

    /// Everything worth a look in a candidacy's curricular answers. Who else wrote or is named is told to the institute
    /// only: to its author, others' unpublished work is private.
    ///
    /// # Errors
    /// [`domain::refusal::Refusal::NotFound`] out of reach.
    pub fn read_advice(
        &self,
        act: &mut Act<'_, Permit<act::ReadAnswers>>,
        id: CandidacyId,
    ) -> Result<Vec<Finding>, Error> {
        let case = Case::open(act, id, None)?;
        if !Reading::of(act.by.actor(), &case.candidacy.scope(), &case.profile.life, None)?.curricular {
            return Ok(Vec::new());
        }
        let answers = of_part(&act.desk.config.election, &case.answers, Part::Curricular);
        let author = Author { candidacy: id, registration: &case.candidacy.registration };
        // Nothing in it is half done when a thread that held it ends badly: the next look mends it.
        let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        index.refresh(act.conn, act.desk)?;
        let known = Known { corpus: &index.corpus, people: &index.people };
        let found = advise(&act.desk.config.election, &act.desk.config.lists, &author, &answers, known);
        drop(index);
        let institute = act.by.actor().role.is_institute();
        Ok(found.into_iter().map(|finding| if institute { finding } else { finding.for_author() }).collect())
    }
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

    fn put(&mut self, desk: &Desk, candidacy: &store::candidacies::Candidacy, profile: &profiles::Profile) {
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
