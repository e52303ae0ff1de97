//! What the public pages read, from the snapshot in memory.

use casework::{
    contact,
    desk::Desk,
    published::{Found, Snapshot},
};
use contract::public::{
    CardQuery, Cards, Contact, Contest, Contests, PublicLedger, PublicProfile, QueryFault, ReceiptCheck,
};
use domain::election::Election;
use frontend::pages::public::{Asked, AskedReceipt, PublicSource};

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

/// Everything public at one moment.
pub struct Source<'a> {
    pub desk: &'a Desk,
    pub site: &'a str,
    pub snapshot: &'a Snapshot,
    pub receipt: Receipt,
}

fn asked<T>(found: Found<'_, T>) -> Asked<'_, T> {
    match found {
        Found::Profile(one) => Asked::Found(one),
        Found::Withdrawn => Asked::Withdrawn,
        Found::Nothing => Asked::Nothing,
    }
}

impl PublicSource for Source<'_> {
    fn election(&self) -> &Election {
        &self.desk.election
    }

    fn site(&self) -> &str {
        self.site
    }

    fn list(&self, query: &CardQuery) -> Cards {
        self.snapshot.list(query)
    }

    fn check(&self, query: &CardQuery) -> Option<QueryFault> {
        self.snapshot.check(query).err()
    }

    fn contests(&self) -> Contests {
        self.snapshot.contests(self.desk)
    }

    fn contest(&self, office: &str, territory: &str) -> Option<Contest> {
        self.snapshot.contest(self.desk, office, territory)
    }

    fn profile(&self, slug: &str) -> Asked<'_, PublicProfile> {
        asked(self.snapshot.find(slug))
    }

    fn ledger(&self, slug: &str) -> Asked<'_, PublicLedger> {
        asked(self.snapshot.ledger(slug))
    }

    fn contact(&self, profile: &PublicProfile) -> Contact {
        contact::of(&self.desk.election, profile)
    }

    fn receipt(&self) -> AskedReceipt<'_> {
        match &self.receipt {
            Receipt::Nothing => AskedReceipt::Nothing,
            Receipt::Found(check) => AskedReceipt::Found(check),
            Receipt::Unavailable => AskedReceipt::Unavailable,
        }
    }
}
