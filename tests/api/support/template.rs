//! Databases that are ready for a house: migrated once for everybody, then copied.

use std::{
    fs::{self, File},
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Bool,
};
use store::db::{Db, Patience};

use crate::root;

/// Puts a migrated SQLite database at `path`, copied from one that all tests of this build share.
pub(crate) fn copy_sqlite(path: &Path) {
    let template = folder().join(format!("template-{:016x}.sqlite", migrations("sqlite")));
    let lock = File::create(template.with_extension("lock")).expect("a lock");
    lock.lock().expect("locked");
    if !template.exists() {
        let unfinished = template.with_extension("unfinished");
        // What somebody left who was ended half-way.
        for part in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(format!("{}{part}", unfinished.display()));
        }
        migrate(&format!("sqlite:{}", unfinished.display()));
        let log = format!("{}-wal", unfinished.display());
        assert!(!fs::metadata(log).is_ok_and(|log| log.len() > 0), "the template was not written whole");
        fs::rename(&unfinished, &template).expect("renamed");
    }
    lock.unlock().expect("unlocked");
    fs::copy(template, path).expect("a database");
}

/// Makes a migrated PostgreSQL database with this name, copied from one that all tests of this server share.
pub(crate) fn copy_postgres(server: &str, name: &str) {
    /// One row, one truth.
    #[derive(QueryableByName)]
    struct Found {
        #[diesel(sql_type = Bool)]
        found: bool,
    }
    let template = format!("template_{:016x}", migrations("postgres"));
    let mut admin = PgConnection::establish(&format!("{server}/postgres")).expect("a PostgreSQL server");
    // A template is not copied while somebody is still at it, and two do not make it at once.
    admin.batch_execute("SELECT pg_advisory_lock(728101)").expect("the turn");
    let asked = format!("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = '{template}') AS found");
    let found: Found = sql_query(asked).get_result(&mut admin).expect("an answer");
    if !found.found {
        let unfinished = format!("{template}_unfinished");
        admin.batch_execute(&format!("DROP DATABASE IF EXISTS {unfinished} WITH (FORCE)")).expect("dropped");
        admin.batch_execute(&format!("CREATE DATABASE {unfinished}")).expect("a database");
        migrate(&format!("{server}/{unfinished}"));
        admin.batch_execute(&format!("ALTER DATABASE {unfinished} RENAME TO {template}")).expect("renamed");
    }
    admin.batch_execute("SELECT pg_advisory_unlock(728101)").expect("unlocked");
    admin.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).expect("a database");
}

fn migrate(url: &str) {
    Db::open(url, 1, Patience::default()).and_then(|db| db.migrate()).expect("migrated");
}

/// Where this build keeps what its tests share.
fn folder() -> PathBuf {
    let target =
        std::env::current_exe().expect("this program").ancestors().nth(3).expect("a target folder").join("tmp");
    fs::create_dir_all(&target).expect("a folder");
    target
}

/// A number that changes with any file of the migrations.
fn migrations(kind: &str) -> u64 {
    let mut files = Vec::new();
    gather(&root().join("migrations").join(kind), &mut files);
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        // Their order is their folders' names.
        let name = file.parent().and_then(Path::file_name);
        (name, fs::read(&file).expect("a migration")).hash(&mut hasher);
    }
    hasher.finish()
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { gather(&path, files) } else { files.push(path) }
    }
}
