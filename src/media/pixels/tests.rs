//! Files that strangers send: each is refused with its code or comes out clean.

use std::io::Write as _;
use std::sync::RwLock;

use cap::Cap;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use image::codecs::avif::AvifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage};

use super::{Kind, MOST_BYTES, MOST_MEMORY, Master, Refusal, clean, derive, read_master};
use crate::model::{Crop, Size};

#[global_allocator]
static MEMORY: Cap<std::alloc::System> = Cap::new(std::alloc::System, usize::MAX);

/// Held by tests that use much memory, and alone by the one that measures it.
static QUIET: RwLock<()> = RwLock::new(());

/// What must not be found in any file that we show.
const PRIVATE: &[u8] = b"23.8069,90.3687";

/// What becomes of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    /// Its pixels are taken.
    Clean,
    Refused(Refusal),
}
use Fate::{Clean, Refused};

/// A picture with shapes in it.
fn painting(width: u32, height: u32) -> RgbImage {
    if width * height > 1_000_000 {
        return super::clean::resize(painting(width / 10, height / 10), width, height);
    }
    RgbImage::from_fn(width, height, |x, y| {
        let part = |value: u32, most: u32| u8::try_from(value * 255 / most.max(1)).unwrap_or(255);
        Rgb([part(x, width), part(y, height), part((x * y) % 97, 97)])
    })
}

fn jpeg(width: u32, height: u32) -> Vec<u8> {
    jpeg_of(&painting(width, height))
}

fn jpeg_of(pixels: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut file, 85);
    pixels.write_with_encoder(encoder).unwrap();
    file
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = PngEncoder::new(&mut file);
    painting(width, height).write_with_encoder(encoder).unwrap();
    file
}

fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder = WebPEncoder::new_lossless(&mut file);
    painting(width, height).write_with_encoder(encoder).unwrap();
    file
}

fn deflated(byte: u8, length: usize) -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    let block = vec![byte; 1 << 16];
    for _ in 0..length / block.len() {
        packed.write_all(&block).unwrap();
    }
    packed.finish().unwrap()
}

fn chunk(name: &[u8], content: &[u8]) -> Vec<u8> {
    let named = [name, content].concat();
    let sum = crc32fast::hash(&named);
    let length = u32::try_from(content.len()).unwrap();
    [&length.to_be_bytes()[..], &named, &sum.to_be_bytes()].concat()
}

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

fn ihdr(width: u32, height: u32) -> Vec<u8> {
    let mut content = [width.to_be_bytes(), height.to_be_bytes()].concat();
    content.extend([8, 2, 0, 0, 0]);
    chunk(b"IHDR", &content)
}

/// A PNG of these chunks between its head and its end.
fn png_of(width: u32, height: u32, chunks: &[Vec<u8>]) -> Vec<u8> {
    let end = chunk(b"IEND", b"");
    [SIGNATURE, &ihdr(width, height), &chunks.concat(), &end].concat()
}

/// A sound PNG with a chunk more, right after its head.
fn png_with(extra: &[u8]) -> Vec<u8> {
    let whole = png(64, 48);
    let (head, rest) = whole.split_at(33);
    [head, extra, rest].concat()
}

/// A sound JPEG with a segment more, right at its beginning.
fn jpeg_with(marker: u8, content: &[u8]) -> Vec<u8> {
    let whole = jpeg(64, 48);
    let length = u16::try_from(content.len() + 2).unwrap();
    let segment = [&[0xff, marker][..], &length.to_be_bytes(), content].concat();
    [&whole[..2], &segment, &whole[2..]].concat()
}

/// Where the frame header of a JPEG begins.
fn frame_of(file: &[u8]) -> usize {
    file.windows(2)
        .position(|pair| pair == [0xff, 0xc0])
        .unwrap()
}

