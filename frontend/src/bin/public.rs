//! Mounts the public directory.

fn main() {
    leptos::mount::mount_to_body(frontend::pages::public::PublicApp);
}
