//! Connections to either database, and transactions that begin by taking the right to write.

use std::time::Duration;

use diesel::{
    Connection, PgConnection, SqliteConnection,
    connection::{AnsiTransactionManager, SimpleConnection, TransactionManager},
    r2d2::{ManageConnection, Pool, PooledConnection},
};
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use crate::{StoreError, Trouble};

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

/// How long a database may keep somebody waiting: whoever waits for longer is told so.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a connection, and for what travels on one to be confirmed.
    pub connect: Duration,
    /// For what one statement does; on PostgreSQL.
    pub statement: Duration,
    /// For what another holds, the right to write among it.
    pub lock: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(5), statement: seconds(30), lock: seconds(10) }
    }
}

impl Patience {
    /// What a new connection to PostgreSQL is told.
    fn limits(&self) -> String {
        let (statement, lock) = (self.statement.as_millis(), self.lock.as_millis());
        format!("SET statement_timeout = {statement}; SET lock_timeout = {lock}")
    }
}

/// The address with what lets the client notice that PostgreSQL is gone without saying so; what the address says itself of
/// these stays.
fn noticing(url: &str, patience: Patience) -> String {
    let seconds = patience.connect.as_secs().max(1);
    let parameters = [
        ("connect_timeout", seconds),
        ("keepalives_idle", seconds),
        ("keepalives_interval", seconds),
        ("keepalives_count", 2),
        ("tcp_user_timeout", 3_000 * seconds),
    ];
    let is_address = url.starts_with("postgres://") || url.starts_with("postgresql://");
    let mut all = url.to_owned();
    for (name, value) in parameters {
        if !url.contains(&format!("{name}=")) {
            let sign = match (is_address, all.contains('?')) {
                (false, _) => ' ',
                (true, false) => '?',
                (true, true) => '&',
            };
            all.push_str(&format!("{sign}{name}={value}"));
        }
    }
    all
}

/// Opens connections to the address it was given.
#[derive(Debug, Clone)]
pub struct Manager {
    url: String,
    patience: Patience,
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
            conn.batch_execute(&format!(
                "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
                self.patience.lock.as_millis()
            ))?;
            Ok(Conn::Sqlite(conn))
        } else {
            let mut conn = PgConnection::establish(&noticing(&self.url, self.patience))?;
            conn.batch_execute(&self.patience.limits())?;
            Ok(Conn::Postgres(conn))
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
    patience: Patience,
}

impl Db {
    /// Opens `sqlite:<file>` or `postgres://…`.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub fn open(url: &str, connections: u32, patience: Patience) -> Result<Self, StoreError> {
        let pool = Pool::builder()
            .max_size(connections)
            .min_idle(Some(1))
            .connection_timeout(patience.connect)
            .build(Manager { url: url.to_owned(), patience })
            .map_err(|error| StoreError::Gone(error.to_string()))?;
        Ok(Self { pool, patience })
    }

    /// Takes a connection. Call it where blocking is allowed, and pass the connection down, never the pool.
    ///
    /// # Errors
    /// When none is free in time.
    pub fn conn(&self) -> Result<PooledConnection<Manager>, StoreError> {
        self.pool.get().map_err(|error| no_connection(&error.to_string()))
    }

    /// Whether it answers, within so long.
    ///
    /// # Errors
    /// When it does not.
    pub fn check(&self, within: Duration) -> Result<(), StoreError> {
        let mut conn = self.pool.get_timeout(within).map_err(|error| no_connection(&error.to_string()))?;
        // SQLite looks at its file only when it reads of it.
        Ok(conn.batch_execute("SELECT count(*) FROM jobs")?)
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
                // A step may take as long as it needs.
                conn.batch_execute("SET statement_timeout = 0")?;
                let done = conn.run_pending_migrations(POSTGRES);
                let done = done.map(|done| done.iter().map(ToString::to_string).collect());
                conn.batch_execute(&self.patience.limits())?;
                done
            }
        };
        done.map_err(|error| StoreError::Migration(error.to_string()))
    }
}

/// Why the pool gave none: it says what was wrong with the last one that it tried to open, if anything was.
fn no_connection(told: &str) -> StoreError {
    if told.contains(": ") { StoreError::Gone(told.to_owned()) } else { StoreError::Busy(told.to_owned()) }
}

/// The right to write, until the transaction ends.
const POSTGRES_TURN: &str = "SELECT pg_advisory_xact_lock(728100)";

/// Runs `work` in one transaction that holds the right to write from its first statement, and keeps it all or nothing.
///
/// # Errors
/// Whatever `work` says, or what the database says when it begins or commits.
pub fn write<T, E: From<StoreError>>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T, E>) -> Result<T, E> {
    begin(conn)?;
    match work(conn) {
        Ok(value) => {
            commit(conn)?;
            Ok(value)
        }
        Err(error) => {
            // What went wrong first is what is told. A connection that cannot even be rolled back is used no more, and
            // the database forgets what was not committed.
            let _ = roll_back(conn);
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
    Ok(waited?)
}

fn commit(conn: &mut Conn) -> Result<(), StoreError> {
    match conn {
        // It says no after it took everything back.
        Conn::Sqlite(conn) => Ok(AnsiTransactionManager::commit_transaction(conn)?),
        Conn::Postgres(conn) => AnsiTransactionManager::commit_transaction(conn).map_err(|error| {
            let error = StoreError::from(error);
            match (error.trouble(), error) {
                // It may have kept everything before it fell silent.
                (Some(Trouble::Gone), StoreError::Database(error)) => StoreError::Unsure(error),
                (_, error) => error,
            }
        }),
    }
}

fn roll_back(conn: &mut Conn) -> diesel::QueryResult<()> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::rollback_transaction(conn),
        Conn::Postgres(conn) => AnsiTransactionManager::rollback_transaction(conn),
    }
}
