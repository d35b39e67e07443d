//! The parts of an xlsx, divided by noughts, in a sound package: a sheet, the shared texts, the styles, the workbook.

#![no_main]

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PACKAGE: &str = r#"<Relationships><Relationship Id="rId1" Type="http://x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const TARGETS: &str = r#"<Relationships><Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
const STYLES: &str =
    r#"<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs></styleSheet>"#;
const WORKBOOK: &str = r#"<workbook><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>"#;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut given = bytes.split(|byte| *byte == 0);
    let mut part = |usual: &'static str| given.next().unwrap_or(usual.as_bytes());
    let parts = [
        ("xl/worksheets/sheet1.xml", part("<worksheet><sheetData/></worksheet>")),
        ("xl/sharedStrings.xml", part("<sst><si><t>a</t></si></sst>")),
        ("xl/styles.xml", part(STYLES)),
        ("xl/workbook.xml", part(WORKBOOK)),
        ("_rels/.rels", PACKAGE.as_bytes()),
        ("xl/_rels/workbook.xml.rels", TARGETS.as_bytes()),
    ];
    jixiao_fuzz::read(&zipped(&parts));
});

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, content) in parts {
        writer.start_file(*name, stored).expect("a part begins");
        writer.write_all(content).expect("memory is written");
    }
    writer.finish().expect("a zip ends").into_inner()
}
