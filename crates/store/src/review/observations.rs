//! What was observed of a profile, and what its capture answered.

use crate::{StoreError, candidacies::parse_id, damaged, db::Conn, schema::observations, seal::CandidacyKey, time};
use diesel::prelude::*;
use domain::{
    accounts::Role,
    ids::{AccountId, CandidacyId, ObservationId, QuestionKey},
    prohibition::Ground,
    time::Timestamp,
};

/// Field, words and ground.
const REMARK: &str = "remark";

/// Field and words, as earlier versions sealed them.
const OBSERVATION: &str = "observation";

/// What the column of the ground says of a remark that has it sealed.
const SEALED: &str = "";

const REPLY: &str = "reply";

/// Where an observation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObservationState {
    /// Part of a verdict, not sent yet.
    Held,
    /// The capture has to answer it.
    Open,
    /// Answered.
    Answered,
    /// Another verdict took its place before it was sent.
    Withdrawn,
}

impl ObservationState {
    const fn code(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Open => "open",
            Self::Answered => "answered",
            Self::Withdrawn => "withdrawn",
        }
    }

    fn from_code(code: &str) -> Result<Self, StoreError> {
        [Self::Held, Self::Open, Self::Answered, Self::Withdrawn]
            .into_iter()
            .find(|state| state.code() == code)
            .ok_or_else(|| damaged(code))
    }
}

/// A remark on one field. Its field, ground and words are sealed: they may tell an identity answer.
#[derive(Debug, Clone)]
pub struct Observation {
    /// Its id.
    pub id: ObservationId,
    /// The question.
    pub field: QuestionKey,
    /// Why.
    pub ground: Ground,
    /// The reviewer's role.
    pub role: Role,
    /// The reviewer.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
    /// Where it stands.
    pub state: ObservationState,
    /// What to mend.
    pub text: String,
    /// What the capture answered.
    pub reply: Option<String>,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = observations)]
struct ObservationRow {
    id: String,
    candidacy_id: String,
    ground: String,
    role: String,
    account_id: String,
    at: String,
    state: String,
    text: Vec<u8>,
    reply: Option<Vec<u8>>,
}

fn seal_remark(key: &CandidacyKey, remark: (&QuestionKey, &str, Ground)) -> Result<Vec<u8>, StoreError> {
    let (field, text, ground) = remark;
    key.seal(REMARK, &(field, text, ground.code()))
}

/// Opens a remark whose ground may still rest beside it.
fn open_remark(key: &CandidacyKey, beside: &str, sealed: &[u8]) -> Result<(QuestionKey, String, Ground), StoreError> {
    let (field, text, ground): (_, _, String) = if beside == SEALED {
        key.open(REMARK, sealed)?
    } else {
        let (field, text) = key.open(OBSERVATION, sealed)?;
        (field, text, beside.to_owned())
    };
    Ok((field, text, Ground::from_code(&ground).ok_or_else(|| damaged("ground"))?))
}

/// Seals the grounds of a candidacy's remarks that an earlier version left in the clear.
pub(crate) fn seal_grounds(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey) -> Result<(), StoreError> {
    let older = observations::candidacy_id.eq(id.to_string()).and(observations::ground.ne(SEALED));
    let rows: Vec<(String, String, Vec<u8>)> = observations::table
        .filter(older)
        .select((observations::id, observations::ground, observations::text))
        .load(conn)?;
    for (id, ground, text) in rows {
        let (field, text, ground) = open_remark(key, &ground, &text)?;
        diesel::update(observations::table.find(id))
            .set((observations::ground.eq(SEALED), observations::text.eq(seal_remark(key, (&field, &text, ground))?)))
            .execute(conn)?;
    }
    Ok(())
}

/// Keeps a remark.
pub fn insert_observation(
    conn: &mut Conn,
    id: CandidacyId,
    key: &CandidacyKey,
    observation: &Observation,
) -> Result<(), StoreError> {
    let row = ObservationRow {
        id: observation.id.to_string(),
        candidacy_id: id.to_string(),
        ground: SEALED.to_owned(),
        role: observation.role.code().to_owned(),
        account_id: observation.by.to_string(),
        at: time::to_text(observation.at),
        state: observation.state.code().to_owned(),
        text: seal_remark(key, (&observation.field, &observation.text, observation.ground))?,
        reply: observation.reply.as_ref().map(|reply| key.seal(REPLY, reply)).transpose()?,
    };
    diesel::insert_into(observations::table).values(row).execute(conn)?;
    Ok(())
}

/// Moves a remark on, with the capture's reply when there is one.
pub fn set_observation(
    conn: &mut Conn,
    id: ObservationId,
    key: &CandidacyKey,
    state: ObservationState,
    reply: Option<&str>,
) -> Result<(), StoreError> {
    let target = observations::table.find(id.to_string());
    match reply {
        Some(reply) => diesel::update(target)
            .set((observations::state.eq(state.code()), observations::reply.eq(Some(key.seal(REPLY, reply)?))))
            .execute(conn)?,
        None => diesel::update(target).set(observations::state.eq(state.code())).execute(conn)?,
    };
    Ok(())
}

/// A candidacy's remarks, the newest first.
///
/// # Errors
/// When the database fails or the key does not open them.
pub fn observations(conn: &mut Conn, id: CandidacyId, key: &CandidacyKey) -> Result<Vec<Observation>, StoreError> {
    let rows: Vec<ObservationRow> = observations::table
        .filter(observations::candidacy_id.eq(id.to_string()))
        .order((observations::at.desc(), observations::id.desc()))
        .select(ObservationRow::as_select())
        .load(conn)?;
    rows.into_iter()
        .map(|row| {
            let (field, text, ground) = open_remark(key, &row.ground, &row.text)?;
            Ok(Observation {
                id: ObservationId(parse_id(&row.id)?),
                field,
                ground,
                role: Role::from_code(&row.role).ok_or_else(|| damaged("role"))?,
                by: AccountId(parse_id(&row.account_id)?),
                at: time::from_text(&row.at)?,
                state: ObservationState::from_code(&row.state)?,
                text,
                reply: row.reply.as_ref().map(|reply| key.open(REPLY, reply)).transpose()?,
            })
        })
        .collect()
}
