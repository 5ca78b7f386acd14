//! Meilisearch's `POST /multi-search`, after its OpenAPI description, in which every object says that it has no other keys:
//! <https://www.meilisearch.com/docs/reference/api/search>, and <https://www.meilisearch.com/docs/reference/api/multi_search>.

use serde_json::{Value, json};

use super::{INDEX, Refusal, counts, has_word, highlighted, keys, retrieved, values};

/// The keys of `SearchQueryWithIndex`.
const QUERY_KEYS: [&str; 27] = [
    "indexUid",
    "q",
    "offset",
    "limit",
    "page",
    "hitsPerPage",
    "attributesToRetrieve",
    "attributesToCrop",
    "cropLength",
    "cropMarker",
    "attributesToHighlight",
    "highlightPreTag",
    "highlightPostTag",
    "showMatchesPosition",
    "filter",
    "sort",
    "distinct",
    "facets",
    "matchingStrategy",
    "attributesToSearchOn",
    "rankingScoreThreshold",
    "locales",
    "hybrid",
    "vector",
    "retrieveVectors",
    "showRankingScore",
    "showRankingScoreDetails",
];

/// As the settings in `answerbook export --help` have it.
const FILTERABLE: [&str; 10] = [
    "speaker_ids",
    "speakers",
    "speaker_labels",
    "topic_ids",
    "topics",
    "topic_labels",
    "episode",
    "episode_title",
    "episode_label",
    "part",
];

/// The documents of an upload, each with a key that Meilisearch takes.
pub(super) fn loaded(lines: Vec<Value>) -> Vec<Value> {
    for document in &lines {
        let id = document["id"].as_str().unwrap();
        assert!(
            id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)) && id.len() <= 511,
            "{id}"
        );
    }
    lines
}

pub(super) fn answer(path: &str, body: &Value, documents: &[Value]) -> Result<Value, Refusal> {
    if path != "/multi-search" {
        return Err(format!("POST {path}"));
    }
    let queries = keys(body, &["queries", "federation"])?.get("queries").and_then(Value::as_array);
    let queries = queries.ok_or("`queries` is missing")?;
    let results = queries.iter().map(|query| result(query, documents));
    Ok(json!({ "results": results.collect::<Result<Vec<Value>, Refusal>>()? }))
}

fn result(query: &Value, documents: &[Value]) -> Result<Value, Refusal> {
    keys(query, &QUERY_KEYS)?;
    if query["indexUid"] != INDEX {
        return Err(format!("Index `{}` not found", query["indexUid"]));
    }
    let is_by_page = query.get("page").is_some() || query.get("hitsPerPage").is_some();
    if is_by_page && (query.get("limit").is_some() || query.get("offset").is_some()) {
        return Err("pages and offsets at once".to_owned());
    }
    let words: Vec<String> = query["q"].as_str().unwrap_or_default().split_whitespace().map(str::to_owned).collect();
    let mut found = Vec::new();
    for document in documents {
        if passes(&query["filter"], document)? && words.iter().all(|word| finds(word, document)) {
            found.push(document);
        }
    }
    for sort in query["sort"].as_array().into_iter().flatten() {
        if sort != "date_number:desc" {
            return Err(format!("the sort {sort}"));
        }
        found.sort_by_key(|document| std::cmp::Reverse(document["date_number"].as_u64()));
    }
    let mut distribution = serde_json::Map::new();
    for facet in query["facets"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        if !FILTERABLE.contains(&facet) {
            return Err(format!("the facet {facet}"));
        }
        distribution.insert(facet.to_owned(), json!(counts(found.iter().copied(), facet)));
    }
    let total = found.len();
    let limit = query["hitsPerPage"].as_u64().or(query["limit"].as_u64()).unwrap_or(20) as usize;
    let hits: Vec<Value> = found.into_iter().take(limit).map(|document| hit(query, document, &words)).collect();
    let mut result = json!({
        "indexUid": INDEX, "hits": hits, "query": query["q"], "processingTimeMs": 1, "facetDistribution": distribution,
        "facetStats": {}, "requestUid": "019a",
    });
    let more = match is_by_page {
        true => {
            json!({ "page": 1, "hitsPerPage": limit, "totalHits": total, "totalPages": total.div_ceil(limit.max(1)) })
        }
        false => json!({ "limit": limit, "offset": 0, "estimatedTotalHits": total }),
    };
    result.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Ok(result)
}

fn hit(query: &Value, document: &Value, words: &[String]) -> Value {
    let mut hit = retrieved(document, &query["attributesToRetrieve"]);
    let mut formatted = hit.clone();
    let tag = |name: &str, usual: &str| query[name].as_str().unwrap_or(usual).to_owned();
    let tags = (tag("highlightPreTag", "<em>"), tag("highlightPostTag", "</em>"));
    for field in query["attributesToHighlight"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let text = document[field].as_str().unwrap_or_default();
        formatted[field] = json!(highlighted(text, words, (&tags.0, &tags.1)));
    }
    hit["_formatted"] = formatted;
    hit
}

fn finds(word: &str, document: &Value) -> bool {
    ["title", "text", "speakers"].iter().any(|field| values(document, field).iter().any(|text| has_word(text, word)))
}

/// The filter as an array: all of its parts hold, and of a part that is an array any.
fn passes(filter: &Value, document: &Value) -> Result<bool, Refusal> {
    let mut passes = true;
    for part in filter.as_array().into_iter().flatten() {
        let alternatives = part.as_array().cloned().unwrap_or_else(|| vec![part.clone()]);
        let mut any = false;
        for alternative in &alternatives {
            any |= holds(alternative.as_str().ok_or("a filter that is no text")?, document)?;
        }
        passes &= any;
    }
    Ok(passes)
}

fn holds(expression: &str, document: &Value) -> Result<bool, Refusal> {
    let known = |field: &str| {
        if FILTERABLE.contains(&field) { Ok(()) } else { Err(format!("`{field}` is not filterable")) }
    };
    if let Some(field) = expression.strip_suffix(" IS NULL") {
        known(field)?;
        return Ok(document.get(field).is_some_and(Value::is_null));
    }
    let (field, value) = expression.split_once(" = ").ok_or_else(|| format!("the filter {expression}"))?;
    known(field)?;
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    let value = value.ok_or_else(|| format!("no quotation marks in {expression}"))?;
    Ok(values(document, field).iter().any(|one| one.eq_ignore_ascii_case(value)))
}
