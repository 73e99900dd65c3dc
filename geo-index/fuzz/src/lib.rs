//! What the fuzz targets share: inputs that are likely to be awkward, and the
//! slow and obvious answers to compare with.

pub mod ask;
pub mod forge;
pub mod place;
pub mod shape;
pub mod truth;
