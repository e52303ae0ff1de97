//! Wakes the islands of the public pages. It names the library, so that its islands are in the program: the page calls each
//! by its name.

use frontend as _;

fn main() {
    leptos::mount::hydrate_islands();
}
