//! A run appears whole or not at all: killed at any moment, on a disk that fills, on one that cannot be written, or
//! interrupted, the output is the earlier run or the new one, and the next run succeeds.
#![cfg(unix)]

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use support::{Inbox, form, jixiao, ledger};

/// Every file below a folder with its bytes, but for the log, which has the clock.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.unwrap();
        if entry.file_type().is_file() && entry.file_name() != "run.log" {
            let name = entry.path().strip_prefix(folder).unwrap().to_owned();
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// Two states of an inbox, the second one with another payment.
fn two_inboxes() -> [Inbox; 2] {
    let [one, other] = [Inbox::two_sound_projects(), Inbox::two_sound_projects()];
    let payments = [("2023-03-05", "甲公司", "补助", 50_000.0), ("2023-06-08", "乙公司", "补助", 45_000.0)];
    other.book("SOUND2/台账.xlsx", &[("台账", ledger("SOUND2", &payments))]);
    other.book("SOUND3/自评表.xlsx", &[("自评", form("SOUND3", 20.0, 20.0, 19.0))]);
    [one, other]
}

const DATE: &str = "2023-12-31";

fn run(inbox: &Inbox, output: &Path) -> Command {
    let mut command = jixiao();
    command.arg("run").arg(inbox.input()).args(["--as-of", DATE, "--out"]).arg(output);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// What stands in an output folder beside the run: nothing that a person would wonder about.
fn left_over(output: &Path) -> Vec<String> {
    let names = fs::read_dir(output).unwrap().map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned());
    names.filter(|name| name.ends_with(".new") || name.ends_with(".old")).collect()
}

/// A number without a pattern, below `most`.
fn dice(seed: u64, most: u64) -> u64 {
    let mixed = (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (mixed ^ (mixed >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9) % most.max(1)
}

#[test]
fn killed_at_fifty_moments_the_output_is_one_run_or_the_other() {
    let inboxes = two_inboxes();
    let output = tempfile::tempdir().unwrap();
    let wholes = [0, 1].map(|at| {
        let alone = tempfile::tempdir().unwrap();
        assert!(run(&inboxes[at], alone.path()).status().unwrap().success());
        files(&alone.path().join(DATE))
    });
    assert!(wholes[0] != wholes[1]);
    let start = Instant::now();
    assert!(run(&inboxes[0], output.path()).status().unwrap().success());
    let whole_run = start.elapsed();
    let mut came = [0, 0];
    for at in 0..50 {
        let next = (at + 1) % 2;
        let mut killed = run(&inboxes[next], output.path()).spawn().unwrap();
        // Every other one near the end, where folders change places.
        let moment = whole_run.as_micros() as u64;
        let after =
            if at % 4 < 2 { dice(at as u64, moment) } else { moment * 7 / 10 + dice(at as u64, moment * 6 / 10) };
        sleep(Duration::from_micros(after));
        killed.kill().unwrap();
        killed.wait().unwrap();
        let found = files(&output.path().join(DATE));
        assert!(found == wholes[0] || found == wholes[1], "kill {at} after {after} µs: {:?}", found.keys());
        came[usize::from(found == wholes[next])] += 1;
        // What was killed stands in nobody's way.
        assert!(run(&inboxes[next], output.path()).status().unwrap().success());
        assert!(files(&output.path().join(DATE)) == wholes[next]);
        assert!(left_over(output.path()).is_empty());
    }
    assert!(came[0] > 5, "nearly every run was over before it was killed: {came:?}");
}

#[test]
fn interrupted_it_leaves_the_earlier_run_and_no_litter() {
    let inboxes = two_inboxes();
    let output = tempfile::tempdir().unwrap();
    assert!(run(&inboxes[0], output.path()).status().unwrap().success());
    let earlier = files(&output.path().join(DATE));
    let mut interrupted = 0;
    for at in 0..10 {
        let child = run(&inboxes[1], output.path()).stderr(Stdio::piped()).spawn().unwrap();
        sleep(Duration::from_millis(15 + dice(at, 120)));
        let signal = if at % 2 == 0 { "-INT" } else { "-TERM" };
        Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        let done = child.wait_with_output().unwrap();
        assert!(left_over(output.path()).is_empty(), "{at}");
        if done.status.code() == Some(130) {
            interrupted += 1;
            assert!(said(&done).contains("已中断"), "{}", said(&done));
            assert!(files(&output.path().join(DATE)) == earlier);
        }
        assert!(run(&inboxes[0], output.path()).status().unwrap().success());
    }
    assert!(interrupted > 0);
}

/// A small disk, made of memory, as long as it lives; `None` where this process may not mount one.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn new(kilobytes: u64) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let size = format!("size={kilobytes}k");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(folder.path()).output();
        mounted.is_ok_and(|done| done.status.success()).then_some(Self(folder))
    }

    fn make_read_only(&self) {
        assert!(Command::new("mount").args(["-o", "remount,ro"]).arg(self.0.path()).status().unwrap().success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0.path()).status();
    }
}

#[test]
fn on_a_disk_that_fills_the_earlier_run_stands() {
    let inboxes = two_inboxes();
    let Some(disk) = SmallDisk::new(4_096) else {
        return without_room();
    };
    let output = disk.0.path().join("out");
    assert!(run(&inboxes[0], &output).status().unwrap().success());
    let earlier = files(&output.join(DATE));
    let ballast = disk.0.path().join("ballast");
    let mut filled = 0;
    // From no room at all to room for nearly everything.
    for kilobytes in [0, 4, 16, 40, 60, 80, 100, 120, 140] {
        fill(&ballast, kilobytes);
        let done = run(&inboxes[1], &output).stderr(Stdio::piped()).output().unwrap();
        fs::remove_file(&ballast).unwrap();
        assert!(left_over(&output).is_empty());
        if done.status.success() {
            assert!(run(&inboxes[0], &output).status().unwrap().success());
            continue;
        }
        filled += 1;
        assert_eq!(done.status.code(), Some(2), "{}", said(&done));
        assert!(said(&done).contains("磁盘空间不足"), "{}", said(&done));
        assert!(files(&output.join(DATE)) == earlier);
    }
    assert!(filled >= 3, "the disk was full {filled} times");
    assert!(run(&inboxes[1], &output).status().unwrap().success());
    assert!(files(&output.join(DATE)) != earlier);
}

/// Fills a disk but for so many kilobytes.
fn fill(ballast: &Path, left: u64) {
    use std::io::Write;
    let mut file = fs::File::create(ballast).unwrap();
    let piece = [1; 4_096];
    while file.write_all(&piece).is_ok() {}
    let len = file.metadata().unwrap().len();
    file.set_len(len.saturating_sub(left << 10)).unwrap();
}

/// The same where no disk can be mounted: no file may grow beyond a few kilobytes.
fn without_room() {
    let inboxes = two_inboxes();
    let output = tempfile::tempdir().unwrap();
    assert!(run(&inboxes[0], output.path()).status().unwrap().success());
    let earlier = files(&output.path().join(DATE));
    for blocks in [1, 4, 8, 16] {
        let limited = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let command = run(&inboxes[1], output.path());
        let mut shell = Command::new("sh");
        shell.args(["-c", &limited, "sh"]).arg(command.get_program()).args(command.get_args());
        let done = shell.output().unwrap();
        assert_eq!(done.status.code(), Some(2), "{}", said(&done));
        assert!(said(&done).contains("以前的结果没有改动"), "{}", said(&done));
        assert!(files(&output.path().join(DATE)) == earlier);
        assert!(left_over(output.path()).is_empty());
    }
    assert!(run(&inboxes[1], output.path()).status().unwrap().success());
}

#[test]
fn a_target_that_cannot_be_written_is_said_and_stays() {
    let inboxes = two_inboxes();
    let refused = |output: &Path| {
        let done = run(&inboxes[1], output).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(done.status.code(), Some(2));
        assert!(said(&done).contains("没有写入权限"), "{}", said(&done));
    };
    if let Some(disk) = SmallDisk::new(4_096) {
        let output = disk.0.path().join("out");
        assert!(run(&inboxes[0], &output).status().unwrap().success());
        let earlier = files(&output.join(DATE));
        disk.make_read_only();
        refused(&output);
        assert!(files(&output.join(DATE)) == earlier);
        return;
    }
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("out");
    assert!(run(&inboxes[0], &output).status().unwrap().success());
    let earlier = files(&output.join(DATE));
    fs::set_permissions(&output, fs::Permissions::from_mode(0o555)).unwrap();
    refused(&output);
    fs::set_permissions(&output, fs::Permissions::from_mode(0o755)).unwrap();
    assert!(files(&output.join(DATE)) == earlier);
}

#[test]
fn a_made_inbox_that_is_interrupted_leaves_nothing() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("demo");
    let made = jixiao().arg("demo").arg(&dir).args(["--projects", "2000"]).stderr(Stdio::piped()).spawn().unwrap();
    while fs::read_dir(&dir).map_or(0, Iterator::count) < 10 {
        sleep(Duration::from_millis(5));
    }
    Command::new("kill").args(["-INT", &made.id().to_string()]).status().unwrap();
    assert_eq!(made.wait_with_output().unwrap().status.code(), Some(130));
    assert!(!dir.exists());
}
