//! What is stored: the tables are those that the program reads, on both databases.

use std::collections::BTreeMap;

use diesel::{
    Connection, PgConnection, QueryableByName, RunQueryDsl, SqliteConnection, sql_query,
    sql_types::{Bool, Text},
};
use support::{House, on_both};

on_both!(the_schema_is_that_of_the_migrated_database);

/// A column: its type in Diesel's words, and whether it may be null.
type Columns = BTreeMap<String, (String, bool)>;

/// What `store` believes, read from its own text: a table, its key, its columns.
fn believed() -> BTreeMap<String, (Vec<String>, Columns)> {
    let text = include_str!("../../../crates/store/src/schema.rs");
    let mut tables = BTreeMap::new();
    for table in text.split("diesel::table! {").skip(1) {
        let mut lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
        let head = lines.next().expect("a name").trim_end_matches(" {");
        let (name, key) = head.split_once(" (").expect("a name and its key");
        let key = key.trim_end_matches(')').split(", ").map(str::to_owned).collect();
        let columns = lines.map_while(|line| line.trim_end_matches(',').split_once(" -> "));
        let columns = columns.map(|(column, kind)| {
            let inner = kind.strip_prefix("Nullable<").map(|kind| kind.trim_end_matches('>'));
            (column.to_owned(), (inner.unwrap_or(kind).to_owned(), inner.is_some()))
        });
        tables.insert(name.to_owned(), (key, columns.collect()));
    }
    tables
}

/// A column as the database tells it.
#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    in_table: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    kind: String,
    #[diesel(sql_type = Bool)]
    nullable: bool,
    /// Its place in the key, from 1; empty when it is not of it.
    #[diesel(sql_type = Text)]
    of_key: String,
}

const SQLITE: &str = "SELECT m.name AS in_table, c.name AS name, c.type AS kind, c.\"notnull\" = 0 AS nullable,
    CASE WHEN c.pk = 0 THEN '' ELSE CAST(c.pk AS TEXT) END AS of_key
    FROM sqlite_master m, pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> '__diesel_schema_migrations'";

const POSTGRES: &str = "SELECT c.table_name::text AS in_table, c.column_name::text AS name, c.data_type::text AS kind,
    c.is_nullable = 'YES' AS nullable, COALESCE(k.ordinal_position::text, '') AS of_key
    FROM information_schema.columns c
    LEFT JOIN information_schema.table_constraints p
      ON p.table_schema = c.table_schema AND p.table_name = c.table_name AND p.constraint_type = 'PRIMARY KEY'
    LEFT JOIN information_schema.key_column_usage k
      ON k.constraint_name = p.constraint_name AND k.table_name = c.table_name AND k.column_name = c.column_name
    WHERE c.table_schema = 'public' AND c.table_name <> '__diesel_schema_migrations'";

/// The one table without a key: each row is added and read, never found.
const KEYLESS: &str = "registry_cuts";

/// A type of either database in Diesel's words.
fn in_diesels_words(kind: &str) -> &str {
    match kind {
        "TEXT" | "text" => "Text",
        "BLOB" | "bytea" => "Binary",
        "INTEGER" | "integer" => "Integer",
        "BIGINT" | "bigint" => "BigInt",
        "BOOLEAN" | "boolean" => "Bool",
        "REAL" | "double precision" => "Double",
        other => other,
    }
}

async fn the_schema_is_that_of_the_migrated_database(house: House) {
    let rows: Vec<Found> = match house.url.strip_prefix("sqlite:") {
        Some(path) => sql_query(SQLITE).load(&mut SqliteConnection::establish(path).expect("a connection")),
        None => sql_query(POSTGRES).load(&mut PgConnection::establish(&house.url).expect("a connection")),
    }
    .expect("columns");
    let mut found: BTreeMap<String, (BTreeMap<String, String>, Columns)> = BTreeMap::new();
    for row in rows {
        let (key, columns) = found.entry(row.in_table).or_default();
        if !row.of_key.is_empty() {
            key.insert(row.of_key, row.name.clone());
        }
        columns.insert(row.name, (in_diesels_words(&row.kind).to_owned(), row.nullable));
    }
    let found: BTreeMap<_, _> = found
        .into_iter()
        .map(|(table, (key, columns))| (table, (key.into_values().collect::<Vec<_>>(), columns)))
        .collect();
    let believed = believed();
    assert!(believed.len() > 20, "{} tables", believed.len());
    for (table, (key, columns)) in &found {
        let (believed_key, believed) = believed.get(table).unwrap_or_else(|| panic!("{table} is unknown to store"));
        assert_eq!(believed, columns, "{table}");
        // Diesel wants a key of every table.
        let expected: &[String] = if table == KEYLESS { &[] } else { believed_key };
        assert_eq!(expected, key, "{table}");
    }
    for table in believed.keys() {
        assert!(found.contains_key(table), "{table} is in no database");
    }
}
