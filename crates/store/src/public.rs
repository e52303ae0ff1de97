//! The only rows that the public side may read: what the registry says, published versions, what of them is hidden, and the
//! consent in force. The columns of drafts are not asked for.

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{
    ids::CandidacyId,
    publication::visibility::{Consent, Hidden, Waits},
    workflow::Life,
};

use crate::{
    StoreError,
    candidacies::{self, ids_as_text},
    damaged,
    db::Conn,
    profiles::CONSENT,
    publication::{controls, versions},
    registry,
    schema::{candidacies as candidacies_table, profiles},
    seal::CandidacyKey,
};

pub use crate::{
    candidacies::{Candidacy, short_id, short_id_of},
    log::{head, subjects_after},
    public_changes::{ShownNow, Told, last_place, told_after, told_last},
    publication::{
        controls::{Moment, What},
        versions::Version,
    },
};

/// What concerns the public of one candidacy.
#[derive(Debug, Clone)]
pub struct Rows {
    /// What the registry says.
    pub candidacy: Candidacy,
    /// What of it is hidden.
    pub hidden: Hidden,
    /// What waits for a second person, and hides meanwhile.
    pub waits: Waits,
    /// Its published versions, the newest first.
    pub versions: Vec<Version>,
    /// When something of it was hidden or shown again.
    pub moments: Vec<Moment>,
    consent: Option<Vec<u8>>,
}

impl Rows {
    /// Whether a consent is in force.
    #[must_use]
    pub const fn has_consent(&self) -> bool {
        self.consent.is_some()
    }

    /// The consent in force.
    ///
    /// # Errors
    /// When the key does not open it.
    pub fn open_consent(&self, key: &CandidacyKey) -> Result<Option<Consent>, StoreError> {
        self.consent.as_deref().map(|sealed| key.open(CONSENT, sealed)).transpose()
    }
}

/// The rows of every candidacy, or of some, in order of surnames. Ask for a thousand or two at once: each is a parameter.
pub fn rows(conn: &mut Conn, only: Option<&[CandidacyId]>) -> Result<Vec<Rows>, StoreError> {
    type Row = (candidacies::Row, String, Option<Vec<u8>>);
    let joined = candidacies_table::table
        .inner_join(profiles::table)
        .order((candidacies_table::sort_name, candidacies_table::id))
        .select((candidacies::Row::as_select(), profiles::life, profiles::consent));
    let found: Vec<Row> = match only {
        None => joined.load(conn)?,
        Some(ids) => joined.filter(candidacies_table::id.eq_any(ids_as_text(ids))).load(conn)?,
    };
    let mut by_candidacy: BTreeMap<CandidacyId, Vec<Version>> = BTreeMap::new();
    for version in
        if let Some(ids) = only { versions::versions_of(conn, ids)? } else { versions::every_version(conn, None)? }
    {
        by_candidacy.entry(version.candidacy).or_default().push(version);
    }
    let mut moments = controls::timeline(conn, only)?;
    let mut waits = registry::waits(conn, only)?;
    let rows = found.into_iter().map(|(candidacy, life, consent)| {
        let candidacy = Candidacy::try_from(candidacy)?;
        let life: Life = serde_json::from_str(&life).map_err(damaged)?;
        Ok(Rows {
            versions: by_candidacy.remove(&candidacy.id).unwrap_or_default(),
            moments: moments.remove(&candidacy.id).unwrap_or_default(),
            hidden: life.hidden,
            waits: waits.remove(&candidacy.id).unwrap_or_default(),
            candidacy,
            consent,
        })
    });
    rows.collect()
}