fn jpeg_claiming(width: u16, height: u16) -> Vec<u8> {
    let mut file = jpeg(64, 48);
    let at = frame_of(&file);
    file[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    file[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    file
}

/// A TIFF block: how the camera was held, and where.
fn exif(orientation: u8) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    block.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
    block.extend([0x88, 0x25, 0, 4, 0, 0, 0, 1, 0, 0, 0, 38, 0, 0, 0, 0]);
    block.extend(b"GPSLatitude ");
    block.extend(PRIVATE);
    block
}

fn riff(name: &[u8], chunks: &[u8]) -> Vec<u8> {
    let length = u32::try_from(chunks.len() + 4).unwrap();
    [b"RIFF", &length.to_le_bytes()[..], name, chunks].concat()
}

fn riff_chunk(name: &[u8], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).unwrap();
    let padding = &[0_u8][..content.len() % 2];
    [name, &length.to_le_bytes()[..], content, padding].concat()
}

/// `VP8X`: flags and a canvas of 64 × 48.
fn vp8x(flags: u8) -> Vec<u8> {
    riff_chunk(b"VP8X", &[flags, 0, 0, 0, 63, 0, 0, 47, 0, 0])
}

fn vp8l() -> Vec<u8> {
    webp(64, 48)[12..].to_vec()
}

fn vp8l_claiming_16383_square() -> Vec<u8> {
    let mut file = webp(64, 48);
    file[21..25].copy_from_slice(&[0xfe, 0xbf, 0xff, 0x0f]);
    file
}

fn gif(frames: usize) -> Vec<u8> {
    let mut file = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff".to_vec();
    for _ in 0..frames {
        file.extend(b"!\xf9\x04\0\x01\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0");
    }
    file.push(b';');
    file
}

fn avif() -> Vec<u8> {
    let mut file = Vec::new();
    AvifEncoder::new_with_speed_quality(&mut file, 10, 50)
        .write_image(&painting(32, 32), 32, 32, ExtendedColorType::Rgb8)
        .unwrap();
    file
}

fn box_file(brand: &[u8]) -> Vec<u8> {
    [b"\0\0\0\x18ftyp", brand, b"\0\0\0\0mif1heic", &[0; 64]].concat()
}

/// A progressive JPEG that refines its picture over and over.
fn endless_scans(scans: usize) -> Vec<u8> {
    let mut file = jpeg(64, 48);
    let at = frame_of(&file);
    file[at + 1] = 0xc2;
    file.truncate(file.len() - 2);
    for _ in 0..scans {
        file.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0]);
    }
    file.extend([0xff, 0xd9]);
    file
}

/// Four components, as for ink.
fn cmyk() -> Vec<u8> {
    let mut file = vec![0xff, 0xd8, 0xff, 0xc0, 0, 20, 8, 0, 64, 0, 64, 4];
    for component in 1..=4 {
        file.extend([component, 0x11, 0]);
    }
    file.extend([
        0xff, 0xda, 0, 14, 4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0, 1, 2, 3,
    ]);
    file.extend([0xff, 0xd9]);
    file
}

/// A profile in as many segments as there may be, 9 MB of it.
fn icc_bomb_jpeg() -> Vec<u8> {
    let whole = jpeg(64, 48);
    let mut file = whole[..2].to_vec();
    for part in 1..=140_u8 {
        file.extend([0xff, 0xe2, 0xff, 0xff]);
        file.extend(b"ICC_PROFILE\0");
        file.extend([part, 140]);
        file.resize(file.len() + 65_533 - 14, part);
    }
    file.extend(&whole[2..]);
    file
}

fn with_broken_sum(mut file: Vec<u8>) -> Vec<u8> {
    file[30] ^= 0xff;
    file
}

fn first_part(file: &[u8], percent: usize) -> Vec<u8> {
    file[..file.len() * percent / 100].to_vec()
}

fn with_second_frame() -> Vec<u8> {
    let file = jpeg(64, 48);
    let at = frame_of(&file);
    let frame = file[at..at + 19].to_vec();
    [&file[..at], &frame, &file[at..]].concat()
}

fn with_other_coding(marker: u8) -> Vec<u8> {
    let mut file = jpeg(64, 48);
    let at = frame_of(&file);
    file[at + 1] = marker;
    file
}

fn followed_by(mut file: Vec<u8>, tail: &[u8]) -> Vec<u8> {
    file.extend(tail);
    file
}

fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x9e37_79b9_u32;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1]
    };
    (0..length).map(|_| next()).collect()
}

