//! The composition root: makes everything and hands it to whom it concerns.

pub mod chores;
pub mod description;
pub mod middleware;
pub mod private;
pub mod work;

use std::sync::Arc;
use std::time::Duration;

use actix_web::web::{Data, FormConfig, PayloadConfig, ServiceConfig};
use areas::{Areas, Gazetteer};
use auth::Auth;
use geocoder::Geocoding;
use kernel::Clock;
use media::Media;
use notifications::Outbox;
use platform::config::Config;
use platform::cursor::Cursors;
use platform::db::Db;
use platform::http::Chain;
use platform::limits::Limits;
use platform::seal::Sealer;
use platform::web::PagePolicy;
use search::{Search, SearchFollower};
use shops::Registry;
use storefront::Storefront;

/// Between two looks whether the radius index has changed.
const KEEP_EVERY: Duration = Duration::from_mins(5);
/// Between two looks for searches that found nothing.
const WRITE_EVERY: Duration = Duration::from_secs(1);
/// How long the last of them may take when the process ends.
const LAST_WRITE: Duration = Duration::from_secs(2);
/// Largest body that any route takes, in bytes.
const LARGEST_BODY: usize = 16 * 1024;

/// One running process.
#[derive(Clone)]
pub struct Haat {
    /// Its settings.
    pub config: Arc<Config>,
    /// Its database.
    pub db: Db,
    /// Its indexes.
    pub search: Arc<Search>,
    /// Who people are.
    pub auth: Auth,
    areas: Arc<Areas>,
    geocoding: Arc<Geocoding>,
    limits: Arc<Limits>,
    media: Media,
    clock: Clock,
    sealer: Sealer,
    outbox: Outbox,
}

impl Haat {
    /// Everything, with empty indexes.
    pub fn new(config: Config) -> anyhow::Result<Self> {
        let clock = Clock::system();
        let db = Db::new(&config.database);
        let sealer = Sealer::new(&config.seal);
        let outbox = Outbox::new(sealer.clone(), &config.web.public_url);
        let areas = Arc::new(Areas::of(Gazetteer::new(Vec::new())));
        let geocoding = Geocoding::new(&config.geocoder, Arc::clone(&areas), clock.clone());
        Ok(Self {
            media: Media::new(&config, db.clone(), clock.clone())?,
            auth: Auth::new(
                &config,
                db.clone(),
                outbox.clone(),
                sealer.clone(),
                clock.clone(),
            ),
            db,
            search: Search::new(&config.data_dir, clock.clone())?,
            areas,
            geocoding: Arc::new(geocoding),
            limits: Arc::new(Limits::new(
                &config.limits,
                &config.redis,
                &config.http,
                clock.clone(),
            )),
            outbox,
            config: Arc::new(config),
            clock,
            sealer,
        })
    }

    /// Fills the indexes and keeps them in step until the process ends.
    pub async fn follow(self) {
        let follower = SearchFollower {
            search: self.search,
            db: self.db,
            areas: self.areas,
        };
        platform::feed::follow(self.config.database.url.clone(), follower).await;
    }

    /// Writes the radius index to disk when it has changed, until the process ends,
    /// so that even one that is killed leaves something to start from.
    pub async fn keep_index(self) {
        loop {
            let pause = if self.search.is_warm() {
                self.keep_index_now().await;
                KEEP_EVERY
            } else {
                Duration::from_secs(1)
            };
            tokio::time::sleep(pause).await;
        }
    }

    /// Writes the radius index to disk if it has changed.
    pub async fn keep_index_now(&self) {
        let search = Arc::clone(&self.search);
        let kept = tokio::task::spawn_blocking(move || search.keep()).await;
        match kept {
            Ok(Ok(false)) | Err(_) => {}
            Ok(Ok(true)) => tracing::debug!("radius index written"),
            Ok(Err(error)) => tracing::warn!(error = %Chain(&error), "radius index not written"),
        }
    }

    /// Brings searches that found nothing to the database until the process ends;
    /// while it is away, they wait up to a bound.
    pub async fn keep_misses(self) {
        let mut away = false;
        loop {
            tokio::time::sleep(WRITE_EVERY).await;
            let written = self.search.misses().write(&self.db).await;
            match &written {
                Err(error) if !away => tracing::warn!(error = %Chain(error), "misses wait"),
                _ => {}
            }
            away = written.is_err();
        }
    }

    /// Brings what still waits to the database before the process ends.
    pub async fn keep_misses_now(&self) {
        let write = self.search.misses().write(&self.db);
        if !matches!(tokio::time::timeout(LAST_WRITE, write).await, Ok(Ok(_))) {
            tracing::warn!("the last misses were not written");
        }
    }

    /// Forgets callers who have been quiet, until the process ends: what is
    /// counted here while Redis is away must not grow with every address.
    pub async fn forget_callers(self) {
        let mut tick = tokio::time::interval(Duration::from_mins(1));
        loop {
            tick.tick().await;
            self.limits.tidy();
        }
    }

    /// What handlers may ask for.
    pub fn share(&self, cfg: &mut ServiceConfig) {
        cfg.app_data(Data::from(Arc::clone(&self.search)))
            .app_data(Data::from(Arc::clone(&self.areas)))
            .app_data(Data::from(Arc::clone(&self.geocoding)))
            .app_data(Data::from(Arc::clone(&self.limits)))
            .app_data(Data::from(Arc::clone(&self.config)))
            .app_data(Data::new(self.auth.clone()))
            .app_data(Data::new(self.db.clone()))
            .app_data(Data::new(self.media.clone()))
            .app_data(Data::new(self.clock.clone()))
            .app_data(Data::new(self.sealer.clone()))
            .app_data(Data::new(self.outbox.clone()))
            .app_data(Data::new(Registry {
                db: self.db.clone(),
                auth: self.auth.clone(),
                outbox: self.outbox.clone(),
                media: self.media.clone(),
                sealer: self.sealer.clone(),
                areas: Arc::clone(&self.areas),
                clock: self.clock.clone(),
            }))
            .app_data(Data::new(Storefront {
                clock: self.clock.clone(),
                site: self.config.web.public_url.trim_end_matches('/').to_owned(),
                tile_url: self.config.web.tile_url.clone(),
            }))
            .app_data(Data::new(Cursors::new(&self.config.secret)))
            .app_data(Data::new(PagePolicy::new(&self.config)))
            .app_data(PayloadConfig::new(LARGEST_BODY))
            .app_data(FormConfig::default().limit(LARGEST_BODY));
    }
}
