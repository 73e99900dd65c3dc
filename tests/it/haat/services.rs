//! Where things are: the checkout, the services, and material beside it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// The checkout.
pub fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Real data that is not part of the project; `None` where it is not there.
/// Says so, because a test that looked at nothing must not look like one that
/// passed.
pub fn shared_material(path: &str) -> Option<PathBuf> {
    let found = repository().join("../shared").join(path);
    if found.exists() {
        return Some(found);
    }
    eprintln!("SKIPPED: needs ../shared/{path}, which is not on this machine");
    None
}

/// A variable that `scripts/services env` prints, from our environment or, when
/// a test is run by hand, from services that are started now.
pub fn service(name: &str) -> String {
    std::env::var_os(name).map_or_else(
        || {
            STARTED
                .get(name)
                .unwrap_or_else(|| panic!("scripts/services --test env prints no {name}"))
                .clone()
        },
        |value| value.into_string().unwrap(),
    )
}

static STARTED: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let script = "scripts/services --test up && eval \"$(scripts/services --test env)\" && env";
    let output = Command::new("bash")
        .args(["-c", script])
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "the test services do not start; scripts/services install --test may help: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
});
