use std::path::PathBuf;

use casework::registry::{plan_registry, sync_registry};
use clap::Subcommand;
use domain::{
    accounts::Role,
    permission::Permit,
    registry::{Movement, Plan, Remark},
};

use super::operator;
use crate::settings::Settings;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say what a file would do
    Plan {
        /// The registry's export
        file: PathBuf,
    },
    /// Do what a file says, in one transaction
    Sync {
        /// The registry's export
        file: PathBuf,
    },
}

pub fn run(settings: &Settings, command: &Command) -> anyhow::Result<()> {
    let app = super::start(settings)?;
    let operator = operator(Role::ItDirectorate);
    let (title, plan) = match command {
        Command::Plan { file } => {
            let bytes = super::read(file)?;
            let permit = Permit::prove(operator)?;
            ("Plan (no se aplicó nada):", app.act(&permit, |act| plan_registry(act, &bytes))?.plan)
        }
        Command::Sync { file } => {
            let bytes = super::read(file)?;
            let permit = Permit::prove(operator)?;
            let synced = app.act(&permit, |act| sync_registry(act, &bytes, None))?;
            let waits = "En espera de que otra persona lo aplique (no se aplicó nada; las bajas ya no se muestran):";
            (if synced.waiting.is_some() { waits } else { "Aplicado:" }, synced.plan)
        }
    };
    print(title, &plan);
    Ok(())
}

fn print(title: &str, plan: &Plan) {
    println!("{title}");
    movements("Nuevas", &plan.added);
    movements("Con cambios", &plan.changed);
    movements("Sustituidas", &plan.substituted);
    movements("Canceladas", &plan.cancelled);
    movements("Restituidas", &plan.reinstated);
    println!("  Sin cambios: {}", plan.unchanged);
    println!("  Conocidas que el archivo no trae: {}", plan.absent.len());
    remarks("Renglones rechazados", &plan.rejected);
    println!("  De ellos, se apartan para completarlos: {}", plan.put_aside);
    println!("  Apartados antes que ya no hacen falta: {}", plan.made_good);
    remarks("Renglones aceptados por revisar", &plan.suspicious);
    remarks("Bajas que se deshicieron y el archivo repite: se ocultan otra vez", &plan.repeated);
    remarks("Personas sustitutas de un movimiento deshecho que el archivo repite", &plan.withheld);
    println!("  Esperan a otra persona, tal vez son otra candidatura: {}", plan.doubtful.len());
    for doubt in &plan.doubtful {
        println!("    línea {} {} {}", doubt.line, doubt.folio, doubt.name);
        for ground in &doubt.grounds {
            println!("      {}", ground.words());
        }
    }
}

fn movements(title: &str, movements: &[Movement]) {
    println!("  {title}: {}", movements.len());
    for movement in movements.iter().filter(|movement| !movement.changes.is_empty()) {
        println!("    línea {} {} {}", movement.line, movement.folio, movement.name);
        for change in &movement.changes {
            println!("      {}: «{}» → «{}»", change.heading, change.before, change.after);
        }
    }
}

fn remarks(title: &str, remarks: &[Remark]) {
    println!("  {title}: {}", remarks.len());
    for remark in remarks {
        println!("    línea {} {} [{}] {}", remark.line, remark.folio, remark.heading, remark.message);
    }
}
