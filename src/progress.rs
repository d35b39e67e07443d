//! Progress on the screen: bars on a terminal, a plain line for each stage elsewhere.

use std::fmt;
use std::io::{IsTerminal, Write as _};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};

use crate::words::Words;

pub struct Progress<'w> {
    words: &'w Words,
    hidden: bool,
}

/// A stage with a known number of steps.
pub struct Stage(ProgressBar);

impl<'w> Progress<'w> {
    pub fn new(words: &'w Words) -> Self {
        Self { words, hidden: false }
    }

    pub fn hidden(words: &'w Words) -> Self {
        Self { words, hidden: true }
    }

    /// `name` is that of a message.
    pub fn stage(&self, name: &str, steps: usize) -> Stage {
        if !self.hidden && !std::io::stderr().is_terminal() {
            let _ = writeln!(std::io::stderr(), "{} {steps}", self.words.text(name));
        }
        // indicatif itself draws nothing where standard error is no terminal.
        let target = if self.hidden { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
        let template = format!("{{msg}} {{bar:30}} {{pos}}/{{len}} {{rate}} {} {{eta}}", self.words.text("stage-left"));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            let rate = |state: &ProgressState, to: &mut dyn fmt::Write| {
                let _ = write!(to, "{:.0}/s", state.per_sec());
            };
            bar.set_style(style.with_key("rate", rate));
        }
        bar.set_message(self.words.text(name));
        bar.enable_steady_tick(Duration::from_millis(200));
        Stage(bar)
    }
}

impl Stage {
    pub fn step<T>(&self, work: impl FnOnce() -> T) -> T {
        let done = work();
        self.0.inc(1);
        done
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
