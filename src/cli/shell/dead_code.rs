//! Dead code in WebAssembly: the functions that nothing reaches once some exports are gone. The linker keeps them, since each
//! crate decides by itself what it exports.
//!
//! A function is alive if it is exported, stands in a table or a global, is the start function, or is called or referred to by
//! one that is alive. Not here: writing the module without them ([`super::shrink_bindgen`]).

use std::collections::BTreeSet;

use wasmparser::{
    BinaryReaderError, ConstExpr, ElementItems, ExternalKind, FunctionBody, Operator, Parser, Payload, TypeRef,
};

/// A module as far as its functions refer to each other.
#[derive(Default)]
struct References {
    /// The number of imported functions, which come first.
    imported: u32,
    /// The functions that are alive by themselves.
    roots: Vec<u32>,
    /// For each function that is not imported, the functions that it calls or refers to.
    callees: Vec<Vec<u32>>,
}

/// The functions of a module that are dead without the exports that `is_dropped` names, by index.
///
/// # Errors
/// When the module cannot be parsed.
pub(super) fn dead_functions(wasm: &[u8], is_dropped: fn(&str) -> bool) -> Result<BTreeSet<u32>, BinaryReaderError> {
    let References { imported, roots, callees } = references(wasm, is_dropped)?;
    let mut alive = BTreeSet::new();
    let mut pending = roots;
    while let Some(function) = pending.pop() {
        if alive.insert(function)
            && let Some(callees) = function.checked_sub(imported).and_then(|nth| callees.get(nth as usize))
        {
            pending.extend(callees);
        }
    }
    let all = (imported..).zip(&callees).map(|(function, _)| function);
    Ok(all.filter(|function| !alive.contains(function)).collect())
}

fn references(wasm: &[u8], is_dropped: fn(&str) -> bool) -> Result<References, BinaryReaderError> {
    let mut found = References::default();
    for payload in Parser::new(0).parse_all(wasm) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    found.imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    let is_function = matches!(export.kind, ExternalKind::Func | ExternalKind::FuncExact);
                    if is_function && !is_dropped(export.name) {
                        found.roots.push(export.index);
                    }
                }
            }
            Payload::StartSection { func, .. } => found.roots.push(func),
            Payload::ElementSection(section) => {
                for element in section {
                    add_items(element?.items, &mut found.roots)?;
                }
            }
            Payload::GlobalSection(section) => {
                for global in section {
                    add_expression(&global?.init_expr, &mut found.roots)?;
                }
            }
            Payload::CodeSectionEntry(body) => found.callees.push(callees(&body)?),
            _ => {}
        }
    }
    Ok(found)
}

fn add_items(items: ElementItems<'_>, functions: &mut Vec<u32>) -> Result<(), BinaryReaderError> {
    match items {
        ElementItems::Functions(items) => {
            for function in items {
                functions.push(function?);
            }
        }
        ElementItems::Expressions(_, expressions) => {
            for expression in expressions {
                add_expression(&expression?, functions)?;
            }
        }
    }
    Ok(())
}

fn add_expression(expression: &ConstExpr<'_>, functions: &mut Vec<u32>) -> Result<(), BinaryReaderError> {
    for operator in expression.get_operators_reader() {
        functions.extend(referred(&operator?));
    }
    Ok(())
}

fn callees(body: &FunctionBody<'_>) -> Result<Vec<u32>, BinaryReaderError> {
    let mut callees = Vec::new();
    for operator in body.get_operators_reader()? {
        callees.extend(referred(&operator?));
    }
    Ok(callees)
}

/// The function that an instruction calls or refers to.
fn referred(operator: &Operator<'_>) -> Option<u32> {
    match operator {
        Operator::Call { function_index }
        | Operator::ReturnCall { function_index }
        | Operator::RefFunc { function_index } => Some(*function_index),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::dead_functions;
    use std::collections::BTreeSet;
    use wasm_encoder::{
        CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, Function,
        FunctionSection, ImportSection, Module, RefType, TableSection, TableType, TypeSection,
    };

    /// A module with the import 0 and the functions 1 to 6, each of which calls those listed: 1 is exported as `kept`, 4 as
    /// `dropped`, 6 stands in the table.
    fn module(calls: [&[u32]; 6]) -> Vec<u8> {
        let mut types = TypeSection::new();
        types.ty().function([], []);
        let mut imports = ImportSection::new();
        imports.import("m", "f", EntityType::Function(0));
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for calls in calls {
            functions.function(0);
            let mut function = Function::new([]);
            for call in calls {
                function.instructions().call(*call);
            }
            function.instructions().end();
            code.function(&function);
        }
        let mut tables = TableSection::new();
        let (minimum, element_type) = (1, RefType::FUNCREF);
        tables.table(TableType { element_type, minimum, maximum: None, table64: false, shared: false });
        let mut exports = ExportSection::new();
        exports.export("kept", ExportKind::Func, 1).export("dropped", ExportKind::Func, 4);
        let mut elements = ElementSection::new();
        elements.active(None, &ConstExpr::i32_const(0), Elements::Functions([6][..].into()));
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&tables).section(&exports);
        module.section(&elements).section(&code);
        module.finish()
    }

    #[test]
    fn what_only_a_dropped_export_reaches_is_dead() {
        let dead = |calls| dead_functions(&module(calls), |name| name == "dropped").ok();
        assert_eq!(dead([&[0, 2], &[3], &[], &[5], &[2], &[]]), Some(BTreeSet::from([4, 5])));
        assert_eq!(
            dead([&[1], &[2], &[], &[4], &[0], &[3]]),
            Some(BTreeSet::from([2, 4, 5])),
            "loops keep nothing alive"
        );
        assert_eq!(dead([&[2, 3], &[], &[], &[], &[], &[4, 5]]), Some(BTreeSet::new()), "the table is alive");
    }
}
