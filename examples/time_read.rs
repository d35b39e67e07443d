use jixiao::fraction::Fraction;
use jixiao::points::Points;
use jixiao::rubric::text::{Row, read};
fn main() {
    let text = std::fs::read_to_string("/tmp/texts_lines.txt").unwrap();
    let weight = Points::exact(&Fraction::from(5)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    for _ in 0..3 {
        let start = std::time::Instant::now();
        let mut chars = 0;
        for line in &lines {
            chars += line.chars().count();
            std::hint::black_box(read(line, Row { name: "到位率", weight, target: None, tiers: &[] }));
        }
        println!("{} texts {} chars {:?} each", lines.len(), chars, start.elapsed() / lines.len() as u32);
    }
}
