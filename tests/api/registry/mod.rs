mod intake;
mod movements;
mod records;
mod sync;
