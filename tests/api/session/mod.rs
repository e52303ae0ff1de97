mod flood;
mod second_factor;
mod sessions;
mod slow_clients;
