//! Warning levels: the ladders of a table, before any rounding, at the year's end and within it.

mod support;

use support::{Inbox, form};

const DATED: &str = "[warnings]\npreset = \"dated\"\n";

/// The level of a project that has spent so many hundredths of a percent of its budget at a day.
fn level(inbox: &Inbox, spent: u32, as_of: &str) -> String {
    // A budget of a million yuan; amounts in 万元.
    inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 100.0, 100.0, f64::from(spent) / 100.0))]);
    // Each run is looked at by itself: the latest folder is not always that of the latest run.
    let _ = std::fs::remove_dir_all(inbox.output());
    let run = inbox.run(&["--as-of", as_of, "--no-score-sheets"]);
    run.rows("projects", &["warning"])[0][0].clone()
}

/// Rates in hundredths of a percent, each with the level at the ends of April, June, August and October.
#[test]
fn the_dated_ladder_gives_the_levels_of_its_table() {
    let inbox = Inbox::new();
    inbox.file("jixiao.toml", DATED);
    let days = ["2023-04-30", "2023-06-30", "2023-08-31", "2023-10-31"];
    for (spent, levels) in [
        (0, ["red", "red", "red", "red"]),
        (1_249, ["red", "red", "red", "red"]),
        (1_250, ["yellow", "red", "red", "red"]),
        (2_000, ["yellow", "yellow", "red", "red"]),
        (2_499, ["yellow", "yellow", "red", "red"]),
        (2_500, ["none", "yellow", "red", "red"]),
        (3_000, ["none", "yellow", "yellow", "red"]),
        (3_999, ["none", "yellow", "yellow", "red"]),
        (4_000, ["none", "none", "yellow", "yellow"]),
        (6_000, ["none", "none", "none", "yellow"]),
        (7_999, ["none", "none", "none", "yellow"]),
        (8_000, ["none", "none", "none", "none"]),
    ] {
        assert_eq!(days.map(|day| level(&inbox, spent, day)), levels, "{spent}");
    }
    // Between two days the earlier one holds, before the first none, and after the last its own until the year is over.
    for (day, expected) in [
        ("2023-04-29", "none"),
        ("2023-05-01", "yellow"),
        ("2023-06-29", "yellow"),
        ("2023-12-30", "red"),
        ("2023-12-31", "red"),
    ] {
        assert_eq!(level(&inbox, 1_300, day), expected, "{day}");
    }
}

#[test]
fn over_time_progress_the_levels_are_those_of_the_days_that_have_passed() {
    let inbox = Inbox::new();
    // 120, 181, 243 and 304 of 365 days: 60 % of these are 19.73, 29.75, 39.95 and 49.97 %, 80 % 26.30, 39.67, 53.26 and 66.63 %.
    let days = ["2023-04-30", "2023-06-30", "2023-08-31", "2023-10-31"];
    for (spent, levels) in [
        (1_972, ["red", "red", "red", "red"]),
        (1_973, ["yellow", "red", "red", "red"]),
        (2_631, ["none", "red", "red", "red"]),
        (2_976, ["none", "yellow", "red", "red"]),
        (3_968, ["none", "none", "red", "red"]),
        (3_995, ["none", "none", "yellow", "red"]),
        (4_998, ["none", "none", "yellow", "yellow"]),
        (5_327, ["none", "none", "none", "yellow"]),
        (6_664, ["none", "none", "none", "none"]),
    ] {
        assert_eq!(days.map(|day| level(&inbox, spent, day)), levels, "{spent}");
    }
}

#[test]
fn rates_are_compared_before_any_rounding() {
    let inbox = Inbox::new();
    inbox.file("jixiao.toml", "[warnings.year-end]\nred-below = \"0.5\"\norange-below = \"0.6\"\n");
    let at_year_end = |executed: f64| {
        inbox.book("P1/自评表.xlsx", &[("自评", form("P1", 100.0, 100.0, executed))]);
        inbox.run(&["--no-score-sheets"]).rows("projects", &["warning"])[0][0].clone()
    };
    // 49.88 % is below 50 %, and 59.995 %, which shows as 60.00 %, below 60 %.
    assert_eq!(at_year_end(49.88), "red");
    assert_eq!(at_year_end(50.0), "orange");
    assert_eq!(at_year_end(59.995), "orange");
    assert_eq!(at_year_end(60.0), "yellow");
    assert_eq!(at_year_end(89.999_9), "yellow");
    assert_eq!(at_year_end(90.0), "none");
}

#[test]
fn ladders_that_make_no_sense_stop_the_run() {
    for (text, words) in [
        ("[warnings]\npreset = \"weekly\"", "warnings.preset"),
        ("[warnings.dated]\nred-part = \"0.5\"", "dated: of no use"),
        ("[warnings]\npreset = \"dated\"\n[warnings.in-year]\nred-below = \"0.5\"", "in-year: of no use"),
        ("[warnings]\npreset = \"dated\"\n[warnings.dated]\ncheckpoints = []", "warnings.dated"),
        (
            "[warnings]\npreset = \"dated\"\n[warnings.dated]\ncheckpoints = [{ date = \"06-30\", share = \"0.4\" }, { date = \"04-30\", share = \"0.5\" }]",
            "warnings.dated",
        ),
        (
            "[warnings]\npreset = \"dated\"\n[warnings.dated]\ncheckpoints = [{ date = \"02-30\", share = \"0.4\" }]",
            "02-30",
        ),
        ("[warnings.year-end]\nred-below = \"0.95\"", "warnings.year-end"),
    ] {
        let inbox = Inbox::two_sound_projects();
        inbox.file("jixiao.toml", text);
        let output = inbox.try_run(&[]);
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{text}");
        assert!(said.contains(words), "{words}: {said}");
    }
}
