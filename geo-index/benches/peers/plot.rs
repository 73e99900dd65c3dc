//! The plot of the README: time of one question against points in the index.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::engine::Task;
use crate::scaling::{RADII_M, World};
use crate::table::{km, us};

/// Left edge, top edge, width and height of a panel.
const PANEL: [f64; 4] = [60.0, 76.0, 230.0, 250.0];
const PANELS_APART: f64 = 390.0;
const SIZE: [f64; 2] = [830.0, 385.0];
/// Least and greatest time in µs.
const TIMES: [f64; 2] = [0.1, 100.0];
/// Labels of lines keep this distance.
const LABEL: f64 = 15.0;

/// Colours for a light page and for a dark one.
const STYLE: &str = "\
text { font: 12px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600; font-size: 13px }
.grid { stroke: #d0d7de; stroke-width: 1 }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round }
.anywhere { stroke-width: 1.5; stroke-dasharray: 5 4 }
.count { stroke: #0969da } .count-fill { fill: #0969da }
.collect { stroke: #bc4c00 } .collect-fill { fill: #bc4c00 }
.nearest { stroke: #1a7f37 } .nearest-fill { fill: #1a7f37 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 } .grid { stroke: #3d444d }
  .count { stroke: #58a6ff } .count-fill { fill: #58a6ff }
  .collect { stroke: #f0883e } .collect-fill { fill: #f0883e }
  .nearest { stroke: #56d364 } .nearest-fill { fill: #56d364 }
}";

/// Writes `docs/scaling.svg` of the crate.
pub(crate) fn draw(worlds: &[World]) -> io::Result<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/scaling.svg");
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&path, svg(worlds))?;
    Ok(path)
}

fn svg(worlds: &[World]) -> String {
    let [width, height] = SIZE;
    let panels: String = (0..RADII_M.len())
        .map(|radius| Panel::new(worlds, radius).draw())
        .collect();
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n\
         <title>Time of one question against points in the index</title>\n\
         <style>{STYLE}</style>\n\
         <text class=\"title\" x=\"16\" y=\"20\">Median time of one question against points in the index</text>\n\
         <text x=\"16\" y=\"38\">Solid: the same questions in every index. Dashed: as many questions \
         all over each index, mostly outside the caches.</text>\n{panels}</svg>\n"
    )
}

/// The questions about one radius.
struct Panel<'a> {
    worlds: &'a [World],
    radius: usize,
    left: f64,
}

impl<'a> Panel<'a> {
    fn new(worlds: &'a [World], radius: usize) -> Self {
        let place = u32::try_from(radius).expect("two panels");
        let left = PANEL[0] + PANELS_APART * f64::from(place);
        Self {
            worlds,
            radius,
            left,
        }
    }

    fn draw(&self) -> String {
        let mut svg = String::new();
        self.axes(&mut svg).expect("strings take everything");
        self.lines(&mut svg).expect("strings take everything");
        svg
    }

    fn x(&self, points: u32) -> f64 {
        let [first, .., last] = self.worlds else {
            return self.left;
        };
        let [first, last] = [first, last].map(|world| f64::from(world.points).log10());
        self.left + PANEL[2] * (f64::from(points).log10() - first) / (last - first)
    }

    fn axes(&self, svg: &mut String) -> std::fmt::Result {
        let [_, top, width, height] = PANEL;
        let (left, bottom) = (self.left, top + height);
        let title = format!("within {}", km(RADII_M[self.radius]));
        writeln!(
            svg,
            "<text class=\"title\" x=\"{left}\" y=\"{}\">{title}</text>",
            top - 10.0
        )?;
        for (time, label) in [
            (0.1, "0.1 µs"),
            (1.0, "1 µs"),
            (10.0, "10 µs"),
            (100.0, "100 µs"),
        ] {
            let y = height_of(time);
            writeln!(
                svg,
                "<line class=\"grid\" x1=\"{left}\" x2=\"{:.1}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\
                 <text text-anchor=\"end\" x=\"{:.1}\" y=\"{:.1}\">{label}</text>",
                left + width,
                left - 6.0,
                y + 4.0
            )?;
        }
        for world in self.worlds {
            writeln!(
                svg,
                "<text text-anchor=\"middle\" x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                self.x(world.points),
                bottom + 20.0,
                short(world.points)
            )?;
        }
        let middle = left + width / 2.0;
        writeln!(
            svg,
            "<text text-anchor=\"middle\" x=\"{middle:.1}\" y=\"{:.1}\">points in the index</text>",
            bottom + 42.0
        )
    }

    fn lines(&self, svg: &mut String) -> std::fmt::Result {
        for (class, task) in CLASSES.into_iter().zip(0..) {
            let anywhere = self.spots(|world| world.anywhere.p50_us[self.radius][task]);
            let same = self.spots(|world| world.same.p50_us[self.radius][task]);
            let dashed = format!("{class} anywhere");
            for (class, spots) in [(dashed.as_str(), &anywhere), (class, &same)] {
                let path: Vec<_> = spots
                    .iter()
                    .map(|(x, y)| format!("{x:.1},{y:.1}"))
                    .collect();
                let path = path.join(" ");
                writeln!(svg, "<polyline class=\"line {class}\" points=\"{path}\"/>")?;
            }
            for (x, y) in same {
                let at = format!("cx=\"{x:.1}\" cy=\"{y:.1}\"");
                writeln!(svg, "<circle class=\"{class}-fill\" {at} r=\"4\"/>")?;
            }
        }
        let mut labels = self.labels();
        spread(&mut labels);
        for (y, class, label) in labels {
            let at = format!(
                "x=\"{:.1}\" y=\"{:.1}\"",
                self.left + PANEL[2] + 10.0,
                y + 4.0
            );
            writeln!(svg, "<text class=\"{class}-fill\" {at}>{label}</text>")?;
        }
        Ok(())
    }

    fn spots(&self, time_us: impl Fn(&World) -> f64) -> Vec<(f64, f64)> {
        (self.worlds.iter())
            .map(|world| (self.x(world.points), height_of(time_us(world))))
            .collect()
    }

    /// Where each line ends, and what to write there.
    fn labels(&self) -> Vec<(f64, &'static str, String)> {
        let last = self
            .worlds
            .last()
            .map(|world| world.same.p50_us[self.radius]);
        (CLASSES.into_iter().zip(Task::ALL))
            .zip(last.into_iter().flatten())
            .map(|((class, task), time)| {
                (
                    height_of(time),
                    class,
                    format!("{} {} µs", task.title(), us(time)),
                )
            })
            .collect()
    }
}

const CLASSES: [&str; 3] = ["count", "collect", "nearest"];

fn height_of(time_us: f64) -> f64 {
    let [_, top, _, height] = PANEL;
    let [least, most] = TIMES.map(f64::log10);
    let share = (time_us.clamp(TIMES[0], TIMES[1]).log10() - least) / (most - least);
    top + height * (1.0 - share)
}

/// Moves labels apart, from the lowest up.
fn spread(labels: &mut [(f64, &'static str, String)]) {
    labels.sort_by(|a, b| b.0.total_cmp(&a.0));
    for i in 1..labels.len() {
        labels[i].0 = labels[i].0.min(labels[i - 1].0 - LABEL);
    }
}

/// `100k`, `1M`.
fn short(points: u32) -> String {
    match points {
        0..1_000_000 => format!("{}k", points / 1_000),
        _ => format!("{}M", points / 1_000_000),
    }
}
