//! The package that `scripts/package.sh` makes holds what its manual names, and works where it is unpacked.
#![cfg(target_os = "linux")]

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use support::repository;

const MANUALS: [&str; 2] = ["手册.md", "manual.md"];

/// Makes a package of a ready program and gives the archive.
fn package(binary: &Path, dist: &Path) -> PathBuf {
    let mut script = Command::new("bash");
    script.arg(repository().join("scripts/package.sh")).env("JIXIAO_BINARY", binary).env("JIXIAO_DIST", dist);
    let output = script.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    let archive = PathBuf::from(said.trim_end());
    assert!(archive.starts_with(dist.canonicalize().unwrap()), "{said}");
    archive
}

/// Unpacks an archive into an empty folder and gives the one folder in it.
fn unpack(archive: &Path, into: &Path) -> PathBuf {
    assert!(Command::new("tar").arg("-xzf").arg(archive).arg("-C").arg(into).status().unwrap().success());
    let folders: Vec<PathBuf> = fs::read_dir(into).unwrap().map(|entry| entry.unwrap().path()).collect();
    let [folder] = &folders[..] else { panic!("{folders:?}") };
    let name = archive.file_name().unwrap().to_str().unwrap();
    assert_eq!(name.strip_suffix(".tar.gz"), folder.file_name().unwrap().to_str());
    folder.clone()
}

/// What stands between back quotes in a text.
fn quoted(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The files that a manual's table of the package names: the first table that has `LICENSE` in its first column.
fn named(manual: &str) -> BTreeSet<String> {
    let tables = manual.split("\n\n").filter(|part| part.starts_with('|'));
    let first_columns = tables.map(|table| -> Vec<String> {
        table.lines().flat_map(|row| quoted(row.split('|').nth(1).unwrap_or_default())).collect()
    });
    let mut names = first_columns.filter(|names| names.iter().any(|name| name == "LICENSE"));
    names.next().unwrap().into_iter().filter(|name| name != "jixiao.exe").collect()
}

/// The files that a manual links to.
fn links(manual: &str) -> Vec<&str> {
    let targets = manual.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.starts_with('#') && !target.contains("://")).collect()
}

#[test]
fn the_package_holds_what_the_manual_names_and_reviews_its_sample() {
    let (dist, place) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let archive = package(Path::new(env!("CARGO_BIN_EXE_jixiao")), dist.path());
    let folder = unpack(&archive, place.path());

    let manuals = MANUALS.map(|name| fs::read_to_string(folder.join(name)).unwrap());
    assert_eq!(named(&manuals[0]), named(&manuals[1]));
    for manual in &manuals {
        for name in named(manual) {
            assert!(folder.join(&name).exists(), "{name}");
        }
        for link in links(manual) {
            assert!(folder.join(link).is_file(), "{link}");
        }
    }
    // Nothing is in it that the manual does not name.
    let named = named(&manuals[0]);
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let is_named = |it: &String| *it == name || it.starts_with(&format!("{name}/"));
        assert!(named.iter().any(is_named), "{name}");
    }
    let blank: BTreeSet<String> =
        quoted(&manuals[0]).into_iter().filter(|name| name.ends_with("（空白）.xlsx")).collect();
    assert_eq!(blank.len(), 6, "{blank:?}");
    for name in blank {
        assert!(folder.join("templates").join(&name).is_file(), "{name}");
    }
    let libraries = fs::read_to_string(folder.join("THIRD-PARTY.txt")).unwrap();
    assert!(libraries.contains("calamine v") && libraries.contains("Permission is hereby granted"));

    let mut program = Command::new(folder.join("jixiao"));
    let output = program.env_clear().current_dir(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let screen = String::from_utf8(output.stdout).unwrap();
    assert!(screen.contains("共 42 个文件，12 个项目，11 个参加排名"), "{screen}");
    // The last line is the one that the manual shows.
    let last = screen.trim_end().lines().last().unwrap();
    assert!(manuals.iter().all(|manual| manual.contains(last)), "{last}");
    assert!(folder.join("output/2023-12-31/绩效评价汇总.xlsx").is_file());
}

#[test]
fn the_same_sources_give_the_same_archive() {
    let dist = tempfile::tempdir().unwrap();
    // A program that does nothing, and so makes no blank forms, which bear the day.
    let binary = dist.path().join("nothing");
    fs::write(&binary, "#!/bin/sh\n").unwrap();
    fs::set_permissions(&binary, fs::Permissions::from_mode(0o755)).unwrap();
    let archives = ["one", "two"].map(|name| package(&binary, &dist.path().join(name)));
    let bytes = archives.each_ref().map(|archive| fs::read(archive).unwrap());
    assert!(bytes[0] == bytes[1]);
    let output = Command::new("tar").args(["--numeric-owner", "-tvzf"]).arg(&archives[0]).output().unwrap();
    let listing = String::from_utf8(output.stdout).unwrap();
    assert!(listing.lines().all(|line| line.split_whitespace().nth(1) == Some("0/0")), "{listing}");
}
