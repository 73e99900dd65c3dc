//! `import areas`

use std::path::Path;
use std::process::ExitCode;

use areas::{Note, import_file};
use diesel_async::AsyncPgConnection;

use super::progress::Screen;

/// Notes of one kind shown on the screen.
const SHOWN: usize = 20;

/// Imports the polygons of one level.
pub(super) async fn run(
    conn: &mut AsyncPgConnection,
    path: &Path,
    level: i16,
    dry_run: bool,
) -> anyhow::Result<ExitCode> {
    let screen = Screen::new(0);
    let mut pass = screen.pass("areas");
    let report = import_file(conn, path, level, dry_run, &mut |done| pass.at(done, done)).await?;
    screen.clear();
    tell(&screen, "mended", &report.repaired);
    tell(&screen, "refused", &report.refused);
    let sum = format!(
        "areas: {} features read; {} new, {} changed, {} unchanged, {} refused{}",
        report.read,
        report.added,
        report.changed,
        report.unchanged,
        report.refused.len(),
        if dry_run {
            "; dry run: nothing was written"
        } else {
            ""
        }
    );
    super::report::print(&format!("{sum}\n"))?;
    let refused = report.refused.len() as u64;
    Ok(super::report::exit_code(refused, report.read))
}

fn tell(screen: &Screen, what: &str, notes: &[Note]) {
    for note in notes.iter().take(SHOWN) {
        screen.say(&format!("{what}: {note}"));
    }
    if let Some(more) = notes.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        screen.say(&format!("{what}: and {more} more"));
    }
}
