//! What `/health/ready` tells whoever watches the server.

use serde::{Deserialize, Serialize};

/// The body of a 503 of `/health/ready`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotReady {
    /// Always `false`.
    pub ready: bool,
    /// What keeps it from its work.
    pub failing: Vec<Failing>,
}

/// Something that keeps the server from its work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failing {
    /// What.
    pub part: Part,
    /// What it is and what to do, in Spanish.
    pub detail: String,
}

/// What a server needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// That the database answers.
    Database,
    /// Room on the disk, for files and for a database that is a file.
    Space,
    /// That its folders can be written.
    Files,
    /// That what the public reads follows what happens.
    Snapshot,
}

impl Failing {
    /// That a part fails, with what to do.
    #[must_use]
    pub fn of(part: Part) -> Self {
        let detail = match part {
            Part::Database => "La base de datos no responde. Revise que esté encendida y que se pueda llegar a ella.",
            Part::Space => "No queda espacio en el disco. Libere espacio; no hace falta reiniciar.",
            Part::Files => "No se puede escribir en la carpeta de datos. Revise sus permisos y el disco.",
            Part::Snapshot => "Lo público no se puede poner al día. La causa está en la bitácora del servidor.",
        };
        Self { part, detail: detail.into() }
    }
}
