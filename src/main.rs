//! Arguments in, exit code out: 0 done, 1 `check` found errors or what `--fail-on` names was met, 2 could not run.

use std::any::Any;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::Parser;

use jixiao::cli::{Cli, Command, CompareArgs, DemoArgs, ExplainArgs, InboxArgs, RunArgs, TemplateArgs};
use jixiao::config::Config;
use jixiao::error::{Error, Result};
use jixiao::explain::explain;
use jixiao::finding::Severity;
use jixiao::period::FiscalYear;
use jixiao::progress::Progress;
use jixiao::words::Words;
use jixiao::write::demo::Demo;
use jixiao::write::folder;
use jixiao::{run, screen};

/// As shells say of a command that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// Reading makes very many small pieces of memory; this allocator hands them out faster than the system's. Huge pages are off: on a
/// virtual machine clearing them took a fifth of a run, and a third more memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How many milliseconds the allocator keeps freed memory before the system has it back; its bindings leave the name out, which
/// stands before this one in mimalloc.h.
const PURGE_DELAY: libmimalloc_sys::mi_option_t = libmimalloc_sys::mi_option_use_numa_nodes - 1;

fn main() -> ExitCode {
    // A stage gives back what it took before the next one takes its own: kept for the usual second, the most memory is a fifth
    // more. Given back at once, small workbooks made by the thousand would take it again each time.
    // SAFETY: it sets a number in the allocator's own table.
    unsafe { libmimalloc_sys::mi_option_set(PURGE_DELAY, 10) };
    let cli = Cli::parse();
    let command = cli.command.unwrap_or(Command::Run(cli.run));
    let (jobs, lang) = match &command {
        Command::Run(args) => (args.inbox.jobs, args.inbox.lang),
        Command::Check(args) => (args.jobs, args.lang),
        Command::Explain(args) => (args.jobs, args.lang),
        Command::Template(args) => (None, args.lang),
        Command::Compare(args) => (None, args.lang),
        Command::Demo(args) => (args.jobs, args.lang),
    };
    if let Some(jobs) = jobs {
        // SAFETY: no other thread runs yet. polars keeps a pool of its own and takes its size from here alone.
        unsafe { std::env::set_var("POLARS_MAX_THREADS", jobs.to_string()) };
    }
    let words = Words::new(lang);
    stop_cleanly(words.text("screen-interrupted"));
    say_panics_in_words();
    let done = catch_unwind(AssertUnwindSafe(|| carry_out(&command, &words)));
    let done = done.unwrap_or_else(|panic| Err(Error::Panic(panic_message(&*panic))));
    done.unwrap_or_else(|error| {
        complain(&words.error(&error));
        ExitCode::from(2)
    })
}

fn carry_out(command: &Command, words: &Words) -> Result<ExitCode> {
    match command {
        Command::Run(args) => review(args, words),
        Command::Check(args) => check(args, words),
        Command::Explain(args) => explanation(args, words),
        Command::Template(args) => templates(args, words),
        Command::Compare(args) => compare(args, words),
        Command::Demo(args) => demo(args, words),
    }
}

/// A panic that costs a file is a finding, and one that costs the run an error: both are said in words, not by the
/// runtime. Whoever looks for the cause sets `RUST_BACKTRACE`.
fn say_panics_in_words() {
    if std::env::var_os("RUST_BACKTRACE").is_none() {
        std::panic::set_hook(Box::new(|_| {}));
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or(panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or_default().to_owned()
}

fn review(args: &RunArgs, words: &Words) -> Result<ExitCode> {
    let mut config = Config::load(&args.inbox)?;
    config.output = args.out.clone();
    config.score_sheets = !args.no_score_sheets;
    config.cache = !args.no_cache;
    let done = run::on_threads(config.jobs, || run::run(&config, words, &Progress::new(words)))?;
    say(&screen::summary(&done, words));
    let failed = args.fail_on.is_some_and(|level| done.summary.meets(level));
    if failed {
        complain(&words.text("screen-failed"));
    }
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

fn check(args: &InboxArgs, words: &Words) -> Result<ExitCode> {
    let config = Config::load(args)?;
    let outcome = run::on_threads(config.jobs, || run::review(&config, &Progress::new(words)))?;
    say(&screen::checked(&outcome.review, words));
    let failed = outcome.review.findings.iter().any(|finding| finding.severity() == Severity::Error);
    Ok(if failed { ExitCode::from(1) } else { ExitCode::SUCCESS })
}

/// At Ctrl-C, or when a scheduler ends the process, what is half written goes and the earlier run stays.
fn stop_cleanly(says: String) {
    // Without a handler the next run removes what is half written.
    let _ = ctrlc::set_handler(move || {
        if folder::abandon() {
            complain(&says);
            std::process::exit(INTERRUPTED);
        }
    });
}

/// Prints; whoever closed the pipe, as `head` does, has read enough.
fn say(text: &str) {
    let _ = writeln!(std::io::stdout(), "{text}");
}

fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

fn templates(args: &TemplateArgs, words: &Words) -> Result<ExitCode> {
    say(&screen::templates(&run::templates(&args.dir, words)?, words));
    Ok(ExitCode::SUCCESS)
}

fn compare(args: &CompareArgs, words: &Words) -> Result<ExitCode> {
    say(&screen::changes(&run::compare(&args.out, &args.dates, args.to.as_deref(), words)?, words));
    if let Some(path) = &args.to {
        say(&words.with("screen-changes-written", &vec![("file", path.display().to_string().into())]));
    }
    Ok(ExitCode::SUCCESS)
}

fn demo(args: &DemoArgs, words: &Words) -> Result<ExitCode> {
    let demo = Demo { projects: args.projects, seed: args.seed, year: FiscalYear(args.year) };
    let sown = run::on_threads(args.jobs.map(usize::from), || run::demo(&args.dir, &demo, &Progress::new(words)))?;
    say(&screen::demo(&args.dir, &demo, &sown, words));
    Ok(ExitCode::SUCCESS)
}

fn explanation(args: &ExplainArgs, words: &Words) -> Result<ExitCode> {
    let config = Config::load(&InboxArgs::from(args))?;
    let outcome = run::on_threads(config.jobs, || run::review(&config, &Progress::hidden(words)))?;
    say(&explain(&outcome, &args.project, args.year, args.indicator.as_deref(), words)?);
    Ok(ExitCode::SUCCESS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_allocator_is_told_what_is_meant() {
        // SAFETY: it reads a number of the allocator's own table.
        let usual = unsafe { libmimalloc_sys::mi_option_get(PURGE_DELAY) };
        assert_eq!(usual, 1_000, "the option is another in this version of mimalloc");
    }
}
