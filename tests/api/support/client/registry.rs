//! Who stands.

use actix_web::http::Method;
use contract::{
    paths,
    registry::{
        CompleteRecord, DecideDoubt, RegistryCell, RegistryMovement, RegistryPlan, RegistryRecord, RegistryStanding,
        RegistrySynced, WaitingPlan, WithReason,
    },
};
use uuid::Uuid;

use super::{Answer, Person};

const CSV: &str = "text/csv";

/// A message of the registry's program, signed.
#[derive(Debug, Clone, Default)]
pub struct SignedMessage {
    /// When it is sent.
    pub sent_at: String,
    /// What it is known by.
    pub id: String,
    /// Of which moment its file is.
    pub cut: String,
    /// The file.
    pub body: Vec<u8>,
    /// What it is signed with.
    pub signature: String,
}

impl Person {
    /// Reads what a file of the registry would do.
    pub async fn plan_registry(&self, file: Vec<u8>) -> Answer<RegistryPlan> {
        self.upload(paths::registry_plan(), CSV, file).await
    }

    /// Applies a file of the registry.
    pub async fn sync_registry(&self, file: Vec<u8>) -> Answer<RegistrySynced> {
        self.upload(paths::registry_sync(), CSV, file).await
    }

    /// Applies the plan of a file of the registry that was read.
    pub async fn sync_planned_registry(&self, digest: &str, file: Vec<u8>) -> Answer<RegistrySynced> {
        self.upload(&format!("{}?digest={digest}", paths::registry_sync()), CSV, file).await
    }

    /// Sends a message of the registry's program.
    pub async fn push_registry(&self, message: &SignedMessage) -> Answer<RegistrySynced> {
        let request = self
            .request(Method::POST, paths::registry_push())
            .insert_header(("conoceles-sent-at", message.sent_at.as_str()))
            .insert_header(("conoceles-message", message.id.as_str()))
            .insert_header(("conoceles-cut", message.cut.as_str()))
            .insert_header(("conoceles-signature", message.signature.as_str()));
        self.door.send(request.set_payload(message.body.clone())).await
    }

    /// Reads what waits for a second person, and what the registry's address says.
    pub async fn read_registry_standing(&self) -> Answer<RegistryStanding> {
        self.get(paths::registry_standing()).await
    }

    /// Applies a plan that waits, as it was read.
    pub async fn approve_registry_plan(&self, plan: &WaitingPlan) -> Answer<RegistrySynced> {
        let path = format!("{}?digest={}", paths::registry_plan_approval(plan.id), plan.digest);
        self.post(&path, because("Se cotejó con el acuerdo del Consejo.")).await
    }

    /// Declines a plan that waits.
    pub async fn decline_registry_plan(&self, id: Uuid, reason: &str) -> Answer<()> {
        self.post(&paths::registry_plan_refusal(id), because(reason)).await
    }

    /// Decides a row in doubt.
    pub async fn decide_registry_doubt(&self, id: Uuid, command: &DecideDoubt) -> Answer<()> {
        self.post(&paths::registry_doubt_decision(id), command).await
    }

    /// Lists the rows that were put aside.
    pub async fn list_registry_records(&self) -> Answer<Vec<RegistryRecord>> {
        self.get(paths::registry_records()).await
    }

    /// Completes a row that was put aside.
    pub async fn complete_registry_record(&self, id: Uuid, cells: &[RegistryCell]) -> Answer<RegistrySynced> {
        self.post(&paths::registry_record_completion(id), CompleteRecord { cells: cells.to_vec() }).await
    }

    /// Discards a row that was put aside.
    pub async fn discard_registry_record(&self, id: Uuid, reason: &str) -> Answer<()> {
        self.post(&paths::registry_record_discard(id), because(reason)).await
    }

    /// Lists the registry's movements.
    pub async fn list_registry_movements(&self) -> Answer<Vec<RegistryMovement>> {
        self.get(paths::registry_movements()).await
    }

    /// Undoes a movement.
    pub async fn undo_registry_movement(&self, id: Uuid, reason: &str) -> Answer<()> {
        self.post(&paths::registry_movement_undoing(id), because(reason)).await
    }

    /// Confirms the undoing of a movement that another asked for.
    pub async fn confirm_registry_undoing(&self, id: Uuid, reason: &str) -> Answer<()> {
        self.post(&paths::registry_undoing_confirmation(id), because(reason)).await
    }

    /// Declines the undoing of a movement that another asked for.
    pub async fn decline_registry_undoing(&self, id: Uuid, reason: &str) -> Answer<()> {
        self.post(&paths::registry_undoing_refusal(id), because(reason)).await
    }

    /// Lets the registry repeat a movement that was undone.
    pub async fn allow_registry_movement(&self, id: Uuid) -> Answer<()> {
        self.post(&paths::registry_movement_allowance(id), ()).await
    }
}

fn because(reason: &str) -> WithReason {
    WithReason { reason: reason.to_owned() }
}
