//! The activity log: lines that are only ever added, each chained to the one before by hash (PTO II.A, II.E). What a line
//! says of somebody or something rests beside the chain, where it may be destroyed while the chain goes on holding
//! ([`domain::log::canonical`]).

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::{
    accounts::Actor,
    ids::PartyKey,
    log::{
        Entry, Event, Subject,
        canonical::{self, Commitments, Fact, Salt, commitment, written},
    },
    text::hex,
    time::Timestamp,
};
use sha2::{Digest, Sha256};

pub use domain::log::canonical::GENESIS;

use crate::{
    StoreError, damaged,
    db::Conn,
    schema::{activity_log, log_facts},
    time,
};

/// The name in a line about what the system did by itself.
pub const SYSTEM: &str = "sistema";

/// What an act did to the object of its line, by digests of it.
#[derive(Debug, Clone, Copy)]
pub enum Digests<'a> {
    /// Nothing.
    None,
    /// It was made.
    Made(&'a str),
    /// It was changed: before and after.
    Changed(&'a str, &'a str),
}

/// A line to add.
#[derive(Debug, Clone)]
pub struct NewLine<'a> {
    /// When.
    pub at: Timestamp,
    /// Who; none for the system itself.
    pub by: Option<&'a Actor>,
    /// What.
    pub entry: &'a Entry,
    /// To what.
    pub subject: Subject,
    /// The party it touches, if any.
    pub party: Option<&'a PartyKey>,
    /// What it did to it.
    pub digests: Digests<'a>,
}

impl NewLine<'_> {
    /// What it says that the chain only commits to.
    fn values(&self) -> Result<BTreeMap<Fact, Option<String>>, StoreError> {
        let (before, after) = match self.digests {
            Digests::None => (None, None),
            Digests::Made(after) => (Some(""), Some(after)),
            Digests::Changed(before, after) => (Some(before), Some(after)),
        };
        let name = self.by.map_or(SYSTEM, |actor| &actor.username);
        Ok(BTreeMap::from([
            (Fact::Account, self.by.map(|actor| actor.account.to_string())),
            (Fact::AccountName, Some(name.to_owned())),
            (Fact::Object, Some(self.subject.to_string())),
            (Fact::Party, self.party.map(|party| party.0.clone())),
            (Fact::Data, self.entry.data().map_err(damaged)?),
            (Fact::Before, before.map(str::to_owned)),
            (Fact::After, after.map(str::to_owned)),
        ]))
    }
}

/// A line as the chain keeps it.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = activity_log)]
pub struct Link {
    /// Its place in the chain, from 1.
    pub seq: i64,
    /// When, as text.
    pub at: String,
    account_id: Option<String>,
    account_name: String,
    /// What, as a stable code.
    pub act: String,
    object: String,
    party: Option<String>,
    detail: String,
    before_digest: String,
    after_digest: String,
    /// The hash of the line before.
    pub previous_hash: String,
    /// The hash of this line.
    pub hash: String,
    form: i32,
    commitments: String,
}

/// The form of lines whose fields are hashed as they stand.
const OPEN: i32 = 0;
/// The form of lines that commit to what they say.
const COMMITTED: i32 = 1;

impl Link {
    /// What its hash should be; none when no line was ever written like this.
    fn computed_hash(&self) -> Option<String> {
        match self.form {
            OPEN => self.commitments.is_empty().then(|| self.hash_of_fields()),
            COMMITTED => Some(self.as_canonical(&self.commitments()?).hash()),
            _ => None,
        }
    }

    fn as_canonical<'a>(&'a self, commitments: &'a Commitments) -> canonical::Line<'a> {
        canonical::Line { seq: self.seq, at: &self.at, event: &self.act, previous: &self.previous_hash, commitments }
    }

    /// What it commits to; none when it says anything besides.
    fn commitments(&self) -> Option<Commitments> {
        let commitments: Commitments = serde_json::from_str(&self.commitments).ok()?;
        let texts = [
            self.account_id.as_deref().unwrap_or(""),
            &self.account_name,
            &self.object,
            self.party.as_deref().unwrap_or(""),
            &self.detail,
            &self.before_digest,
            &self.after_digest,
        ];
        (texts == [""; 7] && written(&commitments) == self.commitments).then_some(commitments)
    }

