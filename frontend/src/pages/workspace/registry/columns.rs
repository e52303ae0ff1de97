//! The registry's columns as people name them, beside the heading they have in its file.

use domain::registry::Column;

/// What a column holds, in words.
const fn name(column: Column) -> &'static str {
    match column {
        Column::Folio => "Folio",
        Column::Office => "Cargo",
        Column::District => "Distrito",
        Column::Municipality => "Municipio",
        Column::ListPosition => "Lugar en la lista",
        Column::Kind => "Propietaria o suplente",
        Column::Formula => "Fórmula",
        Column::Nominator => "Partido, coalición o independiente",
        Column::ResponsibleParty => "Partido responsable",
        Column::GivenName => "Nombre",
        Column::FirstSurname => "Primer apellido",
        Column::SecondSurname => "Segundo apellido",
        Column::Nickname => "Sobrenombre",
        Column::Sex => "Sexo",
        Column::BirthDate => "Fecha de nacimiento",
        Column::AffirmativeAction => "Acción afirmativa",
        Column::Consecutive => "Elección consecutiva",
        Column::Email => "Correo electrónico",
        Column::Status => "Situación en el registro",
        Column::ApprovedOn => "Fecha de aprobación",
        Column::Replaces => "Folio de quien sustituye",
    }
}

/// The words, and where to find the column in the file.
pub(super) fn label(column: Column, heading: &str) -> String {
    if heading.is_empty() { name(column).to_owned() } else { format!("{} (columna {heading})", name(column)) }
}

/// How a cell is written, where that is not plain.
pub(super) const fn hint(column: Column) -> Option<&'static str> {
    match column {
        Column::BirthDate | Column::ApprovedOn => Some("Año-mes-día, por ejemplo 1990-02-28."),
        Column::District => Some("El número del distrito. Vacía si el cargo no es de un distrito."),
        Column::Municipality => Some("La clave del INEGI, de cinco números. Vacía si el cargo no es de un municipio."),
        Column::ListPosition => Some("Un número. Vacía si el cargo no se elige por lista."),
        Column::Nominator => Some("La clave, como la escribe el registro."),
        Column::ResponsibleParty => Some("La clave del partido que captura. Vacía en las independientes."),
        Column::Replaces => Some("Vacía si no sustituye a nadie."),
        Column::Kind | Column::Sex | Column::Consecutive | Column::Status | Column::Office => {
            Some("Con las mismas palabras que usa el registro.")
        }
        Column::AffirmativeAction => Some("Como la escribe el registro. Vacía si no tiene."),
        Column::Folio
        | Column::Formula
        | Column::GivenName
        | Column::FirstSurname
        | Column::SecondSurname
        | Column::Nickname
        | Column::Email => None,
    }
}
