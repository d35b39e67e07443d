//! One budget of memory for all threads: whoever reads a file takes a share of it first and gives it back when the file
//! is recognised, so that what one file may take is not taken by every thread at once.
//!
//! There are two parts. The first is for the bytes of files, known from their size; the second for what the library and
//! the grid will take, known once a file has been looked through. Whoever waits for the second holds a share of the
//! first, and nobody waits the other way round.

use std::sync::{Condvar, Mutex, PoisonError};

/// The bytes of files, as they are and as they are unpacked or decoded at the start.
pub static FILES: Budget = Budget::new(160 << 20);

/// What is made of them. With the files, the program itself and what it keeps of the files before, less than 1 GB.
pub static CONTENT: Budget = Budget::new(512 << 20);

/// Memory that threads share.
pub struct Budget {
    whole: u64,
    taken: Mutex<u64>,
    returned: Condvar,
}

/// A part of a budget, given back when it is dropped.
#[must_use]
pub struct Share {
    of: &'static Budget,
    bytes: u64,
}

impl Budget {
    const fn new(whole: u64) -> Self {
        Self { whole, taken: Mutex::new(0), returned: Condvar::new() }
    }

    /// Waits until so many bytes are free; whoever asks for more than the whole waits for the whole.
    pub fn take(&'static self, bytes: u64) -> Share {
        let bytes = bytes.min(self.whole);
        // A panic elsewhere leaves nothing half done here.
        let mut taken = self.taken.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken + bytes > self.whole {
            taken = self.returned.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += bytes;
        Share { of: self, bytes }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        *self.of.taken.lock().unwrap_or_else(PoisonError::into_inner) -= self.bytes;
        self.of.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[test]
    fn no_more_than_the_whole_is_taken_at_once_and_all_come_to_their_share() {
        static BUDGET: Budget = Budget::new(100);
        let (held, most) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for asked in [30, 60, 100, 5_000, 1, 45, 70, 99] {
                let (held, most) = (&held, &most);
                scope.spawn(move || {
                    for _ in 0..50 {
                        let share = BUDGET.take(asked);
                        most.fetch_max(held.fetch_add(share.bytes, Ordering::SeqCst) + share.bytes, Ordering::SeqCst);
                        std::thread::yield_now();
                        held.fetch_sub(share.bytes, Ordering::SeqCst);
                    }
                });
            }
        });
        assert!(most.into_inner() <= 100);
        assert_eq!(*BUDGET.taken.lock().unwrap(), 0);
    }

    #[test]
    fn a_panic_gives_the_share_back() {
        static BUDGET: Budget = Budget::new(10);
        let caught = std::panic::catch_unwind(|| {
            let _share = BUDGET.take(10);
            panic!("a file");
        });
        assert!(caught.is_err());
        drop(BUDGET.take(10));
    }
}
