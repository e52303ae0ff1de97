mod files;
mod storage;
mod trouble;
mod upgrade;
