//! One shard as bytes: its columns one after the other.

use bytemuck::{CheckedBitPattern, NoUninit, checked};

use super::error::{OpenError, damaged};
use super::head::Listed;
use crate::Point;
use crate::cell::{CellKey, key_of};
use crate::cells::{Cells, LOW_FROM};
use crate::earth::Ecef;
use crate::flat::TickColumns;
use crate::frame::{REACH_M, TICKS, Ticks};
use crate::shard::{Body, Columns, Shard};

/// Fills `into`, which is just as long as the columns are.
pub(super) fn encode<K, T>(shard: &Shard<K, T>, into: &mut [u8])
where
    K: Copy + Ord + NoUninit,
    T: Copy + NoUninit,
{
    let degrees = |point: &Point| [point.lat().to_le_bytes(), point.lng().to_le_bytes()];
    let ticks = |Ticks { east, north }| [east.to_le_bytes(), north.to_le_bytes()];

    let into = fill(into, raw(&shard.keys));
    let into = fill(into, raw(&shard.tags));
    let into = fill(into, shard.points.iter().map(degrees));
    let into = match &shard.cells {
        Cells::Low(cells) => fill(into, cells.iter().map(|cell| [cell.to_le_bytes()])),
        Cells::Full(cells) => fill(into, cells.iter().map(|cell| [cell.to_le_bytes()])),
    };
    if let Body::Flat(flat) = &shard.body {
        fill(into, (0..shard.len()).map(|row| ticks(flat.ticks(row))));
    }
}

fn raw<V: NoUninit>(values: &[V]) -> impl ExactSizeIterator<Item = [[u8; 1]; 1]> {
    bytemuck::cast_slice(values).iter().copied()
}

/// Writes the next column, `N` numbers of `B` bytes in each row, and returns
/// the room for the others.
fn fill<const B: usize, const N: usize>(
    into: &mut [u8],
    rows: impl ExactSizeIterator<Item = [[u8; B]; N]>,
) -> &mut [u8] {
    let (column, rest) = into.split_at_mut(rows.len() * N * B);
    let (numbers, _) = column.as_chunks_mut();
    for (to, row) in numbers.as_chunks_mut().0.iter_mut().zip(rows) {
        *to = row;
    }
    rest
}

/// A shard from bytes that are as long as the directory says and match their
/// checksum. What they say is checked all the same. `scratch` is memory to use
/// again for the next shard.
pub(super) fn decode<K, T>(
    listed: &Listed,
    mut bytes: &[u8],
    scratch: &mut TickColumns,
) -> Result<Shard<K, T>, OpenError>
where
    K: Copy + Ord + CheckedBitPattern,
    T: Copy + CheckedBitPattern,
{
    let (bytes, rows) = (&mut bytes, listed.rows);
    let columns = Columns {
        keys: values(take(bytes, rows * size_of::<K>()), rows)?,
        tags: values(take(bytes, rows * size_of::<T>()), rows)?,
        points: points(table(take(bytes, rows * 16)))?,
        cells: cells(listed, bytes)?,
    };
    let ticks = (listed.flat)
        .then(|| ticks(table(bytes), scratch))
        .transpose()?;
    let shard = Shard::restored(listed.cell, columns, ticks);
    is_in_place(&shard)
        .then_some(shard)
        .ok_or(damaged("a point is not where its shard has it"))
}

fn take<'a>(bytes: &mut &'a [u8], len: usize) -> &'a [u8] {
    bytes
        .split_off(..len)
        .expect("the columns are as long as the directory says")
}

fn table<const B: usize, const N: usize>(bytes: &[u8]) -> &[[[u8; B]; N]] {
    bytes.as_chunks().0.as_chunks().0
}

fn values<V>(bytes: &[u8], rows: usize) -> Result<Box<[V]>, OpenError>
where
    V: Copy + CheckedBitPattern,
{
    let none = || damaged("a key or tag is none of its type");
    if size_of::<V>() == 0 {
        let only = checked::try_pod_read_unaligned(bytes).map_err(|_| none())?;
        return Ok(vec![only; rows].into());
    }
    let values = bytes.chunks_exact(size_of::<V>());
    let sound = |bits| V::is_valid_bit_pattern(&bytemuck::pod_read_unaligned(bits));
    if !values.clone().all(sound) {
        return Err(none());
    }
    Ok(values.map(checked::pod_read_unaligned).collect())
}

fn points(rows: &[[[u8; 8]; 2]]) -> Result<Box<[Point]>, OpenError> {
    let point = |row: &[[u8; 8]; 2]| {
        let [lat, lng] = row.map(f64::from_le_bytes);
        Point::new(lat, lng)
    };
    // Two passes without a way out are faster than one with.
    if !rows
        .iter()
        .fold(true, |sound, row| sound & point(row).is_ok())
    {
        return Err(damaged("a point is not on Earth"));
    }
    Ok(column(rows, |row| point(row).expect("it has been checked")))
}

fn cells(listed: &Listed, bytes: &mut &[u8]) -> Result<Cells, OpenError> {
    let cells = if listed.cell.resolution() >= LOW_FROM {
        let low = take(bytes, listed.rows * 4);
        Cells::Low(column(table(low), |&[low]| u32::from_le_bytes(low)))
    } else {
        let full = take(bytes, listed.rows * 8);
        Cells::Full(column(table(full), |&[full]| CellKey::from_le_bytes(full)))
    };
    if cells.are_inside(listed.cell) {
        Ok(cells)
    } else {
        Err(damaged("a point lies in no cell of its shard"))
    }
}

fn column<R, V>(rows: &[R], value: impl Fn(&R) -> V) -> Box<[V]> {
    rows.iter().map(value).collect()
}

/// Ticks that a shard can hold.
fn ticks<'a>(
    rows: &[[[u8; 4]; 2]],
    into: &'a mut TickColumns,
) -> Result<&'a mut TickColumns, OpenError> {
    into.clear();
    let column = |at: usize| rows.iter().map(move |row| i32::from_le_bytes(row[at]));
    into.east.extend(column(0));
    into.north.extend(column(1));
    let far = |far: u32, ticks: &i32| far.max(ticks.unsigned_abs());
    if f64::from(into.east.iter().chain(&into.north).fold(0, far)) <= REACH_M * TICKS {
        Ok(into)
    } else {
        Err(damaged("a point is beyond the reach of its shard"))
    }
}

/// Whether the first row is where it would be put now.
fn is_in_place<K: Copy + Ord, T: Copy>(shard: &Shard<K, T>) -> bool {
    let Body::Flat(flat) = &shard.body else {
        return true;
    };
    let was = flat.ticks(0);
    // Hosts may differ in the last bit of a sine.
    (flat.frame.ticks(Ecef::of(shard.points[0])))
        .is_some_and(|is| is.east.abs_diff(was.east) <= 1 && is.north.abs_diff(was.north) <= 1)
}

/// Whether the first row is filed as it would be now.
pub(super) fn is_in_its_cell<K: Copy + Ord, T: Copy>(shard: &Shard<K, T>) -> bool {
    key_of(shard.points[0]) == shard.cell_of(0)
}
