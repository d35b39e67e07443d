//! The JSON schema of an edition, for editors: what keys there are, what they mean and what they take. Loading asks for
//! more than a schema can say, such as weights that add to their total.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{JsonSchema, Schema};
use serde_json::{Value, json};

use super::raw::RawRubric;

/// The schema of an edition as indented JSON, of draft 07, which editors know best.
pub fn schema() -> String {
    of::<RawRubric>()
}

/// The schema of anything that is read from TOML.
pub fn of<T: JsonSchema>() -> String {
    let settings = SchemaSettings::draft07().with(|settings| settings.transforms.insert(0, Box::new(WithoutNull)));
    format!("{:#}\n", settings.into_generator().into_root_schema_for::<T>().to_value())
}

/// A key of TOML is there or left out; there is no null.
#[derive(Clone, Debug)]
struct WithoutNull;

impl Transform for WithoutNull {
    fn transform(&mut self, schema: &mut Schema) {
        if let Some(Value::Array(types)) = schema.get_mut("type") {
            types.retain(|kind| kind != "null");
            if let [kind] = types.as_slice() {
                let kind = kind.clone();
                schema.insert("type".to_owned(), kind);
            }
        }
        if let Some(Value::Array(any)) = schema.get_mut("anyOf") {
            any.retain(|one| *one != json!({ "type": "null" }));
            if let [Value::Object(only)] = any.as_slice() {
                let only = only.clone();
                schema.remove("anyOf");
                only.into_iter().for_each(|(key, value)| drop(schema.insert(key, value)));
            }
        }
        if schema.get("default").is_some_and(Value::is_null) {
            schema.remove("default");
        }
        transform_subschemas(self, schema);
    }
}
