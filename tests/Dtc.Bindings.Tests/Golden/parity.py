#!/usr/bin/env python3
"""Writes parity.gz: what dt-schema finds in boards, examples of bindings and damaged blobs.

    DTC_SHARP_PARITY_EXPORT=DIR dotnet test tests/Dtc.Bindings.Tests --filter ParityTests   # blobs, names in DIR/names
    parity.py BINDINGS RELEASED DIR parity.gz

Made with dt-schema's commit 01b5073 of 2026-08-05 on jsonschema 4.26, PYTHONHASHSEED=0, which finds the bindings in
BINDINGS and its own core schemas. RELEASED are the core schemas of release 2026.06 (scripts/dt-schema-core.sh): the
test runs with those, and what it finds is the same with both. GoldenFindings.cs tells the form.
"""
import contextlib, glob, gzip, hashlib, io, json, os, resource, signal, sys, traceback
import dtschema, dtschema.dtb, dtschema.dtb_validate as tool, dtschema.validator as validator

bindings, released, directory, output = map(os.path.abspath, sys.argv[1:])
own = os.path.join(validator.schema_basedir, 'schemas')
KEPT = 200


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def core_digest(core):
    h = hashlib.sha256()
    for name in sorted(os.path.relpath(p, core) for p in glob.glob(core + '/**/*.yaml', recursive=True)):
        h.update(name.encode())
        with open(os.path.join(core, name), 'rb') as f:
            h.update(f.read())
    return h.hexdigest()[:16]


class Endless(BaseException):
    pass


def give_up(*_):
    raise Endless('endless loop')


def load():
    processed = os.path.join(directory, 'processed.json')
    if not os.path.exists(processed):
        schemas = dtschema.DTValidator([bindings]).schemas
        with open(processed, 'w') as f:
            json.dump(schemas, f, sort_keys=True)
    tool.show_unmatched = True
    return tool.schema_group(processed, True)


def shorten(text):
    return text if len(text) <= KEPT else text[:KEPT] + '#' + digest(text.encode())


def key(found, file):
    if found['type'] == 'decode':
        return '', '', 'decode', shorten(found['message'])
    text = found.get('formatted', found['message']).replace(file, 'FILE')
    if found['type'] == 'validation':
        if found.get('context'):
            text += '\n' + found['message']
        return found['node'], '/'.join(map(str, found['property_path'])), found['schema'], shorten(text)
    if found['type'] == 'unmatched':
        return found['node'], '', 'generated-compatibles', shorten(text)
    return found['node'], '', '', shorten('dt-validate: ' + found['message'])


def check(group, file):
    dtschema.dtb.phandles.clear()
    dtschema.dtb.phandle_loc.clear()
    group.diagnostics = []
    signal.setitimer(signal.ITIMER_PROF, 120)
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            return group.check_dtb(file), None
    except BaseException as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        fault = f'{os.path.basename(place.filename)}: {place.name}: {type(error).__name__}: {str(error)[:60]}'
        return [], ' '.join(fault.split())
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


resource.setrlimit(resource.RLIMIT_AS, (6 << 30, 6 << 30))
signal.signal(signal.SIGPROF, give_up)
os.chdir(directory)
group = load()
lines, strings = [f'core\t{core_digest(own)}\t{core_digest(released)}'], {}
with open('names') as f:
    names = [line.rstrip('\n').split('\t') for line in f]
for file, name in names:
    findings, crash = check(group, file)
    with open(file, 'rb') as f:
        blob = f.read()
    mine = []
    for found in findings:
        numbers = []
        for text in key(found, file):
            if text not in strings:
                strings[text] = len(strings)
                lines.append('S\t' + json.dumps(text))
            numbers.append(str(strings[text]))
        mine.append('\t'.join(numbers))
    lines += [f'F\t{name}\t{digest(blob)}\t{crash or ""}'] + sorted(mine)
with open(output, 'wb') as f:
    f.write(gzip.compress(('\n'.join(lines) + '\n').encode(), 9, mtime=0))