    /// SHA-256 of every field, each preceded by its length in bytes, the previous hash among them; hexadecimal.
    fn hash_of_fields(&self) -> String {
        let seq = self.seq.to_string();
        let fields = [
            seq.as_str(),
            &self.at,
            self.account_id.as_deref().unwrap_or(""),
            &self.account_name,
            &self.act,
            &self.object,
            self.party.as_deref().unwrap_or(""),
            &self.detail,
            &self.before_digest,
            &self.after_digest,
            &self.previous_hash,
        ];
        let mut hasher = Sha256::new();
        for field in fields {
            hasher.update(u64::try_from(field.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(field.as_bytes());
        }
        hex(&hasher.finalize())
    }
}

/// What people read of a line.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = log_facts)]
pub struct Facts {
    seq: i64,
    account_id: Option<String>,
    /// Who, by name.
    pub account_name: String,
    /// To what, as [`Subject`] writes it.
    pub object: String,
    party: Option<String>,
    /// What else tells it from others: JSON, or in a line of form 0 a text.
    pub data: Option<String>,
    /// Digest of the object before.
    pub before_digest: Option<String>,
    /// Digest of the object after.
    pub after_digest: Option<String>,
    salts: String,
}

impl Facts {
    const fn value(&self, fact: Fact) -> Option<&String> {
        match fact {
            Fact::Account => self.account_id.as_ref(),
            Fact::AccountName => Some(&self.account_name),
            Fact::After => self.after_digest.as_ref(),
            Fact::Before => self.before_digest.as_ref(),
            Fact::Data => self.data.as_ref(),
            Fact::Object => Some(&self.object),
            Fact::Party => self.party.as_ref(),
        }
    }

    /// Whether they are those that a line says, or commits to.
    fn are_of(&self, link: &Link) -> bool {
        let Ok(salts) = serde_json::from_str::<BTreeMap<Fact, String>>(&self.salts) else { return false };
        if link.form == OPEN {
            let facts = (&self.account_id, &self.account_name, &self.object, &self.party);
            let digests = (self.before_digest.as_deref(), self.after_digest.as_deref());
            return salts.is_empty()
                && facts == (&link.account_id, &link.account_name, &link.object, &link.party)
                && self.data.as_ref() == Some(&link.detail)
                && digests == (Some(&*link.before_digest), Some(&*link.after_digest));
        }
        let Some(commitments) = link.commitments() else { return false };
        Fact::ALL.into_iter().all(|fact| match (salts.get(&fact), commitments.get(&fact)) {
            (Some(salt), Some(committed)) => Salt::from_hex(salt)
                .is_some_and(|salt| commitment(salt, self.value(fact).map(String::as_str)) == *committed),
            _ => false,
        })
    }
}

/// A line that was added.
#[derive(Debug, Clone)]
pub struct Line {
    /// As the chain keeps it.
    pub link: Link,
    /// What people read of it; none when that was destroyed.
    pub facts: Option<Facts>,
}

impl Line {
    /// What was done, with its data. None when that was destroyed, was written before lines had data that are read, or is
    /// of a later version of the program.
    #[must_use]
    pub fn entry(&self) -> Option<Entry> {
        let facts = self.facts.as_ref().filter(|_| self.link.form == COMMITTED)?;
        Entry::read(&self.link.act, facts.data.as_deref()).ok()
    }

    /// What is wrong with the line itself, for the operator; its place in the chain is for whoever follows that.
    #[must_use]
    pub fn flaw(&self) -> Option<&'static str> {
        if self.link.computed_hash().as_ref() != Some(&self.link.hash) {
            return Some("the line was altered");
        }
        let altered = self.facts.as_ref().is_some_and(|facts| !facts.are_of(&self.link));
        altered.then_some("what the line says is not what it committed to")
    }
}

/// Adds a line at the end of the chain. Call it within [`crate::db::write`], which lets one write at a time.
pub fn append(conn: &mut Conn, line: &NewLine<'_>) -> Result<i64, StoreError> {
    let (last, previous_hash) = head(conn)?;
    let mut values = line.values()?;
    let salts = values.keys().map(|fact| Ok((*fact, new_salt()?))).collect::<Result<BTreeMap<_, _>, StoreError>>()?;
    let commitments = values.iter().map(|(fact, value)| (*fact, commitment(salts[fact], value.as_deref()))).collect();
    let mut link = Link {
        seq: last + 1,
        at: time::to_text(line.at),
        account_id: None,
        account_name: String::new(),
        act: line.entry.code().to_owned(),
        object: String::new(),
        party: None,
        detail: String::new(),
        before_digest: String::new(),
        after_digest: String::new(),
        previous_hash,
        hash: String::new(),
        form: COMMITTED,
        commitments: written(&commitments),
    };
    link.hash = link.as_canonical(&commitments).hash();
    let salts: BTreeMap<Fact, String> = salts.into_iter().map(|(fact, salt)| (fact, salt.to_hex())).collect();
    let facts = Facts {
        seq: link.seq,
        account_id: values.remove(&Fact::Account).flatten(),
        account_name: values.remove(&Fact::AccountName).flatten().unwrap_or_default(),
        object: values.remove(&Fact::Object).flatten().unwrap_or_default(),
        party: values.remove(&Fact::Party).flatten(),
        data: values.remove(&Fact::Data).flatten(),
        before_digest: values.remove(&Fact::Before).flatten(),
        after_digest: values.remove(&Fact::After).flatten(),
        salts: serde_json::to_string(&salts).map_err(damaged)?,
    };
    diesel::insert_into(activity_log::table).values(&link).execute(conn)?;
    diesel::insert_into(log_facts::table).values(&facts).execute(conn)?;
    Ok(link.seq)
}

fn new_salt() -> Result<Salt, StoreError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Sealed(error.to_string()))?;
    Ok(Salt(bytes))
}

