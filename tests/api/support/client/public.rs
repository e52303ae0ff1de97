//! What anybody reads.

use contract::{
    paths,
    public::{
        Cards, Contact, Contest, Contests, PublicDirectory, PublicLedger, PublicProfile, ReceiptCheck,
        open_data::{Changes, DataDictionary, DayDigests},
        statistics::Statistics,
    },
};
use domain::{
    election::Election,
    ids::{OfficeKey, TerritoryId},
};

use super::{Answer, File, Person};

impl Person {
    /// Reads the election.
    pub async fn read_election(&self) -> Answer<Election> {
        self.get(paths::public::election()).await
    }

    /// Reads what can be asked of the directory.
    pub async fn read_directory(&self) -> Answer<PublicDirectory> {
        self.get(paths::public::directory()).await
    }

    /// Lists candidacies; what is asked as in an address: `sex=woman&size=200`.
    pub async fn list_public_candidacies(&self, asked: &str) -> Answer<Cards> {
        self.get(&format!("{}?{asked}", paths::public::candidacies())).await
    }

    /// Reads a profile.
    pub async fn read_public_candidacy(&self, slug: &str) -> Answer<PublicProfile> {
        self.get(&paths::public::candidacy(slug)).await
    }

    /// Reads how to reach a candidacy.
    pub async fn read_public_contact(&self, slug: &str) -> Answer<Contact> {
        self.get(&paths::public::contact(slug)).await
    }

    /// Reads what happened to a profile in public.
    pub async fn read_public_ledger(&self, slug: &str) -> Answer<PublicLedger> {
        self.get(&paths::public::ledger(slug)).await
    }

    /// Lists the contests.
    pub async fn list_contests(&self) -> Answer<Contests> {
        self.get(paths::public::contests()).await
    }

    /// Reads a contest: an office in a territory.
    pub async fn read_contest(&self, office: &OfficeKey, territory: &TerritoryId) -> Answer<Contest> {
        self.get(&paths::public::contest(office, territory)).await
    }

    /// Checks a receipt.
    pub async fn check_receipt(&self, folio: &str) -> Answer<ReceiptCheck> {
        self.get(&paths::public::receipt(folio)).await
    }

    /// Reads the figures.
    pub async fn read_statistics(&self) -> Answer<Statistics> {
        self.get(paths::public::statistics()).await
    }

    /// Downloads the figures of a table.
    pub async fn download_statistics(&self, table: &str) -> Answer<File> {
        self.get(&paths::public::statistics_csv(table)).await
    }

    /// Downloads the table of the open data; what is asked as in an address: `sex=woman`.
    pub async fn download_table_csv(&self, asked: &str) -> Answer<File> {
        self.get(&format!("{}?{asked}", paths::public::table_csv())).await
    }

    /// Describes the columns of the open data.
    pub async fn read_data_dictionary(&self) -> Answer<DataDictionary> {
        self.get(paths::public::dictionary()).await
    }

    /// Lists what changed in public; what is asked as in an address: `since=…`.
    pub async fn list_changes(&self, asked: &str) -> Answer<Changes> {
        self.get(&format!("{}?{asked}", paths::public::changes())).await
    }

    /// Lists the digests that each day kept.
    pub async fn list_day_digests(&self) -> Answer<DayDigests> {
        self.get(paths::public::day_digests()).await
    }
}
