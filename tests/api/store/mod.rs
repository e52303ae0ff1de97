mod files;
mod storage;
mod upgrade;
