//! Who may enter.

use contract::{
    accounts::{
        Account, AccountReceipt, AccountReceiptRecorded, ApproveReset, BlockAccount, Delivered, Delivery,
        DeliveryState, Designate, Designation, IssueAccounts, IssuedAccount, LetterOf, MachineKey, MachineKeyMade,
        NewMachineKey, PrintLetters, RefuseReset, ResetAccount, ResetOutcome, Resets,
    },
    paths,
};
use domain::ids::AccountId;
use uuid::Uuid;

use super::{Answer, File, Person};

impl Person {
    /// Lists accounts whose name has some words; every one without them.
    pub async fn list_accounts(&self, words: &str) -> Answer<Vec<Account>> {
        self.get(&format!("{}?q={words}", paths::accounts())).await
    }

    /// Issues accounts.
    pub async fn issue_accounts(&self, command: &IssueAccounts) -> Answer<Vec<IssuedAccount>> {
        self.post(paths::accounts(), command).await
    }

    /// Acknowledges the receipt of accounts: their own, or those that a paper is about.
    pub async fn acknowledge_receipt(&self, command: &AccountReceipt) -> Answer<AccountReceiptRecorded> {
        self.post(paths::account_receipt(), command).await
    }

    /// Asks for a new code for an account.
    pub async fn reset_account(&self, id: AccountId, command: &ResetAccount) -> Answer<ResetOutcome> {
        self.post(&paths::account_reset(id), command).await
    }

    /// Lists the resets of accounts.
    pub async fn list_resets(&self) -> Answer<Resets> {
        self.get(paths::account_resets()).await
    }

    /// Approves the reset of an account.
    pub async fn approve_reset(&self, id: Uuid, hand_over: bool) -> Answer<ResetOutcome> {
        self.post(&paths::reset_approval(id), ApproveReset { hand_over }).await
    }

    /// Refuses the reset of an account.
    pub async fn refuse_reset(&self, id: Uuid, reason: &str) -> Answer<()> {
        self.post(&paths::reset_refusal(id), RefuseReset { reason: reason.to_owned() }).await
    }

    /// Takes back a reset one asked for.
    pub async fn withdraw_reset(&self, id: Uuid) -> Answer<()> {
        self.delete(&paths::reset(id)).await
    }

    /// Says that an account is its holder's.
    pub async fn confirm_account(&self, id: AccountId) -> Answer<()> {
        self.post(&paths::account_confirmation(id), ()).await
    }

    /// Blocks an account.
    pub async fn block_account(&self, id: AccountId, reason: &str) -> Answer<()> {
        self.put(&paths::account_block(id), BlockAccount { reason: reason.to_owned() }).await
    }

    /// Lets a blocked account in again.
    pub async fn unblock_account(&self, id: AccountId) -> Answer<()> {
        self.delete(&paths::account_block(id)).await
    }

    /// Reports an account as lost.
    pub async fn report_loss(&self, id: AccountId) -> Answer<()> {
        self.post(&paths::account_loss(id), ()).await
    }

    /// Says that letters were handed over.
    pub async fn deliver_accounts(&self, command: &Delivery) -> Answer<Delivered> {
        self.post(paths::account_delivery(), command).await
    }

    /// Reads how far the delivery is.
    pub async fn read_delivery(&self) -> Answer<Vec<DeliveryState>> {
        self.get(paths::account_delivery()).await
    }

    /// Prints letters.
    pub async fn print_letters(&self, accounts: Vec<LetterOf>) -> Answer<File> {
        self.post(paths::account_letters(), PrintLetters { accounts }).await
    }

    /// Names somebody who will validate.
    pub async fn designate_validator(&self, person: &str) -> Answer<Designation> {
        self.post(paths::validators(), Designate { person: person.to_owned() }).await
    }

    /// Lists who validates and who did.
    pub async fn list_validators(&self) -> Answer<Vec<Designation>> {
        self.get(paths::validators()).await
    }

    /// Confirms who will validate.
    pub async fn confirm_validator(&self, id: Uuid) -> Answer<IssuedAccount> {
        self.post(&paths::validator_confirmation(id), ()).await
    }

    /// Takes the validation from somebody.
    pub async fn revoke_validator(&self, id: Uuid) -> Answer<Designation> {
        self.delete(&paths::validator(id)).await
    }

    /// Makes a key for a program.
    pub async fn make_machine_key(&self, name: &str) -> Answer<MachineKeyMade> {
        self.post(paths::machine_keys(), NewMachineKey { name: name.to_owned() }).await
    }

    /// Lists the keys of programs.
    pub async fn list_machine_keys(&self) -> Answer<Vec<MachineKey>> {
        self.get(paths::machine_keys()).await
    }

    /// Revokes the key of a program.
    pub async fn revoke_machine_key(&self, id: Uuid) -> Answer<()> {
        self.delete(&paths::machine_key(id)).await
    }
}