/// Name, file, fate.
#[expect(clippy::too_many_lines, reason = "a table")]
fn hostile() -> Vec<(&'static str, Vec<u8>, Fate)> {
    let script = b"<script>alert(1)</script> 23.8069,90.3687";
    let idat = |length| chunk(b"IDAT", &deflated(0, length));
    let xmp = [b"http://ns.adobe.com/xap/1.0/\0", &script[..]].concat();
    let iccp = [b"p\0\0", &deflated(7, 100 << 20)[..]].concat();
    let exif_segment = [b"Exif\0\0", &exif(1)[..]].concat();
    let too_long = {
        let mut file = jpeg(900, 700);
        file.resize(usize::try_from(MOST_BYTES).unwrap() + 1, 0);
        file
    };
    vec![
        ("nothing", vec![], Refused(Refusal::Empty)),
        ("one byte", vec![0xff], Refused(Refusal::NotAnImage)),
        ("text", b"hello".to_vec(), Refused(Refusal::NotAnImage)),
        ("noise", noise(4096), Refused(Refusal::NotAnImage)),
        (
            "page",
            b"<!doctype html><script>".to_vec(),
            Refused(Refusal::NotAnImage),
        ),
        (
            "page in UTF-16",
            b"\xff\xfe<\0h\0t\0m\0l\0".to_vec(),
            Refused(Refusal::NotAnImage),
        ),
        (
            "PHP",
            b"<?php system($_GET[0]);".to_vec(),
            Refused(Refusal::NotAnImage),
        ),
        ("PDF", b"%PDF-1.7\n".to_vec(), Refused(Refusal::NotAnImage)),
        (
            "ZIP",
            b"PK\x03\x04\x14\0".to_vec(),
            Refused(Refusal::NotAnImage),
        ),
        (
            "gzip",
            b"\x1f\x8b\x08\0".to_vec(),
            Refused(Refusal::NotAnImage),
        ),
        (
            "ELF",
            b"\x7fELF\x02\x01".to_vec(),
            Refused(Refusal::NotAnImage),
        ),
        ("EXE", b"MZ\x90\0".to_vec(), Refused(Refusal::NotAnImage)),
        (
            "WASM",
            b"\0asm\x01\0\0\0".to_vec(),
            Refused(Refusal::NotAnImage),
        ),
        (
            "icon",
            b"\0\0\x01\0\x01\0\x10\x10".to_vec(),
            Refused(Refusal::NotAnImage),
        ),
        ("PSD", b"8BPS\0\x01".to_vec(), Refused(Refusal::NotAnImage)),
        (
            "JPEG XL",
            b"\xff\x0a\0\0".to_vec(),
            Refused(Refusal::NotAnImage),
        ),
        (
            "JPEG 2000",
            b"\0\0\0\x0cjP  \r\n\x87\n".to_vec(),
            Refused(Refusal::NotAnImage),
        ),
        (
            "EPS",
            b"%!PS-Adobe-3.0 EPSF".to_vec(),
            Refused(Refusal::NotAnImage),
        ),
        ("film", box_file(b"isom"), Refused(Refusal::NotAnImage)),
        (
            "sound",
            riff(b"WAVE", &[0; 32]),
            Refused(Refusal::NotAnImage),
        ),
        (
            "SVG with script",
            b"<svg onload='alert(1)'/>".to_vec(),
            Refused(Refusal::Svg),
        ),
        (
            "SVG behind a declaration",
            b"<?xml version='1.0'?><!-- x --><svg>".to_vec(),
            Refused(Refusal::Svg),
        ),
        ("GIF", gif(1), Refused(Refusal::Gif)),
        ("GIF of 10,000 frames", gif(10_000), Refused(Refusal::Gif)),
        (
            "BMP",
            b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0".to_vec(),
            Refused(Refusal::Bmp),
        ),
        ("TIFF", b"II*\0\x08\0\0\0".to_vec(), Refused(Refusal::Tiff)),
        ("TIFF of the other end", exif(1), Refused(Refusal::Tiff)),
        ("HEIC", box_file(b"heic"), Refused(Refusal::Heic)),
        ("HEIF", box_file(b"mif1"), Refused(Refusal::Heic)),
        ("AVIF", avif(), Refused(Refusal::Avif)),
        (
            "PNG of 60,000 × 60,000",
            png_of(60_000, 60_000, &[idat(1 << 20)]),
            Refused(Refusal::TooManyPixels),
        ),
        (
            "PNG bomb",
            png_of(60_000, 60_000, &[idat(100 << 20)]),
            Refused(Refusal::TooManyPixels),
        ),
        (
            "PNG of 2³¹ × 2³¹",
            png_of(1 << 31, 1 << 31, &[]),
            Refused(Refusal::TooManyPixels),
        ),
        (
            "PNG of nothing",
            png_of(0, 0, &[idat(0)]),
            Refused(Refusal::Broken),
        ),
        (
            "PNG like a thread",
            png_of(30_000, 1, &[idat(1 << 17)]),
            Refused(Refusal::TooSmall),
        ),
        (
            "PNG with too little in it",
            png_of(900, 900, &[idat(1 << 16)]),
            Refused(Refusal::Broken),
        ),
        (
            "PNG with much too much in it",
            png_of(64, 64, &[idat(100 << 20)]),
            Clean,
        ),
        (
            "PNG signature",
            SIGNATURE.to_vec(),
            Refused(Refusal::Broken),
        ),
        (
            "PNG cut short",
            first_part(&png(64, 48), 60),
            Refused(Refusal::Broken),
        ),
        (
            "PNG without end",
            first_part(&png(64, 48), 99),
            Refused(Refusal::Broken),
        ),
        (
            "PNG with a wrong sum",
            with_broken_sum(png(64, 48)),
            Refused(Refusal::Broken),
        ),
        (
            "PNG with an endless chunk",
            png_with(b"\xff\xff\xff\xfftEXt"),
            Refused(Refusal::Broken),
        ),
        (
            "moving PNG",
            png_with(&chunk(b"acTL", &[0, 0, 0, 9, 0, 0, 0, 0])),
            Refused(Refusal::Animated),
        ),
        (
            "PNG with a profile of 100 MB",
            png_with(&chunk(b"iCCP", &iccp)),
            Clean,
        ),
        (
            "PNG with a text of 100 MB",
            png_with(&chunk(b"zTXt", &iccp)),
            Clean,
        ),
        (
            "PNG with a script",
            png_with(&chunk(b"tEXt", script)),
            Clean,
        ),
        (
            "PNG that tells where",
            png_with(&chunk(b"eXIf", &exif(1))),
            Clean,
        ),
        (
            "PNG and ZIP",
            followed_by(png(64, 48), b"PK\x03\x04 23.8069,90.3687"),
            Clean,
        ),
        (
            "JPEG that tells where",
            jpeg_with(0xe1, &exif_segment),
            Clean,
        ),
        ("JPEG with XMP", jpeg_with(0xe1, &xmp), Clean),
        ("JPEG and page", jpeg_with(0xfe, script), Clean),
        (
            "JPEG and PHP",
            followed_by(jpeg(64, 48), b"<?php 23.8069,90.3687"),
            Clean,
        ),
        ("JPEG with a profile of 9 MB", icc_bomb_jpeg(), Clean),
        (
            "JPEG signature",
            vec![0xff, 0xd8, 0xff],
            Refused(Refusal::Broken),
        ),
        (
            "JPEG cut short",
            first_part(&jpeg(640, 480), 60),
            Refused(Refusal::Broken),
        ),
        (
            "JPEG of 65,535 × 65,535",
            jpeg_claiming(65_535, 65_535),
            Refused(Refusal::TooManyPixels),
        ),
        (
            "JPEG without height",
            jpeg_claiming(64, 0),
            Refused(Refusal::TooSmall),
        ),
        (
            "JPEG with two frames",
            with_second_frame(),
            Refused(Refusal::Broken),
        ),
        (
            "JPEG of 10,000 scans",
            endless_scans(10_000),
            Refused(Refusal::Broken),
        ),
        (
            "arithmetic JPEG",
            with_other_coding(0xc9),
            Refused(Refusal::Broken),
        ),
        (
            "lossless JPEG",
            with_other_coding(0xc3),
            Refused(Refusal::Broken),
        ),
        ("CMYK", cmyk(), Refused(Refusal::PrintColours)),
        (
            "JPEG segment past the end",
            b"\xff\xd8\xff\xe1\xff\xff".to_vec(),
            Refused(Refusal::Broken),
        ),
        ("10 MB and a byte", too_long, Refused(Refusal::TooLarge)),
        (
            "moving WebP",
            riff(b"WEBP", &[vp8x(2), riff_chunk(b"ANIM", &[0; 6])].concat()),
            Refused(Refusal::Animated),
        ),
        (
            "WebP cut short",
            first_part(&webp(64, 48), 60),
            Refused(Refusal::Broken),
        ),
        (
            "WebP of 16,383 × 16,383",
            vp8l_claiming_16383_square(),
            Refused(Refusal::TooManyPixels),
        ),
        (
            "WebP with an endless chunk",
            riff(b"WEBP", b"VP8X\xff\xff\xff\xff"),
            Refused(Refusal::Broken),
        ),
        (
            "WebP of nothing",
            riff(b"WEBP", b""),
            Refused(Refusal::Broken),
        ),
        (
            "WebP that tells where",
            riff(
                b"WEBP",
                &[vp8x(8), vp8l(), riff_chunk(b"EXIF", &exif(1))].concat(),
            ),
            Clean,
        ),
    ]
}

