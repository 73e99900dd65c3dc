//! `haat doctor`: what is set, missing and unreachable.

use std::process::ExitCode;

use diesel::sql_types::Text;
use diesel::{QueryableByName, sql_query};
use diesel_async::RunQueryDsl as _;
use media::Store;
use platform::config::{Config, MediaPlace, SETTINGS};
use platform::db::Db;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Only ask the server at `HAAT_LISTEN` whether it is ready; for health
    /// checks of containers.
    #[arg(long)]
    ready: bool,
}

/// Exit code 0 when the server could start, 1 otherwise.
pub async fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.ready {
        return ask_readyz(&Config::from_env()?).await;
    }
    tell_settings();
    let config = match Config::from_env() {
        Ok(config) => config,
        Err(error) => {
            line("settings", &Err(error.to_string()));
            return Ok(ExitCode::FAILURE);
        }
    };
    let database = database(&config).await;
    line("database", &database);
    let redis = platform::limits::redis_version(&config.redis).await;
    line(
        "redis",
        &redis.unwrap_or_else(|| Ok("not set: requests are counted per process".into())),
    );
    let messages = messages(&config).await;
    for (what, found) in &messages {
        line(what, found);
    }
    line("jobs", &Ok(format!("{} at once", config.jobs.concurrency)));
    line("data directory", &data_dir(&config));
    let pictures = pictures(&config).await;
    line("pictures", &pictures);
    Ok(if database.is_ok() && pictures.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn tell_settings() {
    for setting in SETTINGS {
        let told = match (setting.is_set(), setting.secret) {
            (false, _) => "not set".to_owned(),
            (true, true) => "set".to_owned(),
            (true, false) => setting.value(),
        };
        show(&format!("  {:<22} {told}", setting.name));
    }
}

#[derive(QueryableByName)]
struct Named {
    #[diesel(sql_type = Text)]
    value: String,
}

async fn database(config: &Config) -> Result<String, String> {
    let told = |error: &dyn std::error::Error| platform::http::Chain(error).to_string();
    let mut conn = Db::new(&config.database)
        .get()
        .await
        .map_err(|error| told(&error))?;
    let mut found = Vec::new();
    for question in [
        "SELECT split_part(version(), ' on ', 1) AS value",
        "SELECT coalesce(string_agg(extname || ' ' || extversion, ', ' ORDER BY extname), 'no extensions') AS value FROM pg_extension",
        "SELECT 'schema ' || coalesce((SELECT max(version) FROM __diesel_schema_migrations), 'empty: run haat migrate') AS value",
    ] {
        let row: Named = sql_query(question)
            .get_result(&mut conn)
            .await
            .map_err(|error| told(&error))?;
        found.push(row.value);
    }
    Ok(found.join("; "))
}

/// A mail server that is away stops no server from starting.
async fn messages(config: &Config) -> Vec<(&'static str, Result<String, String>)> {
    let sealer = platform::seal::Sealer::new(&config.seal);
    match notifications::Senders::new(config, sealer) {
        Ok(senders) => senders.examine().await.into(),
        Err(error) => vec![("messages", Err(error.to_string()))],
    }
}

fn data_dir(config: &Config) -> Result<String, String> {
    std::fs::create_dir_all(&config.data_dir)
        .map_err(|error| format!("{}: {error}", config.data_dir.display()))?;
    Ok(config.data_dir.display().to_string())
}

async fn pictures(config: &Config) -> Result<String, String> {
    let told = |error: media::StoreFailed| platform::http::Chain(&error).to_string();
    let store = Store::open(&config.media.place).map_err(told)?;
    store.probe().await.map_err(told)?;
    Ok(match &config.media.place {
        MediaPlace::Disk(folder) => format!("{} takes files", folder.display()),
        MediaPlace::Bucket(bucket) => format!(
            "bucket {} at {} takes files",
            bucket.name,
            bucket.endpoint.as_deref().unwrap_or("Amazon S3")
        ),
    })
}

async fn ask_readyz(config: &Config) -> anyhow::Result<ExitCode> {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(config.http.listen).await?;
    stream
        .write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(if answer.starts_with("HTTP/1.1 200") {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn line(what: &str, found: &Result<String, String>) {
    match found {
        Ok(found) => show(&format!("ok   {what}: {found}")),
        Err(error) => show(&format!("FAIL {what}: {error}")),
    }
}

#[expect(clippy::print_stdout, reason = "what a person asked for")]
fn show(line: &str) {
    println!("{line}");
}