/// Whose lines to read.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Only lines about this.
    pub subject: Option<Subject>,
    /// Only lines that touch this party.
    pub party: Option<PartyKey>,
    /// Only lines before this one.
    pub before: Option<i64>,
    /// No lines with these codes, among those about a subject or a party.
    pub without: Vec<&'static str>,
}

/// Lines, the newest first. Those whose facts were destroyed are found by no filter.
pub fn page(conn: &mut Conn, filter: &Filter, size: i64) -> Result<Vec<Line>, StoreError> {
    // An absent filter is written as a condition that always holds, because a boxed query does not serve both databases.
    let before = filter.before.unwrap_or(i64::MAX);
    let every = activity_log::table
        .left_join(log_facts::table)
        .filter(activity_log::seq.lt(before))
        .order(activity_log::seq.desc())
        .limit(size)
        .select((Link::as_select(), Option::<Facts>::as_select()));
    // This joins the other way round, so that the indexes of the facts also give the order.
    let of_facts = log_facts::table
        .inner_join(activity_log::table)
        .filter(log_facts::seq.lt(before))
        .order(log_facts::seq.desc())
        .limit(size)
        .select((Link::as_select(), Option::<Facts>::as_select()));
    let of_facts = of_facts.filter(activity_log::act.ne_all(&filter.without));
    let object = filter.subject.as_ref().map(Subject::to_string);
    let party = filter.party.as_ref().map(PartyKey::as_str);
    let rows = match (object, party) {
        (Some(object), Some(party)) => {
            of_facts.filter(log_facts::object.eq(object)).filter(log_facts::party.eq(party)).load(conn)?
        }
        (Some(object), None) => of_facts.filter(log_facts::object.eq(object)).load(conn)?,
        (None, Some(party)) => of_facts.filter(log_facts::party.eq(party)).load(conn)?,
        (None, None) => every.load(conn)?,
    };
    Ok(lines(rows))
}

fn lines(rows: Vec<(Link, Option<Facts>)>) -> Vec<Line> {
    rows.into_iter().map(|(link, facts)| Line { link, facts }).collect()
}

/// Lines in the order of the chain, after a place.
pub fn after(conn: &mut Conn, seq: i64, size: i64) -> Result<Vec<Line>, StoreError> {
    let rows = activity_log::table
        .left_join(log_facts::table)
        .filter(activity_log::seq.gt(seq))
        .order(activity_log::seq)
        .limit(size)
        .select((Link::as_select(), Option::<Facts>::as_select()));
    Ok(lines(rows.load(conn)?))
}

/// The place and hash of the last line.
pub fn head(conn: &mut Conn) -> Result<(i64, String), StoreError> {
    let last: Option<(i64, String)> = activity_log::table
        .order(activity_log::seq.desc())
        .select((activity_log::seq, activity_log::hash))
        .first(conn)
        .optional()?;
    Ok(last.unwrap_or_else(|| (0, GENESIS.to_owned())))
}

/// What the lines after a place that say one of these events are about, each once; none stands for what was destroyed.
pub fn subjects_after(conn: &mut Conn, seq: i64, events: &[Event]) -> Result<Vec<Option<Subject>>, StoreError> {
    let objects: Vec<Option<String>> = activity_log::table
        .left_join(log_facts::table)
        .filter(activity_log::seq.gt(seq))
        .filter(activity_log::act.eq_any(codes(events)))
        .select(log_facts::object.nullable())
        .distinct()
        .load(conn)?;
    Ok(objects.into_iter().map(|object| Subject::parse(&object?)).collect())
}

/// Whether a line after a place says one of these events.
pub fn any_after(conn: &mut Conn, seq: i64, events: &[Event]) -> Result<bool, StoreError> {
    let first: Option<i64> = activity_log::table
        .filter(activity_log::seq.gt(seq))
        .filter(activity_log::act.eq_any(codes(events)))
        .select(activity_log::seq)
        .first(conn)
        .optional()?;
    Ok(first.is_some())
}

fn codes(events: &[Event]) -> Vec<String> {
    events.iter().map(|event| event.code().to_owned()).collect()
}
