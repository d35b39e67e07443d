//! The JSON schema that editors read beside an edition agrees with what is loaded.

mod support;

use std::fs;

use jixiao::config;
use jixiao::rubric::{load, schema};
use regex::Regex;
use serde_json::Value;
use support::{blocks, repository};

/// The files that hold the schemas, with what makes them.
const SCHEMAS: [(&str, fn() -> String); 2] =
    [("rubrics/edition.schema.json", schema::schema), ("rubrics/configuration.schema.json", config::schema)];

fn parsed(schema: fn() -> String) -> Value {
    serde_json::from_str(&schema()).unwrap()
}

/// What is wrong with an edition by the schema: the path of the key and why.
fn faults(schema: &Value, edition: &str) -> Vec<String> {
    let edition = serde_json::to_value(toml::from_str::<toml::Value>(edition).unwrap()).unwrap();
    let mut faults = Vec::new();
    validate(schema, schema, &edition, "", &mut faults);
    faults
}

/// What of JSON Schema the schema uses; any other keyword is a fault of the test.
fn validate(root: &Value, schema: &Value, value: &Value, path: &str, faults: &mut Vec<String>) {
    if *schema == false {
        return faults.push(format!("{path}: unknown"));
    }
    for (keyword, stated) in schema.as_object().unwrap() {
        let mut fault = |is_kept: bool| {
            if !is_kept {
                faults.push(format!("{path}: {keyword}"));
            }
        };
        match keyword.as_str() {
            "$schema" | "title" | "description" | "default" | "definitions" | "format" => {}
            "type" => fault(match stated.as_str().unwrap() {
                "object" => value.is_object(),
                "array" => value.is_array(),
                "string" => value.is_string(),
                "boolean" => value.is_boolean(),
                "integer" => value.is_i64(),
                other => panic!("{other}"),
            }),
            "const" => fault(value == stated),
            "enum" => fault(stated.as_array().unwrap().contains(value)),
            "minimum" => fault(value.as_f64() >= stated.as_f64()),
            "maximum" => fault(value.as_f64() <= stated.as_f64()),
            "pattern" => {
                fault(Regex::new(stated.as_str().unwrap()).unwrap().is_match(value.as_str().unwrap_or_default()))
            }
            "required" => {
                fault(stated.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some()))
            }
            "additionalProperties" => {
                for (key, inner) in value.as_object().into_iter().flatten() {
                    if schema["properties"].get(key).is_none() {
                        validate(root, stated, inner, &format!("{path}.{key}"), faults);
                    }
                }
            }
            "properties" => {
                for (key, property) in stated.as_object().unwrap() {
                    if let Some(inner) = value.get(key) {
                        validate(root, property, inner, &format!("{path}.{key}"), faults);
                    }
                }
            }
            "items" => {
                for (at, inner) in value.as_array().into_iter().flatten().enumerate() {
                    validate(root, stated, inner, &format!("{path}[{at}]"), faults);
                }
            }
            "allOf" => stated.as_array().unwrap().iter().for_each(|one| validate(root, one, value, path, faults)),
            "oneOf" => {
                let kept = |one: &&Value| {
                    let mut inner = Vec::new();
                    validate(root, one, value, path, &mut inner);
                    inner.is_empty()
                };
                fault(stated.as_array().unwrap().iter().filter(kept).count() == 1);
            }
            "$ref" => {
                let pointer = stated.as_str().unwrap().trim_start_matches('#');
                validate(root, root.pointer(pointer).unwrap(), value, path, faults);
            }
            other => panic!("the schema says {other}"),
        }
    }
}

/// The editions of the repository and the example of the documents, by where they stand.
fn editions() -> Vec<(String, String)> {
    let files = fs::read_dir(repository().join("rubrics")).unwrap().map(|entry| entry.unwrap().path());
    let files = files.filter(|path| path.extension().is_some_and(|it| it == "toml"));
    let name = |path: &std::path::Path| path.file_name().unwrap().to_string_lossy().into_owned();
    let mut editions: Vec<(String, String)> =
        files.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect();
    editions.sort();
    editions.extend(blocks("docs/rubrics.md", "toml").into_iter().map(|example| ("example".to_owned(), example)));
    editions
}

