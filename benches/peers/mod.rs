//! The same question asked of others who know where the shops are.

mod postgis;
mod redis;

pub use postgis::PostGis;
pub use redis::{RedisShops, surely_counted};
