//! Files that no row names: an upload that was refused, or one that another took the place of.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use diesel::{QueryableByName, RunQueryDsl, sql_query, sql_types::Text};

use super::{
    ASIDE, Files, failed,
    file::{ContentName, DIGITS, File, is_digit},
};
use crate::{StoreError, db::Conn};

/// What a sweep did, each file by its path within the folder.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Swept {
    /// Put aside: no row names them, and they are old.
    pub aside: Vec<String>,
    /// Brought back: some row names them after all.
    pub back: Vec<String>,
    /// Taken away: no row names them since the sweep before.
    pub gone: Vec<String>,
    /// Left alone, for nothing of ours is called so.
    pub unknown: Vec<String>,
}

/// A file that lies in the folder.
struct Lying {
    path: String,
    place: PathBuf,
    modified: SystemTime,
}

impl Files {
    /// Puts aside the files that no row names and that were last written before a moment, and takes away those that were
    /// put aside by an earlier sweep and that no row names still. Nobody loses a file to it whose act commits meanwhile:
    /// what was put aside is still found, and is brought back by the next sweep. Sweeps are hours apart.
    ///
    /// # Errors
    /// When the database or the folder fail.
    pub fn sweep(&self, conn: &mut Conn, before: SystemTime) -> Result<Swept, StoreError> {
        let mut swept = Swept::default();
        let (here, aside) = self.lying()?;
        let names: BTreeSet<ContentName> =
            here.iter().chain(&aside).filter_map(|lying| File::at(&lying.path)?.named_by_rows().cloned()).collect();
        let named = named_among(conn, &names)?;
        let is_named = |file: &File| file.named_by_rows().is_none_or(|name| named.contains(name));
        for lying in aside {
            match File::at(&lying.path).filter(is_named) {
                Some(file) if !self.folder.join(file.path()).exists() => {
                    fs::rename(&lying.place, self.folder.join(file.path())).map_err(failed)?;
                    swept.back.push(lying.path);
                }
                _ => {
                    fs::remove_file(&lying.place).map_err(failed)?;
                    swept.gone.push(lying.path);
                }
            }
        }
        for lying in here {
            if is_half_written(&lying.path) {
                if lying.modified < before {
                    fs::remove_file(&lying.place).map_err(failed)?;
                    swept.gone.push(lying.path);
                }
                continue;
            }
            match File::at(&lying.path) {
                None => swept.unknown.push(lying.path),
                Some(file) if is_named(&file) || lying.modified >= before => {}
                Some(_) => {
                    fs::create_dir_all(self.folder.join(ASIDE)).map_err(failed)?;
                    fs::rename(&lying.place, self.folder.join(ASIDE).join(&lying.path)).map_err(failed)?;
                    swept.aside.push(lying.path);
                }
            }
        }
        Ok(swept)
    }

    /// What lies in the folder, and what an earlier sweep put aside.
    fn lying(&self) -> Result<(Vec<Lying>, Vec<Lying>), StoreError> {
        let mut here = Vec::new();
        gather(&self.folder, "", &mut here).map_err(failed)?;
        let mut aside = Vec::new();
        let folder = self.folder.join(ASIDE);
        if folder.exists() {
            gather(&folder, "", &mut aside).map_err(failed)?;
        }
        here.retain(|lying| !lying.path.starts_with(&format!("{ASIDE}/")));
        Ok((here, aside))
    }
}

fn gather(folder: &Path, within: &str, all: &mut Vec<Lying>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{within}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            gather(&entry.path(), &format!("{path}/"), all)?;
        } else {
            all.push(Lying { path, place: entry.path(), modified: entry.metadata()?.modified()? });
        }
    }
    all.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(())
}

/// What a process left that ended while it wrote: the name it was to have, `#` and a number.
fn is_half_written(path: &str) -> bool {
    path.rsplit_once('#').is_some_and(|(name, number)| !name.is_empty() && number.parse::<u64>().is_ok())
}

/// A column of text.
#[derive(QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    in_table: String,
    #[diesel(sql_type = Text)]
    name: String,
}

/// What a row says in a column of text.
#[derive(QueryableByName)]
struct Said {
    #[diesel(sql_type = Text)]
    said: String,
}

const IN_SQLITE: &str = "SELECT m.name AS in_table, c.name AS name FROM sqlite_master m, pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND upper(c.type) = 'TEXT'";
const IN_POSTGRES: &str = "SELECT c.table_name::text AS in_table, c.column_name::text AS name
    FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' AND c.data_type = 'text'";

/// Those of `names` that the database holds anywhere: every text of every table is read, so that a table that comes later
/// is not forgotten. What is sealed names no file: a photograph belongs to the curricular answers (`config` holds that), and
/// the documents' names rest in the clear.
fn named_among(conn: &mut Conn, names: &BTreeSet<ContentName>) -> Result<BTreeSet<ContentName>, StoreError> {
    let mut found = BTreeSet::new();
    if names.is_empty() {
        return Ok(found);
    }
    let columns = match conn {
        Conn::Sqlite(_) => IN_SQLITE,
        Conn::Postgres(_) => IN_POSTGRES,
    };
    let by_text: BTreeMap<&str, &ContentName> = names.iter().map(|name| (name.as_str(), name)).collect();
    for Column { in_table, name } in sql_query(columns).load::<Column>(conn)? {
        let query = format!("SELECT \"{name}\" AS said FROM \"{in_table}\" WHERE length(\"{name}\") >= {DIGITS}");
        for Said { said } in sql_query(query).load::<Said>(conn)? {
            found.extend(content_names(&said).filter_map(|text| by_text.get(text)).map(|name| (*name).clone()));
        }
    }
    Ok(found)
}

/// Everything in a text that has the form of a content name.
fn content_names(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !u8::try_from(c).is_ok_and(is_digit)).filter(|run| run.len() == DIGITS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_names_are_found_within_a_text() {
        let name = ContentName::of(b"a");
        let text = format!("{{\"photo\":\"{name}\",\"other\":\"{name}0\"}} {name}-480 {}", &name.as_str()[1..]);
        assert_eq!(content_names(&text).collect::<Vec<_>>(), [name.as_str(), name.as_str()]);
    }

    #[test]
    fn what_was_half_written_is_known_by_its_name() {
        assert!(is_half_written("abc-480#1") && is_half_written("open-data-x/2024-05-29#12"));
        assert!(!is_half_written("abc") && !is_half_written("a#b") && !is_half_written("#1"));
    }
}
