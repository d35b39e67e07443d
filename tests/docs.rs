//! Every example in the documents is true.

mod support;

use clap::Parser;
use clap::error::ErrorKind;
use support::{Inbox, blocks, jixiao, repository};

/// Every line of a block stands in the output, in order; `…` stands for what is left out.
fn shows(block: &str, output: &str) {
    let mut lines = output.lines();
    for line in
        block.lines().filter(|line| !line.trim().is_empty() && !["…", "……"].contains(line) && !line.starts_with('$'))
    {
        assert!(lines.any(|shown| shown == line), "not shown, or not in this place: {line}\n{output}");
    }
}

fn in_repository(args: &[&str]) -> String {
    let output = jixiao().current_dir(repository()).args(args).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_readmes_show_what_the_program_prints() {
    for (readme, lang, title) in [("README.md", "en", "Projects ranked"), ("README.zh-CN.md", "zh", "项目绩效评价排名")]
    {
        let out = tempfile::tempdir().unwrap();
        let printed = in_repository(&["--lang", lang, "--out", out.path().to_str().unwrap()]);
        let ranking: Vec<String> = blocks(readme, "text").into_iter().filter(|block| block.contains(title)).collect();
        assert_eq!(ranking.len(), 1, "{readme}");
        let without_folder: Vec<&str> = ranking[0].lines().filter(|line| !line.contains("output/2023")).collect();
        shows(&without_folder.join("\n"), &printed);
        let explained: Vec<String> =
            blocks(readme, "text").into_iter().filter(|block| block.contains("explain CJ-2023-01 D31")).collect();
        assert_eq!(explained.len(), 1, "{readme}");
        shows(&explained[0], &in_repository(&["explain", "CJ-2023-01", "D31", "--lang", lang]));
    }
}

#[test]
fn the_two_commands_of_a_readme_are_these() {
    for readme in ["README.md", "README.zh-CN.md"] {
        let commands = blocks(readme, "sh");
        assert_eq!(commands[..2], ["cargo run --release\n", "cargo test\n"], "{readme}");
    }
}

/// The lines of a document that stand in its fenced blocks.
fn fenced(document: &str) -> Vec<String> {
    let text = std::fs::read_to_string(repository().join(document)).unwrap();
    let mut is_inside = false;
    let mut lines = Vec::new();
    for line in text.lines().map(str::trim) {
        if line.starts_with("```") {
            is_inside = !is_inside;
        } else if is_inside {
            lines.push(line.to_owned());
        }
    }
    lines
}

#[test]
fn the_commands_of_the_manuals_are_those_of_the_program() {
    for manual in ["docs/manual.zh-CN.md", "docs/manual.en.md"] {
        let lines = fenced(manual);
        let commands = lines.iter().map(|line| line.strip_prefix("./").unwrap_or(line));
        let commands: Vec<&str> = commands.filter(|line| line.split(' ').next() == Some("jixiao")).collect();
        assert!(commands.len() > 12, "{commands:?}");
        for command in commands {
            if let Err(error) = jixiao::cli::Cli::try_parse_from(command.split_whitespace()) {
                assert_eq!(error.kind(), ErrorKind::DisplayVersion, "{manual}: {command}: {error}");
            }
        }
    }
}

#[test]
fn the_manuals_tell_of_messages_that_the_program_has() {
    // In the Chinese manual messages are the first column of the table, in the English one the first two.
    for (manual, columns) in [("docs/manual.zh-CN.md", vec!["zh"]), ("docs/manual.en.md", vec!["zh", "en"])] {
        let text = std::fs::read_to_string(repository().join(manual)).unwrap();
        let section = text.split("\n## 10. ").nth(1).unwrap().split("\n## 11. ").next().unwrap();
        let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(rows.len(), 19, "{manual}");
        for (at, lang) in (1..).zip(columns) {
            let path = repository().join(format!("locales/{lang}/screen.ftl"));
            let catalogue = std::fs::read_to_string(path).unwrap();
            for row in &rows {
                let message = row.split('|').nth(at).unwrap().trim().trim_matches('`').replace("2019", "{ $reason }");
                for part in message.split('…').map(str::trim).filter(|part| part.len() > 1) {
                    assert!(catalogue.contains(part), "{manual}: {part}");
                }
            }
        }
    }
}

#[test]
fn the_example_of_a_configuration_runs() {
    let examples = blocks("docs/configuration.md", "toml");
    assert!(!examples.is_empty());
    for example in examples {
        let inbox = Inbox::sample();
        inbox.file("jixiao.toml", example);
        inbox.run(&[]);
    }
}

#[test]
fn the_example_of_an_edition_is_sound() {
    let examples = blocks("docs/rubrics.md", "toml");
    assert!(!examples.is_empty());
    for example in examples {
        jixiao::rubric::load::rubric("example", &example).unwrap();
    }
}
