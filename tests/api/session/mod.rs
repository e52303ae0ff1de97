mod second_factor;
mod sessions;
