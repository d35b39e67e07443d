//! The text of a long part, packed while it grows, so that it never stands in memory as a whole.

use std::io::{Result, Write};

use crc32fast::Hasher;
use flate2::Compression;
use flate2::write::DeflateEncoder;

pub struct Stream {
    encoder: DeflateEncoder<Pieces>,
    sum: Hasher,
    size: usize,
}

/// Bytes in pieces: one piece that grew would be copied again and again, and stand in memory twice meanwhile.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pieces(pub Vec<Vec<u8>>);

impl Pieces {
    /// All of them as one.
    pub fn bytes(mut self) -> Vec<u8> {
        if self.0.len() == 1 { self.0.remove(0) } else { self.0.concat() }
    }
}

const PIECE_BYTES: usize = 1 << 20;

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        match self.0.last_mut().filter(|piece| piece.len() + bytes.len() <= PIECE_BYTES) {
            Some(piece) => piece.extend_from_slice(bytes),
            None => self.0.push(bytes.to_vec()),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

/// What a stream came to.
pub struct Streamed {
    pub packed: Pieces,
    pub crc: u32,
    /// Its size when unpacked.
    pub size: usize,
}

impl Stream {
    pub fn new() -> Self {
        let encoder = DeflateEncoder::new(Pieces::default(), Compression::fast());
        Self { encoder, sum: Hasher::new(), size: 0 }
    }

    /// Takes the text over, and leaves its memory for further text.
    pub fn take(&mut self, text: &mut Vec<u8>) -> Result<()> {
        self.write(text)?;
        text.clear();
        Ok(())
    }

    /// The whole part, with what stands before and behind. What is packed for itself up to a flush ends with a whole byte and
    /// says that more follows (RFC 1951, 3.2.4), so that one can be put before the other.
    pub fn between(mut self, before: &[u8], behind: &[u8]) -> Result<Streamed> {
        let mut head = Self::new();
        head.write(before)?;
        head.encoder.flush()?;
        self.write(behind)?;
        head.sum.combine(&self.sum);
        let mut packed = head.encoder.get_ref().clone();
        packed.0.append(&mut self.encoder.finish()?.0);
        Ok(Streamed { packed, crc: head.sum.finalize(), size: head.size + self.size })
    }

    fn write(&mut self, text: &[u8]) -> Result<()> {
        self.sum.update(text);
        self.size += text.len();
        self.encoder.write_all(text)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::read::DeflateDecoder;

    use super::*;

    #[test]
    fn pieces_come_back_in_their_order_as_one_part() {
        let rows: Vec<Vec<u8>> =
            (0..2_000).map(|row| format!("<row r=\"{row}\">{}</row>", row * 7919).into()).collect();
        let mut stream = Stream::new();
        for row in &rows {
            let mut text = row.clone();
            stream.take(&mut text).unwrap();
            assert!(text.is_empty());
        }
        let streamed = stream.between(b"before ", b" behind").unwrap();
        let mut text = Vec::new();
        DeflateDecoder::new(&*streamed.packed.bytes()).read_to_end(&mut text).unwrap();
        assert_eq!(text, [b"before ", &*rows.concat(), b" behind"].concat());
        assert_eq!((streamed.size, streamed.crc), (text.len(), crc32fast::hash(&text)));
    }
}
