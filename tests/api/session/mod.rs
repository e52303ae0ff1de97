mod flood;
mod second_factor;
mod sessions;
