//! Answers made from a schema.

use serde_json::{Map, Value, json};

use super::CANARY;
use super::calls::Call;
use super::document::Document;

/// How answers are made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// Everything that is optional is there.
    Full,
    /// Nothing that is optional is there.
    Least,
    /// By number, anything legal.
    Invented,
    /// As `Full`, with fields, words and cases that PortOne has not got yet.
    Tomorrow,
}

pub(crate) struct Inventor<'a> {
    document: &'a Document,
    call: &'a Call,
    mood: Mood,
    /// Chooses the case of every `oneOf`.
    round: u64,
    /// A small generator: the same answers in every run.
    state: u64,
}

/// Fields that are about a person, or a number behind a method.
const PERSONAL: &[&str] = &[
    "email",
    "phoneNumber",
    "birthYear",
    "birthMonth",
    "birthDay",
    "zipcode",
    "oneLine",
    "url",
    "receiptUrl",
    "receipt_url",
    "addressLine1",
    "addressLine2",
    "accountNumber",
    "remitteeName",
    "remitterName",
    "approvalNumber",
    "number",
    "bin",
    "ipAddress",
    "userAgent",
    "holderName",
    "ceoName",
    "address",
    "ci",
    "di",
    "customData",
    "pgResponse",
    "pgRawResponse",
    "corpRegNo",
    "buyer_name",
    "buyer_email",
    "buyer_tel",
    "buyer_addr",
    "buyer_postcode",
    "vbank_num",
    "vbank_holder",
    "card_number",
    "apply_num",
    "custom_data",
    "user_agent",
    "phone",
    "birthday",
    "unique_key",
    "unique_in_site",
    "customer_name",
    "customer_tel",
    "customer_email",
    "customer_addr",
    "billingKey",
    "zipCode",
    "header",
    "body",
];

impl<'a> Inventor<'a> {
    pub(crate) fn new(document: &'a Document, call: &'a Call, mood: Mood, round: u64) -> Self {
        Self {
            document,
            call,
            mood,
            round,
            state: (round + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15),
        }
    }

    /// A good answer to the call, about what the call asks for.
    pub(crate) fn answer(&mut self) -> Value {
        let schema = self.document.answer(self.call);
        let mut answer = self.make(&schema, "", 0);
        for (pointer, value) in self.call.same {
            let Some(parent) = pointer.rsplit_once('/').map(|(parent, _)| parent) else {
                continue;
            };
            let name = pointer.rsplit_once('/').map_or("", |(_, name)| name);
            // Every entry of a list, or the one thing.
            let parents: Vec<&mut Value> = match parent.strip_suffix("/*") {
                Some(list) => answer
                    .pointer_mut(list)
                    .and_then(Value::as_array_mut)
                    .map(|list| list.iter_mut().collect())
                    .unwrap_or_default(),
                None => answer.pointer_mut(parent).into_iter().collect(),
            };
            for parent in parents {
                parent[name] = json!(value);
            }
        }
        if self.call.v1 {
            return json!({ "code": 0, "message": null, "response": answer });
        }
        answer
    }

    fn next(&mut self) -> u64 {
        self.state ^= self.state << 13;
        self.state ^= self.state >> 7;
        self.state ^= self.state << 17;
        self.state
    }

    fn there(&mut self, required: bool) -> bool {
        match self.mood {
            _ if required => true,
            Mood::Full | Mood::Tomorrow => true,
            Mood::Least => false,
            Mood::Invented => self.next().is_multiple_of(2),
        }
    }

    fn make(&mut self, schema: &Value, name: &str, depth: u32) -> Value {
        let schema = self.document.resolve(schema);
        if let Some(cases) = schema["discriminator"]["mapping"].as_object() {
            return self.case(schema, cases, depth);
        }
        if let Some(parts) = schema["allOf"].as_array() {
            let mut all = Map::new();
            for part in parts {
                if let Value::Object(fields) = self.make(part, name, depth) {
                    all.extend(fields);
                }
            }
            return Value::Object(all);
        }
        if let Some(words) = schema["enum"].as_array() {
            return self.word(words, name);
        }
        if schema["properties"].is_object() {
            return self.object(schema, name, depth);
        }
        match schema["type"].as_str().unwrap_or("object") {
            "array" => {
                let many = match self.mood {
                    Mood::Least => 0,
                    _ if depth > 12 => 0,
                    Mood::Invented => self.next() % 4,
                    _ => 2,
                };
                let items = (0..many).map(|_| self.make(&schema["items"], name, depth + 1));
                Value::Array(items.collect())
            }
            "integer" => self.integer(schema["format"].as_str(), name),
            "number" => self.number(),
            "boolean" => json!(self.next().is_multiple_of(2)),
            "string" => self.text(schema["format"].as_str(), name),
            _ => json!({}),
        }
    }

