//! What the public pages read, from the snapshot in memory.

use std::sync::Arc;

use config::Configuration;
use contract::public::{
    CardQuery, Cards, Contact, Contest, Contests, PublicLedger, PublicProfile, QueryFault, ReceiptCheck,
};
use contract::public::{
    open_data::DataDictionary,
    statistics::{IdentityFigures, Statistics},
};
use domain::election::Election;
use frontend::pages::public::{Asked, AskedReceipt, PublicSource};
use public::{
    contact, figures, open_data,
    snapshot::{Found, Snapshot},
};

/// What was read of the receipt that a page asks for.
#[derive(Default)]
pub enum Receipt {
    /// Nobody asked, or no receipt has that folio.
    #[default]
    Nothing,
    /// This.
    Found(Box<ReceiptCheck>),
    /// The database did not answer.
    Unavailable,
}

/// What was read of the figures about identity.
pub enum Identity {
    /// They are there once they were taken.
    Read(Option<Arc<IdentityFigures>>),
    /// They could not be read, or no page asks for them.
    Unread,
}

/// Everything public at one moment.
pub struct Source<'a> {
    pub config: &'a Configuration,
    pub site: &'a str,
    /// Where forms are sent; see [`PublicSource::asks`].
    pub asks: Option<&'a str>,
    pub snapshot: &'a Snapshot,
    pub receipt: Receipt,
    pub identity: Identity,
}

fn asked<T>(found: Found<'_, T>) -> Asked<'_, T> {
    match found {
        Found::Profile(profile) => Asked::Found(profile),
        Found::Withdrawn => Asked::Withdrawn,
        Found::Nothing => Asked::Nothing,
    }
}

impl PublicSource for Source<'_> {
    fn election(&self) -> &Election {
        &self.config.election
    }

    fn site(&self) -> &str {
        self.site
    }

    fn asks(&self) -> Option<&str> {
        self.asks
    }

    fn list(&self, query: &CardQuery) -> Cards {
        self.snapshot.list(query)
    }

    fn check(&self, query: &CardQuery) -> Option<QueryFault> {
        self.snapshot.check(query).err()
    }

    fn contests(&self) -> Contests {
        self.snapshot.contests(self.config)
    }

    fn contest(&self, office: &str, territory: &str) -> Option<Contest> {
        self.snapshot.contest(self.config, office, territory)
    }

    fn profile(&self, slug: &str) -> Asked<'_, PublicProfile> {
        asked(self.snapshot.find(slug))
    }

    fn ledger(&self, slug: &str) -> Asked<'_, PublicLedger> {
        asked(self.snapshot.ledger(slug))
    }

    fn contact(&self, profile: &PublicProfile) -> Contact {
        contact::of(&self.config.election, profile)
    }

    fn dictionary(&self) -> DataDictionary {
        open_data::dictionary(self.config)
    }

    fn statistics(&self) -> Option<Statistics> {
        let Identity::Read(identity) = &self.identity else { return None };
        Some(figures::statistics(self.config, self.snapshot.all(), identity.as_deref()))
    }

    fn receipt(&self) -> AskedReceipt<'_> {
        match &self.receipt {
            Receipt::Nothing => AskedReceipt::Nothing,
            Receipt::Found(check) => AskedReceipt::Found(check),
            Receipt::Unavailable => AskedReceipt::Unavailable,
        }
    }
}