/// Everything that we would keep or show of it.
fn files_of(master: &Master) -> Vec<Vec<u8>> {
    let thumb = derive(master, None, Size::Thumb);
    vec![master.to_jpeg(), thumb.avif, thumb.jpeg]
}

fn assert_clean(name: &str, file: &[u8]) {
    let strange: [&[u8]; 8] = [
        b"Exif",
        b"GPS",
        b"ICC_PROFILE",
        b"ns.adobe",
        b"<script",
        b"<?php",
        b"PK\x03\x04",
        PRIVATE,
    ];
    for bytes in strange {
        let found = file.windows(bytes.len()).any(|window| window == bytes);
        assert!(!found, "{name}: {} is left", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn what_is_sound_is_taken() {
    let _quiet = QUIET.read().unwrap();
    for file in [jpeg(900, 700), png(900, 700), webp(900, 700)] {
        let master = clean(&file).unwrap();
        assert_eq!(master.pixels.dimensions(), (900, 700));
    }
}

#[test]
fn pictures_stand_upright_however_the_phone_was_held() {
    let _quiet = QUIET.read().unwrap();
    // The left half is red: turned clockwise, the upper half is.
    let lying = RgbImage::from_fn(64, 48, |x, _| {
        Rgb(if x < 32 { [250, 0, 0] } else { [0, 0, 250] })
    });
    let mut file = Vec::new();
    lying
        .write_with_encoder(JpegEncoder::new_with_quality(&mut file, 95))
        .unwrap();
    let segment = [b"Exif\0\0", &exif(6)[..]].concat();
    let length = u16::try_from(segment.len() + 2).unwrap().to_be_bytes();
    let turned = [&file[..2], &[0xff, 0xe1], &length, &segment, &file[2..]].concat();
    let master = clean(&turned).unwrap();
    assert_eq!(master.pixels.dimensions(), (48, 64));
    assert!(master.pixels.get_pixel(24, 10).0[0] > 200);
    assert!(master.pixels.get_pixel(24, 54).0[2] > 200);
}

#[test]
fn lists_get_at_most_40_kb_even_of_noise() {
    let _quiet = QUIET.read().unwrap();
    let pixels = RgbImage::from_raw(700, 700, noise(700 * 700 * 3)).unwrap();
    let mut file = Vec::new();
    pixels
        .write_with_encoder(JpegEncoder::new_with_quality(&mut file, 95))
        .unwrap();
    let derived = derive(&clean(&file).unwrap(), None, Size::List);
    assert!(derived.avif.len() <= 40 * 1024 && derived.jpeg.len() <= 40 * 1024);
    assert!(derived.rendition.width >= 160, "{:?}", derived.rendition);
}

#[test]
fn a_crop_is_cut_from_the_master_again_and_again() {
    let _quiet = QUIET.read().unwrap();
    let master = clean(&jpeg(800, 600)).unwrap();
    let again = read_master(&master.to_jpeg()).unwrap();
    let crop = Crop::new(0.5, 0.0, 0.5, 1.0).unwrap();
    let cut = derive(&again, Some(crop), Size::List).rendition;
    assert_eq!((cut.width, cut.height), (320, 480));
    let whole = derive(&again, None, Size::List).rendition;
    assert_eq!((whole.width, whole.height), (480, 360));
}

#[test]
fn kinds_of_sound_files_are_known() {
    assert_eq!(Kind::of(&jpeg(20, 20)), Ok(Kind::Jpeg));
    assert_eq!(Kind::of(&png(20, 20)), Ok(Kind::Png));
    assert_eq!(Kind::of(&webp(20, 20)), Ok(Kind::Webp));
}

/// What this thread has computed so far.
fn cpu_ms() -> u64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    let ns: u64 = told.split(' ').next().unwrap().parse().unwrap();
    ns / 1_000_000
}

/// A JPEG of so many rows of blocks, each like this one. Drawing one of forty
/// megapixels would take longer than all other tests.
fn tall_jpeg(row: &RgbImage, rows: u16) -> Vec<u8> {
    let (width, row) = (row.width(), jpeg_of(row));
    let scan = row
        .windows(2)
        .position(|pair| pair == [0xff, 0xda])
        .unwrap();
    let length = usize::from(u16::from_be_bytes([row[scan + 2], row[scan + 3]]));
    let (head, blocks) = row.split_at(scan + 2 + length);
    let blocks = &blocks[..blocks.len() - 2];
    let mut file = head[..scan].to_vec();
    let at = frame_of(&file);
    file[at + 5..at + 7].copy_from_slice(&(rows * 8).to_be_bytes());
    // From here on everything begins anew after each row.
    let restart = u16::try_from(width.div_ceil(8)).unwrap();
    file.extend([0xff, 0xdd, 0, 4]);
    file.extend(restart.to_be_bytes());
    file.extend(&head[scan..]);
    for number in 0..rows {
        file.extend(blocks);
        if number + 1 < rows {
            file.extend([0xff, 0xd0 + u8::try_from(number % 8).unwrap()]);
        }
    }
    file.extend([0xff, 0xd9]);
    file
}

/// The largest files that are taken, of each kind.
fn largest() -> Vec<(&'static str, Vec<u8>)> {
    // With more in it, it would pass ten megabytes first.
    let plain = RgbImage::from_pixel(7296, 8, Rgb([90, 120, 60]));
    vec![
        ("JPEG of 12 megapixels", tall_jpeg(&painting(4000, 8), 375)),
        ("JPEG of 40 megapixels", tall_jpeg(&plain, 684)),
        (
            "PNG of 14 megapixels",
            png_of(4400, 3200, &[chunk(b"IDAT", &deflated(0, 43 << 20))]),
        ),
        ("WebP of 9 megapixels", webp(3400, 2700)),
    ]
}

/// What became of a file, while nothing may take more memory than is promised.
fn cleaned(name: &str, file: &[u8]) -> Result<Master, Refusal> {
    let _quiet = QUIET.write().unwrap();
    let (before, started) = (MEMORY.allocated(), cpu_ms());
    let most = before + usize::try_from(MOST_MEMORY).unwrap();
    // Beyond it the process ends: there is no softer proof.
    MEMORY.set_limit(most).unwrap();
    let cleaned = clean(file);
    MEMORY.set_limit(usize::MAX).unwrap();
    let took = cpu_ms() - started;
    eprintln!("{name}: {took} ms");
    // Readers that the decoders are made for here are not optimised in tests.
    let most = if cfg!(debug_assertions) { 3_000 } else { 1_000 };
    assert!(took <= most, "{name}: {took} ms");
    cleaned
}

#[test]
fn every_hostile_file_is_refused_with_its_code_or_comes_out_clean() {
    let files = hostile();
    assert!(files.len() >= 50, "{}", files.len());
    let mut wrong = Vec::new();
    for (name, file, fate) in files {
        let got = cleaned(name, &file);
        if let Ok(master) = &got {
            for file in files_of(master) {
                assert_clean(name, &file);
            }
        }
        let got = got.map_or_else(Refused, |_| Clean);
        if got != fate {
            wrong.push(format!("{name}: {got:?} instead of {fate:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_largest_files_that_are_taken_keep_within_memory_and_a_second() {
    for (name, file) in largest() {
        let master = cleaned(name, &file).unwrap();
        assert!((1_600..=2_560).contains(&master.pixels.width()), "{name}");
    }
}
