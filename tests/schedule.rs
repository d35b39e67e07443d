//! The examples of `examples/schedule/` do what `docs/schedule.md` says: their lines are taken from the files, with the
//! paths of the test in the place of theirs, and run as a scheduler runs them.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use quick_xml::Reader;
use quick_xml::events::Event;
use support::{Inbox, repository};

const PROGRAM: &str = "/opt/jixiao/jixiao";
const INBOX: &str = "/srv/jixiao/in";
const OUTPUT: &str = "/srv/jixiao/out";

fn example(name: &str) -> String {
    fs::read_to_string(repository().join("examples/schedule").join(name)).unwrap()
}

/// An example with the paths of the test in the place of its own, none of which is left.
fn here(example: &str, inbox: &Inbox) -> String {
    let path = |path: &Path| path.to_str().unwrap().to_owned();
    let text = example.replace(PROGRAM, env!("CARGO_BIN_EXE_jixiao"));
    let text = text.replace(INBOX, &path(&inbox.input())).replace(OUTPUT, &path(&inbox.output()));
    // The folders are there before the first run, as the instructions ask.
    fs::create_dir_all(inbox.output()).unwrap();
    text
}

/// The one line of a crontab that is a command, without the five fields of its time.
fn cron_line() -> (Vec<String>, String) {
    let text = example("jixiao.cron");
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let [line] = lines[..] else { panic!("{lines:?}") };
    let mut fields = line.splitn(6, ' ');
    let time = fields.by_ref().take(5).map(str::to_owned).collect();
    (time, fields.next().unwrap().to_owned())
}

/// Runs a command of a crontab as cron does: by `/bin/sh`, in the home folder, with next to no environment.
#[cfg(unix)]
fn cron(command: &str, inbox: &Inbox) -> Output {
    let home = inbox.output();
    let mut shell = Command::new("/bin/sh");
    shell.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", &home).current_dir(&home);
    shell.arg("-c").arg(command).output().unwrap()
}

/// The value of a key of a systemd unit, which stands there once.
fn value(unit: &str, key: &str) -> String {
    let values: Vec<&str> = unit.lines().filter_map(|line| line.strip_prefix(key)?.strip_prefix('=')).collect();
    let [value] = values[..] else { panic!("{key}: {values:?}") };
    value.to_owned()
}

/// Runs a command line without a shell and with an empty environment.
fn run(words: &[String]) -> Output {
    Command::new(&words[0]).args(&words[1..]).env_clear().output().unwrap()
}

fn said(output: &Output) -> String {
    [&output.stdout[..], &output.stderr].map(String::from_utf8_lossy).concat()
}

/// Whether systemd's own check is there; it is skipped with a notice where it is not, but never in CI.
fn has_systemd() -> bool {
    let there = Command::new("systemd-analyze").arg("--version").output().is_ok_and(|output| output.status.success());
    assert!(there || std::env::var_os("CI").is_none(), "CI has to have systemd-analyze");
    if !there {
        eprintln!("skipped: systemd-analyze is not installed");
    }
    there
}

/// The texts of an XML document, each with the path of its element.
fn texts(xml: &str) -> Vec<(String, String)> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().expand_empty_elements = true;
    let mut path: Vec<String> = Vec::new();
    let mut texts = Vec::new();
    let mut text = String::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                path.push(AsRef::<str>::as_ref(&tag.name()).to_owned());
                text.clear();
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::End(_) => {
                texts.push((path.join("/"), text.trim().to_owned()));
                path.pop();
                text.clear();
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty());
    texts
}

