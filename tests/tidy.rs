//! The habits of the code, held by reading it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, into) } else { into.push(path) }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    walk(&root, &mut paths);
    paths.sort();
    let name = |path: &Path| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    // The made-up review that the tests of the workbooks are fed with is no part of the program.
    let is_code = |path: &&PathBuf| path.extension().is_some_and(|it| it == "rs") && !path.ends_with("write/sample.rs");
    let rust = paths.iter().filter(is_code);
    rust.map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The code without comments and without its tests.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let lines = text.lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn each_big_crate_is_named_in_its_own_place() {
    for (krate, homes) in [
        ("calamine", &["read/workbook.rs"][..]),
        ("polars", &["frame/"]),
        ("csv", &["read/delimited.rs"]),
        ("encoding_rs", &["read/delimited.rs"]),
        ("libdeflater", &["read/parts.rs", "write/xlsx/pack.rs"]),
        ("zip", &["read/", "write/xlsx/pack.rs"]),
        ("rawzip", &["write/xlsx/pack.rs"]),
        ("crc32fast", &["write/xlsx/stream.rs"]),
        ("itoa", &["write/xlsx/cells.rs"]),
        ("foldhash", &["frame/repeated.rs", "check/ledgers/beneficiaries.rs"]),
        ("libmimalloc_sys", &["main.rs"]),
        ("flate2", &["write/xlsx/stream.rs"]),
        ("quick_xml", &["read/ods.rs"]),
        ("rayon", &["run.rs", "write/xlsx/pack.rs"]),
        ("rust_xlsxwriter", &["write/xlsx/"]),
        ("indicatif", &["progress.rs"]),
        ("comfy_table", &["screen.rs"]),
        ("fluent_bundle", &["words.rs"]),
        ("num_rational", &["fraction.rs"]),
        ("peg", &["rubric/text/grammar.rs"]),
        ("rand_pcg", &["write/demo/random.rs"]),
        ("postcard", &["cache/"]),
        ("rustix", &["write/folder.rs"]),
        ("ctrlc", &["main.rs"]),
    ] {
        let mut named = false;
        for (file, text) in sources() {
            if code(&text).contains(&format!("{krate}::")) {
                assert!(homes.iter().any(|home| file.starts_with(home)), "{file} names {krate}");
                named = true;
            }
        }
        assert!(named, "{krate} is named nowhere");
    }
}

#[test]
fn binary_numbers_stand_only_where_they_enter_leave_and_in_statistics() {
    let homes = [
        "read/",
        "recognise/cell.rs",
        "measure/statistics.rs",
        "frame/",
        "write/xlsx/",
        // The one step from an exact number to a binary one.
        "fraction.rs",
    ];
    for (file, text) in sources() {
        if code(&text).contains("f64") {
            assert!(homes.iter().any(|home| file.starts_with(home)), "{file} computes in f64");
        }
    }
}

#[test]
fn only_some_files_touch_the_disk() {
    let homes = ["read/", "cache/", "config.rs", "rubric/editions.rs", "write/folder.rs", "write/record.rs", "run.rs"];
    for (file, text) in sources() {
        let code = code(&text);
        if ["std::fs", "fs::read", "fs::write", "File::open"].iter().any(|word| code.contains(word)) {
            assert!(homes.iter().any(|home| file.starts_with(home)), "{file} touches the disk");
        }
    }
}

#[test]
fn nothing_in_the_program_knows_a_project() {
    for (file, text) in sources() {
        for word in [
            "昌吉",
            "喀什",
            "外经贸",
            "招商产业",
            "Changji",
            "changji",
            "Kashgar",
            "kashgar",
            "96.74",
            "94.8",
            "CJ-2023",
            "KS-2022",
        ] {
            assert!(!code(&text).contains(word), "{file}: {word}");
        }
    }
}

#[test]
fn every_module_says_what_it_is() {
    for (file, text) in sources() {
        assert!(text.starts_with("//! "), "{file}");
    }
}

#[test]
fn nothing_that_could_stop_a_batch_is_left_to_luck() {
    for (file, text) in sources() {
        let code = code(&text);
        for word in [".unwrap()", "panic!(", "todo!(", "unimplemented!(", "dbg!("] {
            assert!(!code.contains(word), "{file}: {word}");
        }
        // `expect` is for what is part of the program, and says so.
        for line in code.lines().filter(|line| line.contains(".expect(")) {
            assert!(line.contains("part of the program") || line.contains("catalogue"), "{file}: {line}");
        }
    }
}

#[test]
fn a_panic_stays_inside_its_file() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let settings = manifest.lines().filter(|line| !line.starts_with('#'));
    assert!(!settings.collect::<String>().contains("panic"));
}

#[test]
fn every_dependency_is_used() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let dependencies = manifest.split("[dependencies]").nth(1).unwrap().split("\n[").next().unwrap();
    let names: BTreeSet<String> = dependencies
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.replace('-', "_"))
        .collect();
    let all: String = sources().into_iter().map(|(_, text)| code(&text)).collect();
    for name in names {
        assert!(all.contains(&format!("{name}::")), "{name}");
    }
}

#[test]
fn the_fuzz_targets_have_the_dependencies_of_the_package() {
    let packages = |lock: &str| -> BTreeSet<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let lock = fs::read_to_string(root.join(lock)).unwrap().replace("\r\n", "\n");
        let packages = lock.split("[[package]]\n").skip(1);
        packages.map(|package| package.lines().take(2).collect::<Vec<_>>().join(" ")).collect()
    };
    let own = ["arbitrary", "jixiao-fuzz", "libfuzzer-sys"].map(|name| format!("name = \"{name}\" "));
    let further: Vec<String> = packages("fuzz/Cargo.lock").difference(&packages("Cargo.lock")).cloned().collect();
    // Another version of a dependency would be built a second time.
    assert!(further.iter().all(|package| own.iter().any(|own| package.starts_with(own))), "{further:?}");
}
