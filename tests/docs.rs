//! Every example in the documents is true.

mod support;

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