#[test]
fn the_page_names_every_example() {
    let page = fs::read_to_string(repository().join("docs/schedule.md")).unwrap();
    let mut names: Vec<String> = fs::read_dir(repository().join("examples/schedule"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["jixiao-task.xml", "jixiao.cmd", "jixiao.cron", "jixiao.service", "jixiao.timer"]);
    for name in names {
        assert!(page.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn the_line_for_cron_is_that_of_a_crontab() {
    let (time, command) = cron_line();
    assert_eq!(time, ["0", "6", "1", "*", "*"]);
    // In a crontab a percent sign ends the command.
    assert!(!command.replace("\\%", "").contains('%'), "{command}");
    for (path, times) in [(PROGRAM, 1), (INBOX, 1), (OUTPUT, 3)] {
        assert_eq!(command.matches(path).count(), times, "{path}");
    }
}

#[cfg(unix)]
#[test]
fn the_line_for_cron_runs_in_an_empty_environment() {
    let inbox = Inbox::two_sound_projects();
    let command = here(&cron_line().1, &inbox);
    assert!(!command.contains("/srv/") && !command.contains("/opt/"), "{command}");
    let log = || fs::read_to_string(inbox.output().join("jixiao.log")).unwrap();
    let output = cron(&command, &inbox);
    assert_eq!(output.status.code(), Some(0), "{}\n{}", said(&output), log());
    // What cron mails is what is printed: nothing.
    assert_eq!(said(&output), "");
    assert!(log().contains("项目绩效评价排名（2023年度，截至 2023-12-31）"), "{}", log());
    assert!(log().contains("共 4 个文件，2 个项目，2 个参加排名"), "{}", log());
    // The next run adds to the log.
    let first = log();
    assert_eq!(cron(&command, &inbox).status.code(), Some(0));
    assert!(log().len() > first.len() && log().starts_with(&first));
    assert_eq!(inbox.latest().record()["as_of"], "2023-12-31");
}

#[cfg(unix)]
#[test]
fn the_line_for_cron_hands_on_that_a_warning_was_met() {
    let inbox = Inbox::sample();
    let output = cron(&here(&cron_line().1, &inbox), &inbox);
    assert_eq!(output.status.code(), Some(1));
    let mail = said(&output);
    assert!(mail.starts_with("jixiao: exit code 1; see ") && mail.lines().count() == 1, "{mail}");
    let log = fs::read_to_string(inbox.output().join("jixiao.log")).unwrap();
    assert!(log.contains("预警：红 2") && log.contains("已出现 --fail-on 所指级别的疑点或预警"), "{log}");
    // The workbooks are written all the same.
    assert!(inbox.latest().folder.join("绩效评价汇总.xlsx").is_file());
}

#[cfg(unix)]
#[test]
fn a_scheduled_run_beside_another_stops_and_leaves_the_results_alone() {
    let inbox = Inbox::two_sound_projects();
    let command = here(&cron_line().1, &inbox);
    assert_eq!(cron(&command, &inbox).status.code(), Some(0));
    let results = || fs::read(inbox.latest().folder.join("run.log")).unwrap();
    let before = results();
    inbox.file("SOUND2/备注.csv", "备注\n无\n");
    let lock = fs::File::create(inbox.output().join(".jixiao.lock")).unwrap();
    lock.lock().unwrap();
    let output = cron(&command, &inbox);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).starts_with("jixiao: exit code 2; "), "{}", said(&output));
    let log = fs::read_to_string(inbox.output().join("jixiao.log")).unwrap();
    assert!(log.contains("另一次运行正在写入"), "{log}");
    assert_eq!(results(), before);
    drop(lock);
    assert_eq!(cron(&command, &inbox).status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn the_units_of_systemd_are_sound() {
    if !has_systemd() {
        return;
    }
    let inbox = Inbox::two_sound_projects();
    let folder = tempfile::tempdir().unwrap();
    let service = here(&example("jixiao.service"), &inbox);
    assert_eq!(value(&service, "ReadWritePaths"), inbox.output().to_str().unwrap());
    fs::write(folder.path().join("jixiao.service"), service).unwrap();
    fs::write(folder.path().join("jixiao.timer"), example("jixiao.timer")).unwrap();
    let paths = ["jixiao.service", "jixiao.timer"].map(|name| folder.path().join(name));
    let output =
        Command::new("systemd-analyze").args(["verify", "--man=no"]).args(paths).env("LC_ALL", "C").output().unwrap();
    // An unknown key is only warned of, with the name of its unit.
    assert!(output.status.success() && !said(&output).contains("jixiao"), "{}", said(&output));

    let timer = example("jixiao.timer");
    assert_eq!(value(&timer, "Persistent"), "true");
    let output = Command::new("systemd-analyze")
        .args(["calendar", "--iterations=13", &value(&timer, "OnCalendar")])
        .env("LC_ALL", "C")
        .env("TZ", "UTC")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let shown = said(&output);
    let times: Vec<&str> = shown.lines().filter(|line| line.ends_with(" UTC")).collect();
    assert_eq!(times.len(), 13, "{shown}");
    assert!(times.iter().all(|line| line.ends_with("-01 06:00:00 UTC")), "{shown}");
}

#[cfg(unix)]
#[test]
fn the_command_of_the_service_runs() {
    for (inbox, code) in [(Inbox::two_sound_projects(), 0), (Inbox::sample(), 1)] {
        let service = here(&example("jixiao.service"), &inbox);
        let words: Vec<String> = value(&service, "ExecStart").split_whitespace().map(str::to_owned).collect();
        let output = run(&words);
        assert_eq!(output.status.code(), Some(code), "{}", said(&output));
        assert_eq!(inbox.latest().record()["as_of"], "2023-12-31");
    }
    // What counts as a failure is for the administrator to say; the line that says so is there to be enabled.
    assert!(example("jixiao.service").contains("\n#SuccessExitStatus=1\n"));
}

#[test]
fn the_task_for_windows_starts_the_batch_file_every_month() {
    let bytes = fs::read(repository().join("examples/schedule/jixiao-task.xml")).unwrap();
    let units: Vec<u16> = bytes.chunks(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    // schtasks takes UTF-16 with its mark, and a declaration that says so.
    assert_eq!(units[0], 0xFEFF);
    let xml = String::from_utf16(&units[1..]).unwrap();
    assert!(xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-16\"?>"));
    let texts = texts(&xml);
    let text = |path: &str| -> Vec<String> {
        let path = format!("Task/{path}");
        texts.iter().filter(|(at, _)| *at == path).map(|(_, text)| text.clone()).collect()
    };
    let trigger = "Triggers/CalendarTrigger";
    assert_eq!(text(&format!("{trigger}/ScheduleByMonth/DaysOfMonth/Day")), ["1"]);
    let months = format!("Task/{trigger}/ScheduleByMonth/Months/");
    assert_eq!(texts.iter().filter(|(at, _)| at.starts_with(&months)).count(), 12);
    assert!(text(&format!("{trigger}/StartBoundary"))[0].ends_with("-01T06:00:00"));
    assert_eq!(text("Actions/Exec/Command"), ["%SystemRoot%\\System32\\cmd.exe"]);
    assert_eq!(text("Actions/Exec/Arguments"), ["/d /c \"C:\\jixiao\\jixiao.cmd\""]);
    assert_eq!(text("Settings/StartWhenAvailable"), ["true"]);
    assert_eq!(text("Settings/MultipleInstancesPolicy"), ["IgnoreNew"]);
}

#[test]
fn the_batch_file_runs_the_program_and_hands_on_its_exit_code() {
    let text = example("jixiao.cmd");
    // A batch file is read in the code page of the machine, line by line.
    assert!(text.is_ascii());
    assert_eq!(text.matches("\r\n").count(), text.matches('\n').count());
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| line.starts_with("\"%JIXIAO%\"")).unwrap();
    assert!(lines[..start].contains(&"chcp 65001 >nul"));
    assert_eq!(lines[start + 1], "set \"CODE=%ERRORLEVEL%\"");
    assert_eq!(lines.last(), Some(&"exit /b %CODE%"));
    let (command, log) = lines[start].split_once(" >>").unwrap();
    assert_eq!(log, "\"%LOG%\" 2>&1");

    let settings: Vec<(&str, &str)> = lines[..start]
        .iter()
        .filter_map(|line| line.strip_prefix("set \"")?.strip_suffix('"')?.split_once('='))
        .collect();
    let names: Vec<&str> = settings.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["JIXIAO", "INBOX", "OUTPUT", "LOG", "LEVEL"]);
    for (inbox, code) in [(Inbox::two_sound_projects(), 0), (Inbox::sample(), 1)] {
        let (input, output) = (inbox.input(), inbox.output());
        let mut words: Vec<String> = command.split(' ').map(|word| word.trim_matches('"').to_owned()).collect();
        for (name, value) in &settings {
            let value = match *name {
                "JIXIAO" => env!("CARGO_BIN_EXE_jixiao"),
                "INBOX" => input.to_str().unwrap(),
                "OUTPUT" => output.to_str().unwrap(),
                _ => *value,
            };
            words.iter_mut().for_each(|word| *word = word.replace(&format!("%{name}%"), value));
        }
        assert!(words.iter().all(|word| !word.contains('%')), "{words:?}");
        let output = run(&words);
        assert_eq!(output.status.code(), Some(code), "{}", said(&output));
    }
}
