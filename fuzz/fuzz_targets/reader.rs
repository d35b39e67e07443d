//! Any bytes under any name: nothing panics but the library, and every row has its fate.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| jixiao_fuzz::read(bytes));
