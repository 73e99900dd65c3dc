//! How much the whole server answers over HTTP, on the same cores as its clients.

use std::time::{Duration, Instant};

use platform::config::Config;

use crate::market::origins;
use crate::market::server::{Server, get};

const CLIENTS: usize = 8;
const TIME: Duration = Duration::from_secs(5);
const NEARBY: &str = "/api/v1/shops/nearby?radius_m=3000";
/// What many people look for, in all scripts, with slips and sizes.
const COMMON: [&str; 16] = [
    "চাল",
    "chal",
    "rice",
    "ডিম",
    "dim",
    "peyaj",
    "পেঁয়াজ",
    "আলু",
    "alu",
    "dal",
    "sugar",
    "tel",
    "লবঙ্গ",
    "onoin",
    "মিনিকেট চাল ৫ কেজি",
    "milk",
];

/// Prints requests per second.
pub fn report(config: &Config) -> anyhow::Result<()> {
    let server = Server::start(config)?;
    println!("\nover HTTP, {CLIENTS} connections, server and clients on the same cores");
    let search = |word: &str| {
        let word = percent_encoding::utf8_percent_encode(word, percent_encoding::NON_ALPHANUMERIC);
        format!("/api/v1/search?radius_m=3000&q={word}")
    };
    let one = vec![search("চাল")];
    let mix: Vec<String> = COMMON.into_iter().map(search).collect();
    for (name, paths) in [
        ("nearby, 3 km, 50 shops", vec![NEARBY.to_owned()]),
        ("search চাল, 3 km", one),
        ("search, common mix of 16, 3 km", mix),
    ] {
        let per_second = requests_per_second(&server, &paths)?;
        println!("{name:<34} {per_second:>9.0} requests/s");
    }
    Ok(())
}

fn requests_per_second(server: &Server, paths: &[String]) -> anyhow::Result<f64> {
    let started = Instant::now();
    let answered = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|n| scope.spawn(move || client(server, n, paths)))
            .collect();
        let answered = clients.into_iter().map(|client| {
            client
                .join()
                .map_err(|_| anyhow::anyhow!("a client panicked"))?
        });
        answered.sum::<anyhow::Result<u32>>()
    })?;
    Ok(f64::from(answered) / started.elapsed().as_secs_f64())
}

fn client(server: &Server, client: usize, paths: &[String]) -> anyhow::Result<u32> {
    let mut stream = server.connect()?;
    let started = Instant::now();
    let mut answered = 0;
    let places = origins(400).into_iter().skip(client * 31).cycle();
    for (origin, path) in places.zip(paths.iter().cycle().skip(client * 5)) {
        if started.elapsed() > TIME {
            break;
        }
        let (lat, lng) = (origin.lat(), origin.lng());
        let status = get(&mut stream, &format!("{path}&lat={lat}&lng={lng}"))?;
        anyhow::ensure!(status == 200, "{status} for {path}");
        answered += 1;
    }
    Ok(answered)
}
