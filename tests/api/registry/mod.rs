mod doubts;
mod everywhere;
mod intake;
mod movements;
mod records;
mod sync;
