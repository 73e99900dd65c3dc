//! `haat admin`: the first admins, and people who must not go on.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use areas::Areas;
use auth::{Auth, Grant, Imported, ImportedUser, is_usable_hash};
use clap::Subcommand;
use kernel::{Clock, Phone};
use notifications::Outbox;
use platform::config::Config;
use platform::db::Db;
use platform::seal::Sealer;
use serde::Deserialize;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    deed: Deed,
}

#[derive(Debug, Subcommand)]
enum Deed {
    /// Make somebody an admin, with an account if they have none yet.
    Create {
        /// Their mobile number.
        #[arg(long)]
        phone: String,
        /// May do everything.
        #[arg(long = "super", required_unless_present = "area")]
        is_super: bool,
        /// Looks after this area and what lies in it; may be given several times.
        #[arg(long, value_name = "CODE")]
        area: Vec<String>,
    },
    /// Refuse somebody from now on and sign them out everywhere.
    Suspend {
        /// Their mobile number.
        #[arg(long)]
        phone: String,
        /// For other admins.
        #[arg(long)]
        why: String,
    },
    /// Let somebody sign in again.
    Unsuspend {
        /// Their mobile number.
        #[arg(long)]
        phone: String,
    },
    /// Add accounts from another system: phone, name, email, language,
    /// `password_hash` (bcrypt or argon2id).
    ImportUsers {
        /// A CSV file with these names in its first line.
        file: PathBuf,
    },
}

/// Does it and says what to do next.
pub async fn run(args: Args, config: &Config) -> anyhow::Result<ExitCode> {
    let db = Db::new(&config.database);
    let sealer = Sealer::new(&config.seal);
    let outbox = Outbox::new(sealer.clone(), &config.web.public_url);
    let auth = Auth::new(config, db.clone(), outbox, sealer, Clock::system());
    match args.deed {
        Deed::Create {
            phone,
            is_super,
            area,
        } => create(&auth, &db, config, &read(&phone)?, is_super, area).await?,
        Deed::Suspend { phone, why } => {
            let user = known(&auth, &phone).await?;
            let changed = auth::suspend(&auth, user, None, &why).await?;
            say(if changed {
                "Suspended."
            } else {
                "Was suspended before."
            });
        }
        Deed::Unsuspend { phone } => {
            let user = known(&auth, &phone).await?;
            let changed = auth::unsuspend(&auth, user, None).await?;
            say(if changed {
                "May sign in again."
            } else {
                "Was not suspended."
            });
        }
        Deed::ImportUsers { file } => return import(&auth, &db, &file).await,
    }
    Ok(ExitCode::SUCCESS)
}

#[expect(clippy::print_stdout, reason = "what an operator asked for")]
fn say(text: &str) {
    println!("{text}");
}

fn read(phone: &str) -> anyhow::Result<Phone> {
    phone.parse().context("--phone")
}

async fn known(auth: &Auth, phone: &str) -> anyhow::Result<kernel::UserId> {
    let found = auth::find_user(auth, &read(phone)?).await?;
    found.context("nobody has an account with this number")
}

async fn create(
    auth: &Auth,
    db: &Db,
    config: &Config,
    phone: &Phone,
    is_super: bool,
    areas: Vec<String>,
) -> anyhow::Result<()> {
    let book = Areas::load(db).await?.book();
    if let Some(unknown) = areas.iter().find(|code| book.find(code).is_none()) {
        bail!("--area {unknown}: there is no such area; GET /api/v1/areas tells codes");
    }
    let mut grants: Vec<Grant> = areas.into_iter().map(Grant::Area).collect();
    if is_super {
        grants.push(Grant::SuperAdmin);
    }
    let user = auth::appoint(auth, phone, &grants).await?;
    let url = config.web.public_url.trim_end_matches('/');
    say(&format!(
        "{phone} is an admin now ({user}).\n\
         1. Sign in at {url}/bn/sign-in with this number.\n\
         2. Set up an authenticator app at {url}/bn/account/app within ten minutes of it.\n\
         3. Keep the recovery codes that are shown then."
    ));
    Ok(())
}

#[derive(Debug, Deserialize)]
struct Line {
    phone: String,
    name: Option<String>,
    email: Option<String>,
    language: Option<String>,
    password_hash: Option<String>,
}

async fn import(auth: &Auth, db: &Db, file: &std::path::Path) -> anyhow::Result<ExitCode> {
    let mut lines = csv::Reader::from_path(file).context("the file cannot be read")?;
    let (mut added, mut known, mut refused) = (0, 0, 0);
    for (number, line) in lines.deserialize::<Line>().enumerate() {
        let user = line
            .map_err(anyhow::Error::from)
            .and_then(|line| checked(&line));
        match user {
            Ok(user) => {
                let mut conn = db.get().await?;
                match auth::import_user(auth, &mut conn, &user).await? {
                    Imported::Added => added += 1,
                    Imported::Known => known += 1,
                }
            }
            Err(error) => {
                refused += 1;
                eprintln!("line {}: {error:#}", number + 2);
            }
        }
    }
    say(&format!(
        "{added} added, {known} known before, {refused} refused"
    ));
    let all = refused == 0;
    Ok(if all {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn checked(line: &Line) -> anyhow::Result<ImportedUser> {
    let told = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let hash = told(&line.password_hash);
    if hash.as_ref().is_some_and(|hash| !is_usable_hash(hash)) {
        bail!("password_hash is neither bcrypt nor argon2id");
    }
    let name = told(&line.name);
    if name.as_ref().is_some_and(|name| name.chars().count() > 80) {
        bail!("name has more than 80 characters");
    }
    let email = told(&line.email).map(|email| email.parse());
    let language = told(&line.language).map(|language| language.parse());
    Ok(ImportedUser {
        phone: line.phone.parse()?,
        name,
        email: email.transpose()?,
        language: language.transpose()?.unwrap_or_default(),
        password_hash: hash,
    })
}
