mod storage;
mod upgrade;
