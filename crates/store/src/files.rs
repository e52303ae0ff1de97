//! Files, each under the SHA-256 of its content: a folder by default.

use domain::text::hex;
use std::{path::Path, sync::Arc};

use futures_util::TryStreamExt;
use object_store::{
    ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, local::LocalFileSystem, path::Path as Key,
};
use sha2::{Digest, Sha256};

use crate::StoreError;

/// Where files are kept.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
}

fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::File(error.to_string())
}

impl Files {
    /// Files in a folder, which is made when it is missing.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(failed)?;
        let store = LocalFileSystem::new_with_prefix(folder).map_err(failed)?;
        Ok(Self { store: Arc::new(store) })
    }

    /// The content name that bytes will have.
    #[must_use]
    pub fn name(bytes: &[u8]) -> String {
        hex(&Sha256::digest(bytes))
    }

    /// Keeps bytes derived from others under the content name of those and a suffix.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_derived(&self, name: &str, suffix: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let key = Key::from(format!("{name}-{suffix}"));
        self.store.put(&key, PutPayload::from(bytes)).await.map(|_| ()).map_err(failed)
    }

    /// Keeps bytes and says their content name.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put(&self, bytes: Vec<u8>) -> Result<String, StoreError> {
        let name = Self::name(&bytes);
        self.store.put(&Key::from(name.as_str()), PutPayload::from(bytes)).await.map_err(failed)?;
        Ok(name)
    }

    /// Keeps bytes under a name of their own, unless there are some already; `false`: there were.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put_once(&self, name: &str, bytes: Vec<u8>) -> Result<bool, StoreError> {
        let options = PutOptions::from(PutMode::Create);
        match self.store.put_opts(&Key::from(name), PutPayload::from(bytes), options).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::AlreadyExists { .. }) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// The names within a folder, whole and in order.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn list(&self, folder: &str) -> Result<Vec<String>, StoreError> {
        let all: Vec<_> = self.store.list(Some(&Key::from(folder))).try_collect().await.map_err(failed)?;
        let mut names: Vec<String> = all.into_iter().map(|file| file.location.to_string()).collect();
        names.sort_unstable();
        Ok(names)
    }

    /// The bytes of a content name; none when there are none.
    ///
    /// # Errors
    /// When they cannot be read.
    pub async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
        match self.store.get(&Key::from(name)).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(failed)?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }
}
