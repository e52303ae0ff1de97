//! Mounts the workspaces.

fn main() {
    leptos::mount::mount_to_body(frontend::pages::workspace::WorkspaceApp);
}
