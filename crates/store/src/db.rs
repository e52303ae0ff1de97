//! Connections to either database, and transactions that begin by taking the right to write.

use std::time::Duration;

use diesel::{
    Connection, PgConnection, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    r2d2::{ManageConnection, Pool, PooledConnection},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::StoreError;

const SQLITE: EmbeddedMigrations = embed_migrations!("../../migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("../../migrations/postgres");

mod conn {
    #![allow(missing_docs, reason = "the derive writes public items without documentation")]

    use diesel::{PgConnection, SqliteConnection};

    /// A connection to one of the two databases.
    #[derive(diesel::MultiConnection)]
    pub enum Conn {
        /// The embedded default.
        Sqlite(SqliteConnection),
        /// The one for several servers.
        Postgres(PgConnection),
    }
}

pub use conn::Conn;

/// Opens connections to the address it was given.
#[derive(Debug, Clone)]
pub struct Manager {
    url: String,
}

/// Why a connection could not be opened or used.
#[derive(Debug, thiserror::Error)]
pub enum ConnectError {
    /// It cannot be opened.
    #[error(transparent)]
    Connection(#[from] diesel::ConnectionError),
    /// It does not answer.
    #[error(transparent)]
    Query(#[from] diesel::result::Error),
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = ConnectError;

    fn connect(&self) -> Result<Conn, ConnectError> {
        if let Some(path) = self.url.strip_prefix("sqlite:") {
            let mut conn = SqliteConnection::establish(path)?;
            conn.batch_execute(
                "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
            )?;
            Ok(Conn::Sqlite(conn))
        } else {
            Ok(Conn::Postgres(PgConnection::establish(&self.url)?))
        }
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), ConnectError> {
        match conn {
            // A file is there or is not when it is asked.
            Conn::Sqlite(_) => Ok(()),
            Conn::Postgres(conn) => Ok(conn.batch_execute("SELECT 1")?),
        }
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        match conn {
            Conn::Sqlite(conn) => {
                <AnsiTransactionManager as TransactionManager<SqliteConnection>>::is_broken_transaction_manager(conn)
            }
            Conn::Postgres(conn) => {
                <AnsiTransactionManager as TransactionManager<PgConnection>>::is_broken_transaction_manager(conn)
            }
        }
    }
}

/// A database: a bounded set of connections.
#[derive(Clone)]
pub struct Db {
    pool: Pool<Manager>,
}

impl Db {
    /// Opens `sqlite:<file>` or `postgres://…`, waiting at most five seconds for a free connection later on.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn open(url: &str, connections: u32) -> Result<Self, StoreError> {
        let pool = Pool::builder()
            .max_size(connections)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(5))
            .build(Manager { url: url.to_owned() })
            .map_err(|error| StoreError::Busy(error.to_string()))?;
        Ok(Self { pool })
    }

    /// Takes a connection. Call it where blocking is allowed, and pass the connection down, never the pool.
    ///
    /// # Errors
    /// When none is free in time.
    pub fn conn(&self) -> Result<PooledConnection<Manager>, StoreError> {
        self.pool.get().map_err(|error| StoreError::Busy(error.to_string()))
    }

    /// Brings the tables up to date.
    ///
    /// # Errors
    /// When a migration fails; it leaves no half of itself behind.
    pub fn migrate(&self) -> Result<Vec<String>, StoreError> {
        let mut conn = self.conn()?;
        let done = match &mut *conn {
            Conn::Sqlite(conn) => {
                conn.run_pending_migrations(SQLITE).map(|done| done.iter().map(ToString::to_string).collect())
            }
            Conn::Postgres(conn) => {
                conn.run_pending_migrations(POSTGRES).map(|done| done.iter().map(ToString::to_string).collect())
            }
        };
        done.map_err(|error| StoreError::Migration(error.to_string()))
    }
}

/// The right to write, until the transaction ends; as patient as SQLite's busy timeout.
const POSTGRES_TURN: &str = "SET LOCAL lock_timeout = '10s'; SELECT pg_advisory_xact_lock(728100)";

/// Runs `work` in one transaction that holds the right to write from its first statement, and keeps it all or nothing.
///
/// # Errors
/// Whatever `work` says, or what the database says when it begins or commits.
pub fn write<T, E: From<StoreError>>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
    begin(conn)?;
    match work(conn) {
        Ok(value) => {
            commit(conn).map_err(StoreError::from)?;
            Ok(value)
        }
        Err(error) => {
            roll_back(conn).map_err(StoreError::from)?;
            Err(error)
        }
    }
}

/// One writer at a time, on both databases: every act ends in a line of the one log, so that letting two begin together
/// would only let them meet in the middle, holding rows the other waits for.
fn begin(conn: &mut Conn) -> Result<(), StoreError> {
    let waited = match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, "BEGIN IMMEDIATE"),
        Conn::Postgres(conn) => {
            AnsiTransactionManager::begin_transaction(conn)?;
            conn.batch_execute(POSTGRES_TURN).or_else(|error| {
                AnsiTransactionManager::rollback_transaction(conn)?;
                Err(error)
            })
        }
    };
    waited.map_err(|error| StoreError::Busy(error.to_string()))
}

fn commit(conn: &mut Conn) -> diesel::QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::commit_transaction(conn),
        Conn::Postgres(conn) => AnsiTransactionManager::commit_transaction(conn),
    }
}

fn roll_back(conn: &mut Conn) -> diesel::QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::rollback_transaction(conn),
        Conn::Postgres(conn) => AnsiTransactionManager::rollback_transaction(conn),
    }
}
