//! Files: what they are of, where each is kept, and how it is known to be whole. A folder by default.

mod file;
mod sweep;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use futures_util::TryStreamExt;
use object_store::{
    ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, local::LocalFileSystem, path::Path as Key,
};
use serde::de::DeserializeOwned;

use crate::{StoreError, trouble};

pub use file::{ContentName, File, NAMING_WIDTH};
pub use sweep::Swept;

/// Where files are put that nothing names: whoever looks for one of them still finds it, until the next sweep.
const ASIDE: &str = "aside";

/// Where files are kept.
#[derive(Clone)]
pub struct Files {
    store: Arc<dyn ObjectStore>,
    folder: PathBuf,
}

/// Whether bytes were kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// They were.
    Kept,
    /// There was a file of that name already, which stays as it is.
    There,
}

/// Why a file that something names cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// There is none.
    Missing,
    /// It is empty, or its bytes are not those that were kept.
    Damaged,
}

impl std::fmt::Display for Flaw {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Missing => "is not in the folder of files",
            Self::Damaged => "is damaged in the folder of files",
        })
    }
}

fn failed(error: impl std::error::Error + 'static) -> StoreError {
    trouble::of_file(&error)
}

impl Files {
    /// Files in a folder, which is made when it is missing. What is put there is on the disk, with the name that it has in
    /// its folder, before whoever puts it is answered: it is there after a power cut.
    ///
    /// # Errors
    /// When the folder cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, StoreError> {
        std::fs::create_dir_all(folder).map_err(failed)?;
        // A folder that was made just now is itself a name in another.
        if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            std::fs::File::open(parent).and_then(|parent| parent.sync_all()).map_err(failed)?;
        }
        let store = LocalFileSystem::new_with_prefix(folder).map_err(failed)?.with_fsync(true);
        Ok(Self { store: Arc::new(store), folder: folder.to_owned() })
    }

    /// Keeps bytes as a file, unless it is there already. Nothing is put over a file that is there, but for one whose
    /// bytes are not what its name says: nobody could ever read that.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn put(&self, file: &File, bytes: Vec<u8>) -> Result<Put, StoreError> {
        let (key, payload) = (Key::from(file.path()), PutPayload::from(bytes));
        match self.store.put_opts(&key, payload.clone(), PutOptions::from(PutMode::Create)).await {
            Ok(_) => return Ok(Put::Kept),
            Err(object_store::Error::AlreadyExists { .. }) => {}
            Err(error) => return Err(failed(error)),
        }
        if !file.says_its_bytes() || self.bytes(&key).await?.is_some_and(|there| file.is_whole(&there)) {
            return Ok(Put::There);
        }
        // Another file takes its place at once: whoever reads meanwhile reads one of the two.
        self.store.put(&key, payload).await.map_err(failed)?;
        Ok(Put::Kept)
    }

    /// Keeps a sealed consent document, and says its content name.
    ///
    /// # Errors
    /// When it cannot be written.
    pub async fn put_document(&self, sealed: Vec<u8>) -> Result<ContentName, StoreError> {
        let name = ContentName::of(&sealed);
        self.put(&File::ConsentDocument(name.clone()), sealed).await?;
        Ok(name)
    }

    /// The bytes of a file that something names.
    ///
    /// # Errors
    /// [`StoreError::BadFile`] when it is missing or damaged; [`StoreError::File`] when it cannot be read.
    pub async fn read(&self, file: &File) -> Result<Vec<u8>, StoreError> {
        self.find(file).await?.ok_or_else(|| StoreError::BadFile(file.clone(), Flaw::Missing))
    }

    /// The bytes of a file that may not have been kept yet; none when it was not.
    ///
    /// # Errors
    /// [`StoreError::BadFile`] when it is damaged; [`StoreError::File`] when it cannot be read.
    pub async fn find(&self, file: &File) -> Result<Option<Vec<u8>>, StoreError> {
        let path = file.path();
        let mut found = self.bytes(&Key::from(path.as_str())).await?;
        if found.is_none() {
            // It was put aside while whoever names it now had not done so yet.
            found = self.bytes(&Key::from(format!("{ASIDE}/{path}"))).await?;
        }
        match found {
            Some(bytes) if !file.is_whole(&bytes) => Err(StoreError::BadFile(file.clone(), Flaw::Damaged)),
            found => Ok(found),
        }
    }

    /// What a file that holds JSON says; none when it was not kept yet.
    ///
    /// # Errors
    /// As [`Files::find`] does.
    pub async fn find_json<T: DeserializeOwned>(&self, file: &File) -> Result<Option<T>, StoreError> {
        let Some(bytes) = self.find(file).await? else { return Ok(None) };
        serde_json::from_slice(&bytes).map(Some).map_err(|_| StoreError::BadFile(file.clone(), Flaw::Damaged))
    }

    /// The days of an election whose digests were kept, in order.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn day_digests(&self, election: &str) -> Result<Vec<File>, StoreError> {
        let folder = Key::from(file::day_digests(election));
        let all: Vec<_> = self.store.list(Some(&folder)).try_collect().await.map_err(failed)?;
        let mut paths: Vec<String> = all.into_iter().map(|found| found.location.to_string()).collect();
        paths.sort_unstable();
        Ok(paths.iter().filter_map(|path| File::at(path)).collect())
    }

    async fn bytes(&self, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        match self.store.get(key).await {
            Ok(found) => Ok(Some(found.bytes().await.map_err(failed)?.to_vec())),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(error)),
        }
    }
}
