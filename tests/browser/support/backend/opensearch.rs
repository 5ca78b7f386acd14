//! OpenSearch's `POST /{index}/_search`, after <https://docs.opensearch.org/latest/api-reference/search-apis/search/> and the pages on the
//! query language, aggregations and highlighting beside it.

use serde_json::{Value, json};

use super::{INDEX, Refusal, counts, has_word, highlighted, keys, retrieved, values};

/// The documents of a bulk request, in which an action stands before each.
pub(super) fn loaded(lines: Vec<Value>) -> Vec<Value> {
    let pairs = lines.chunks(2).map(|pair| {
        let [action, document] = pair else { panic!("an action without its document") };
        assert_eq!(action["index"]["_id"], document["id"]);
        assert!(action["index"]["_id"].as_str().is_some_and(|id| id.len() <= 512));
        document.clone()
    });
    pairs.collect()
}

pub(super) fn answer(path: &str, body: &Value, documents: &[Value]) -> Result<Value, Refusal> {
    if path != format!("/{INDEX}/_search") {
        return Err(format!("POST {path}"));
    }
    let known = ["query", "post_filter", "aggs", "highlight", "_source", "size", "track_total_hits", "sort"];
    keys(body, &known)?;
    let mut matching = Vec::new();
    for document in documents {
        if matches(&body["query"], document)? {
            matching.push(document);
        }
    }
    let mut aggregations = serde_json::Map::new();
    for (name, aggregation) in body["aggs"].as_object().into_iter().flatten() {
        aggregations.insert(name.clone(), aggregated(aggregation, &matching)?);
    }
    let mut shown = Vec::new();
    for document in matching {
        if matches(&body["post_filter"], document)? {
            shown.push(document);
        }
    }
    if let Some(sort) = body.get("sort") {
        if *sort != json!([{ "date_number": { "order": "desc", "missing": "_last" } }, "_score"]) {
            return Err(format!("the order {sort}"));
        }
        shown.sort_by_key(|document| std::cmp::Reverse(document["date_number"].as_u64()));
    }
    let total = shown.len();
    let words = words(&body["query"]);
    let size = body["size"].as_u64().unwrap_or(10) as usize;
    let hits = shown.into_iter().take(size).map(|document| hit(body, document, &words));
    Ok(json!({
        "took": 1, "timed_out": false, "_shards": { "total": 1, "successful": 1, "skipped": 0, "failed": 0 },
        "hits": {
            "total": { "value": total, "relation": "eq" }, "max_score": 1.0,
            "hits": hits.collect::<Result<Vec<Value>, Refusal>>()?,
        },
        "aggregations": aggregations,
    }))
}

fn hit(body: &Value, document: &Value, words: &[String]) -> Result<Value, Refusal> {
    let highlight = keys(&body["highlight"], &["pre_tags", "post_tags", "fields"])?;
    let tag = |name: &str| highlight[name][0].as_str().unwrap_or("<em>");
    let mut parts = serde_json::Map::new();
    for (field, options) in highlight["fields"].as_object().into_iter().flatten() {
        keys(options, &["number_of_fragments", "no_match_size"])?;
        let text = document[field].as_str().unwrap_or_default();
        parts.insert(field.clone(), json!([highlighted(text, words, (tag("pre_tags"), tag("post_tags")))]));
    }
    let source = retrieved(document, &body["_source"]);
    Ok(json!({ "_index": INDEX, "_id": document["id"], "_score": 1.0, "_source": source, "highlight": parts }))
}

/// A `filter` aggregation with a `terms` aggregation in it.
fn aggregated(aggregation: &Value, documents: &[&Value]) -> Result<Value, Refusal> {
    keys(aggregation, &["filter", "aggs"])?;
    let mut within = Vec::new();
    for document in documents {
        if matches(&aggregation["filter"], document)? {
            within.push(*document);
        }
    }
    let mut out = json!({ "doc_count": within.len() });
    for (name, inner) in aggregation["aggs"].as_object().into_iter().flatten() {
        let terms = keys(&keys(inner, &["terms"])?["terms"], &["field", "size"])?;
        let field = terms["field"].as_str().ok_or("terms without a field")?;
        let mut buckets: Vec<(String, usize)> = counts(within.iter().copied(), field).into_iter().collect();
        buckets.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        let buckets: Vec<Value> =
            buckets.into_iter().map(|(key, count)| json!({ "key": key, "doc_count": count })).collect();
        out[name] = json!({ "doc_count_error_upper_bound": 0, "sum_other_doc_count": 0, "buckets": buckets });
    }
    Ok(out)
}

