#!/usr/bin/env python3
"""Writes linux-6.1.gz: what dt-schema makes of the bindings of Linux 6.1, as hashes.

    dt-mk-schema -j -o processed.json DIRECTORY 2>messages
    make.py processed.json messages DIRECTORY linux-6.1.gz

Made with dt-schema's commit 01b5073 of 2026-08-05 and jsonschema 4.26. Lines, by tab:
    source FILE HASH      the binding as it is in the kernel
    refused FILE PATH     left out, with the path to the fault
    schema ID HASH        the fixed-up schema without $filename; core schemas are not listed
HASH is the first 16 digits of the SHA-256 of the source, or of json.dumps(..., indent=4, sort_keys=True).
"""
import glob, gzip, hashlib, json, os, re, sys

def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]

processed, messages, root, output = sys.argv[1:]
root = os.path.abspath(root)
lines = []
for path in sorted(glob.glob(root + '/**/*.yaml', recursive=True)):
    with open(path, 'rb') as f:
        lines.append(f'source\t{os.path.relpath(path, root)}\t{digest(f.read())}')
with open(messages, encoding='utf-8') as f:
    for path, fault in re.findall(r'^(.*): ignoring, error in schema: (.*)$', f.read(), re.M):
        lines.append(f'refused\t{os.path.relpath(path, root)}\t{fault}')
with open(processed, encoding='utf-8') as f:
    schemas = json.load(f)
for key, value in sorted(schemas.items()):
    if isinstance(value, dict) and value.pop('$filename').startswith(root + '/'):
        lines.append(f'schema\t{key}\t{digest(json.dumps(value, indent=4, sort_keys=True).encode())}')
with open(output, 'wb') as f:
    f.write(gzip.compress(('\n'.join(lines) + '\n').encode(), 9, mtime=0))
