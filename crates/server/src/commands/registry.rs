use std::path::PathBuf;

use casework::registry::{plan_registry, sync_registry};
use clap::Subcommand;
use domain::{
    account::Role,
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
    let permit = Permit::prove(operator(Role::RegistrySystem))?;
    let plan = match command {
        Command::Plan { file } => {
            let bytes = super::read(file)?;
            app.act(|conn, desk, _| plan_registry(conn, desk, &permit, &bytes))?.plan
        }
        Command::Sync { file } => {
            let bytes = super::read(file)?;
            app.act(|conn, desk, now| sync_registry(conn, desk, &permit, &bytes, None, now))?.plan
        }
    };
    print(&plan, matches!(command, Command::Sync { .. }));
    Ok(())
}

fn print(plan: &Plan, done: bool) {
    println!("{}", if done { "Aplicado:" } else { "Plan (no se aplicó nada):" });
    movements("Nuevas", &plan.added);
    movements("Con cambios", &plan.changed);
    movements("Sustituidas", &plan.substituted);
    movements("Canceladas", &plan.cancelled);
    movements("Restituidas", &plan.reinstated);
    println!("  Sin cambios: {}", plan.unchanged);
    println!("  Conocidas que el archivo no trae: {}", plan.absent.len());
    remarks("Renglones rechazados", &plan.rejected);
    remarks("Renglones aceptados por revisar", &plan.suspicious);
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