fn list(value: &Value) -> Vec<&Value> {
    value.as_array().map_or_else(|| vec![value], |values| values.iter().collect())
}

/// Whether a document matches a query.
fn matches(query: &Value, document: &Value) -> Result<bool, Refusal> {
    let object = query.as_object().filter(|object| object.len() == 1).ok_or_else(|| format!("no query: {query}"))?;
    let (kind, inner) = object.iter().next().unwrap();
    match kind.as_str() {
        "match_all" => keys(inner, &[]).map(|_| true),
        "exists" => Ok(!document[keys(inner, &["field"])?["field"].as_str().unwrap_or_default()].is_null()),
        "terms" => {
            let (field, sought) = inner.as_object().and_then(|terms| terms.iter().next()).ok_or("empty terms")?;
            // The subfield for exact names is folded to small letters, as the mapping says; ids are not.
            let (field, is_folded) = field.strip_suffix(".name").map_or((field.as_str(), false), |field| (field, true));
            let is_same =
                |one: &str, other: &str| one == other || is_folded && one.to_lowercase() == other.to_lowercase();
            let sought = list(sought).into_iter().filter_map(Value::as_str);
            Ok(sought.into_iter().any(|value| values(document, field).iter().any(|one| is_same(one, value))))
        }
        "multi_match" => multi_match(inner, document),
        "bool" => boolean(inner, document),
        other => Err(format!("unknown query [{other}]")),
    }
}

fn boolean(inner: &Value, document: &Value) -> Result<bool, Refusal> {
    let clauses = keys(inner, &["must", "must_not", "should", "filter"])?;
    let count = |name: &str| -> Result<(usize, usize), Refusal> {
        let clauses = clauses.get(name).map(list).unwrap_or_default();
        let mut matching = 0;
        for clause in &clauses {
            matching += usize::from(matches(clause, document)?);
        }
        Ok((matching, clauses.len()))
    };
    let is_all = |(matching, all): (usize, usize)| matching == all;
    // Without `must` and `filter` one of `should` has to match.
    let is_free = clauses.contains_key("must") || clauses.contains_key("filter") || !clauses.contains_key("should");
    Ok(is_all(count("must")?)
        && is_all(count("filter")?)
        && count("must_not")?.0 == 0
        && (count("should")?.0 > 0 || is_free))
}

fn multi_match(inner: &Value, document: &Value) -> Result<bool, Refusal> {
    let options = keys(inner, &["query", "fields", "type", "operator", "fuzziness", "boost"])?;
    let kind = options.get("type").and_then(Value::as_str).unwrap_or("best_fields");
    if options.contains_key("fuzziness") && ["cross_fields", "phrase", "phrase_prefix"].contains(&kind) {
        return Err(format!("Fuzziness not allowed for type [{kind}]"));
    }
    let query = options["query"].as_str().ok_or("no text")?;
    let fields: Vec<&str> = list(&options["fields"]).into_iter().filter_map(Value::as_str).collect();
    let has = |word: &str| fields.iter().any(|field| values(document, field).iter().any(|text| has_word(text, word)));
    Ok(match kind {
        "phrase" => fields.iter().any(|field| {
            values(document, field).iter().any(|text| text.to_lowercase().contains(&query.to_lowercase()))
        }),
        "cross_fields" => query.split_whitespace().all(has),
        "best_fields" | "bool_prefix" => query.split_whitespace().any(has),
        other => return Err(format!("no type [{other}]")),
    })
}

/// The words that a query seeks, for highlights.
fn words(query: &Value) -> Vec<String> {
    match query {
        Value::Object(object) => object
            .iter()
            .filter(|(name, _)| *name != "must_not")
            .flat_map(|(name, inner)| match (name.as_str(), inner) {
                ("query", Value::String(text)) => text.split_whitespace().map(str::to_owned).collect(),
                _ => words(inner),
            })
            .collect(),
        Value::Array(values) => values.iter().flat_map(words).collect(),
        _ => Vec::new(),
    }
}
