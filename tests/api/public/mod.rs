mod directory;
mod embeds;
mod export;
mod open_data;
mod pages;
mod papers;
mod statistics;