    fn case(&mut self, schema: &Value, cases: &Map<String, Value>, depth: u32) -> Value {
        let at = schema["discriminator"]["propertyName"].as_str().unwrap();
        let index = (self.round as usize + depth as usize) % cases.len();
        let (word, target) = cases.iter().nth(index).unwrap();
        let mut made = self.make(&json!({ "$ref": target }), "", depth + 1);
        // A new case of a thing that is not the answer itself, with the fields of an old one.
        let new = self.mood == Mood::Tomorrow && depth > 0 && self.next().is_multiple_of(3);
        made[at] = if new { json!("NEXT_CASE") } else { json!(word) };
        made
    }

    fn word(&mut self, words: &[Value], name: &str) -> Value {
        if self.mood == Mood::Tomorrow && name != "currency" && self.next().is_multiple_of(2) {
            return json!("NEXT_WORD");
        }
        let index = match self.mood {
            Mood::Invented => self.next() as usize,
            _ => self.round as usize,
        };
        words[index % words.len()].clone()
    }

    fn object(&mut self, schema: &Value, name: &str, depth: u32) -> Value {
        let required: Vec<_> = schema["required"]
            .as_array()
            .map(|names| names.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        let mut made = Map::new();
        for (field, inner) in schema["properties"].as_object().unwrap() {
            if self.there(required.contains(&field.as_str())) {
                let person = matches!(name, "customer" | "verifiedCustomer" | "requestedCustomer")
                    && matches!(field.as_str(), "name" | "id");
                let value =
                    if person || PERSONAL.contains(&field.as_str()) && !self.is_object(inner) {
                        json!(CANARY)
                    } else {
                        self.make(inner, field, depth + 1)
                    };
                made.insert(field.clone(), value);
            }
        }
        if self.mood == Mood::Tomorrow {
            made.insert("nextField".into(), json!({ "a": [1, null, { "b": 0.5 }] }));
        }
        Value::Object(made)
    }

    fn is_object(&self, schema: &Value) -> bool {
        let schema = self.document.resolve(schema);
        schema["properties"].is_object() || schema["oneOf"].is_array()
    }

    fn integer(&mut self, format: Option<&str>, name: &str) -> Value {
        let any = self.next();
        match (self.mood, format) {
            (_, Some("int32")) if name == "totalCount" => json!(any % 1000),
            (Mood::Invented, Some("int64")) => json!(any as i64),
            (Mood::Invented, Some("int32")) => json!(any as i32),
            (Mood::Invented, _) => json!(any % 4_000_000_000),
            _ => json!(any % 100_000),
        }
    }

    fn number(&mut self) -> Value {
        let cents = self.next() % 1_000_000;
        // Read as text, so that these digits are the ones that are sent. KRW has no cents.
        serde_json::from_str(&format!("{cents}.0")).unwrap()
    }

    fn text(&mut self, format: Option<&str>, name: &str) -> Value {
        match format {
            Some("date-time") => json!(match self.next() % 3 {
                0 => "2026-08-06T01:02:03Z",
                1 => "2026-08-06T10:02:03.123456789+09:00",
                _ => "1970-01-01T00:00:00.000Z",
            }),
            Some("date") => json!("2026-08-06"),
            _ if name == "currency" => json!("KRW"),
            _ if self.mood == Mood::Invented => {
                let letters = ["", "한글 \"따옴표\"", "a\u{0}\n\\/", "🛒", "0"];
                json!(letters[self.next() as usize % letters.len()])
            }
            _ => json!(format!("{name}-{}", self.next() % 100)),
        }
    }
}
