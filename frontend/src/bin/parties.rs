//! Mounts the workspaces of parties and candidacies.

fn main() {
    leptos::mount::mount_to_body(frontend::pages::workspace::PartiesApp);
}
