//! Mounts the workspaces of the institute.

fn main() {
    leptos::mount::mount_to_body(frontend::pages::workspace::InstituteApp);
}