/// `JIXIAO_BLESS=1 cargo test --test schema` writes them.
#[test]
fn the_files_are_the_schemas_of_this_program() {
    for (file, schema) in SCHEMAS {
        let path = repository().join(file);
        if std::env::var_os("JIXIAO_BLESS").is_some() {
            fs::write(&path, schema()).unwrap();
        }
        let written = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(written == schema(), "{file} is out of date: run JIXIAO_BLESS=1 cargo test --test schema");
    }
}

#[test]
fn the_example_of_a_configuration_keeps_to_its_schema() {
    let schema = parsed(config::schema);
    for example in blocks("docs/configuration.md", "toml") {
        assert_eq!(faults(&schema, &example), Vec::<String>::new());
        for (right, wrong) in
            [("year = 2023", "yeer = 2023"), ("red-below", "red-under"), ("claim-gap = \"5\"", "claim-gap = 5")]
        {
            assert!(example.contains(right), "{right}");
            assert!(!faults(&schema, &example.replacen(right, wrong, 1)).is_empty(), "{wrong}");
        }
    }
}

#[test]
fn every_edition_keeps_to_it_and_names_it() {
    let schema = parsed(schema::schema);
    let editions = editions();
    assert!(editions.len() > 8);
    for (file, text) in editions {
        assert_eq!(faults(&schema, &text), Vec::<String>::new(), "{file}");
        load::rubric(&file, &text).unwrap();
        assert!(file == "example" || text.starts_with("#:schema edition.schema.json\n"), "{file}");
    }
}

#[test]
fn schema_and_program_refuse_the_same_slips() {
    let schema = parsed(schema::schema);
    let (_, sound) = editions().pop().unwrap();
    for (right, wrong) in [
        ("total = \"100\"", "totel = \"100\"\ntotal = \"100\""),
        ("total = \"100\"", "total = 100"),
        ("total = \"100\"", "total = \"hundred\""),
        ("total = \"100\"\n", ""),
        ("base = \"revised\"", "base = \"revized\""),
        ("blank = \"zero\"", "blanc = \"zero\""),
        ("effective = \"2024-01-01\"", "effective = \"from 2024\""),
        ("mode = \"half-up\"", "mode = \"half-even\""),
        ("from = \"90\"", "from = \"90\"\nto = \"100\""),
        ("code = \"A1\"", "number = \"A1\""),
        ("kind = \"execution-rate\"", "kind = \"execution-rate\", basis = \"revised\""),
        ("kind = \"proportional\"", "kind = \"proportionate\""),
        ("kind = \"ceiling\"", "kind = \"ceiling\", ovr = \"ratio\""),
        ("loss-share = \"0.05\"", "loss-share = \"five\""),
        ("shares = [\"1/3\", \"1/3\", \"1/3\"]", "share = [\"1\"]"),
        ("from = \"1\", points = \"10\"", "from = \"1\", point = \"10\""),
        ("floor = \"0.8\"", "bottom = \"0.8\""),
        ("figure = \"top-two\"", "figure = \"top-three\""),
    ] {
        assert!(sound.contains(right), "{right}");
        let edition = sound.replacen(right, wrong, 1);
        assert!(!faults(&schema, &edition).is_empty(), "the schema takes {wrong}");
        assert!(load::rubric("example", &edition).is_err(), "the program takes {wrong}");
    }
}

/// An editor shows the description of a key; one without is a key that nobody can use.
#[test]
fn every_key_is_described() {
    fn walk(schema: &Value, path: &str, bare: &mut Vec<String>) {
        for (key, property) in schema["properties"].as_object().into_iter().flatten() {
            if key != "kind" && property["description"].is_null() && property["allOf"][0]["description"].is_null() {
                bare.push(format!("{path}.{key}"));
            }
        }
        for (at, one) in schema["oneOf"].as_array().into_iter().flatten().enumerate() {
            if one["description"].is_null() {
                bare.push(format!("{path}[{at}]"));
            }
            walk(one, &format!("{path}[{at}]"), bare);
        }
    }
    for (file, schema) in SCHEMAS {
        let schema = parsed(schema);
        let mut bare = Vec::new();
        walk(&schema, file, &mut bare);
        for (name, definition) in schema["definitions"].as_object().unwrap() {
            walk(definition, name, &mut bare);
        }
        assert_eq!(bare, Vec::<String>::new());
    }
}
