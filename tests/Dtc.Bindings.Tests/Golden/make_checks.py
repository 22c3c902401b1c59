#!/usr/bin/env python3
"""Writes checks.json.gz: what dt-doc-validate finds in bindings, as they are and damaged.

    DTC_SHARP_WRITE_DAMAGED=DAMAGED dotnet test tests/Dtc.Bindings.Tests --filter AgreementTests
    make_checks.py BINDINGS DAMAGED checks.json.gz

Run with a Python that can import dtschema. Made with dt-schema's commit 01b5073 of 2026-08-05 and jsonschema 4.26 over
the bindings of Linux 6.1. A list of objects:
    file      path below BINDINGS, or below DAMAGED (which begins with a number)
    source    first 16 digits of the SHA-256 of the file
    syntax    [line, column] of what makes it no YAML, or null
    findings  [line, column, path, message, id of the meta-schema or null], 0:0 when dt-doc-validate does not know the place
    lines     what it prints about $id and references, without the file; documents in messages are cut
    crashed   whether it ended in a traceback
Files in which it finds nothing have only the first two.
"""
import contextlib, glob, gzip, hashlib, io, json, os, re, sys

import dtschema, ruamel.yaml
from dtschema.schema import DTSchema


def findings(schema):
    for error in schema.iter_errors():
        line, column = error.linecol
        yield [line + 1, column + 1, list(error.path), error.message, getattr(error, 'schema_file', None)]


def check(path, name):
    with open(path, 'rb') as f:
        record = dict(file=name, source=hashlib.sha256(f.read()).hexdigest()[:16])
    found, lines, crashed, syntax = [], io.StringIO(), False, None
    with contextlib.redirect_stderr(lines):
        try:
            schema = DTSchema(path, line_numbers=True)
            for finding in findings(schema):
                found.append(finding)
            schema.check_schema_refs()
        except ruamel.yaml.YAMLError as error:
            syntax = [error.problem_mark.line + 1, error.problem_mark.column + 1]
        except Exception:
            crashed = True
    lines = [re.sub('(does not exist within ).*', r'\1', line.replace(os.path.abspath(path), '').strip(': \t'))
             for line in lines.getvalue().split('\n') if line.strip()]
    if found or lines or crashed or syntax:
        record.update(findings=found, lines=lines, crashed=crashed, syntax=syntax)
    return record


bindings, damaged, output = sys.argv[1:]
records = []
for root in bindings, damaged:
    for path in sorted(glob.glob(root + '/**/*.yaml', recursive=True)):
        records.append(check(path, os.path.relpath(path, root)))
with open(output, 'wb') as f:
    f.write(gzip.compress(json.dumps(records, separators=(',', ':')).encode(), 9, mtime=0))
