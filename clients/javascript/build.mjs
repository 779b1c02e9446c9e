// Assembles the package into a folder: the checks of the checker page (verifier/Browser, the single source), the
// SD-JWT modules beside this file, and the data of schemas/ they judge by.   node build.mjs [--to dist]
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const to = process.argv.includes('--to') ? process.argv[process.argv.indexOf('--to') + 1] : join(here, 'dist');
const read = path => readFileSync(join(root, path));
const json = path => JSON.parse(read(path));
const SOURCES = [join(here, 'src'), join(root, 'verifier', 'Browser')];
const TYPES = ['national-skills-certificate', 'statement-of-achievement'];

rmSync(to, { recursive: true, force: true });
mkdirSync(to, { recursive: true });
const taken = new Set();
take('index.mjs');
cpSync(join(here, 'src', 'index.d.ts'), join(to, 'index.d.ts'));
for (const name of ['package.json', 'README.md']) cpSync(join(here, name), join(to, name));
writeFileSync(join(to, 'data.mjs'), `export default ${JSON.stringify(collect())};\n`);

// A module and all it imports, at once or when needed, by plain relative names, from the first source that has it.
function take(name) {
  if (taken.has(name) || name === 'data.mjs') return;
  taken.add(name);
  const source = SOURCES.map(folder => join(folder, name)).find(path => exists(path));
  const text = readFileSync(source, 'utf8');
  writeFileSync(join(to, name), text);
  for (const [, imported] of text.matchAll(/\b(?:from |import\()'\.\/([\w.]+)'/g)) take(imported);
}

function exists(path) {
  try {
    return Boolean(readFileSync(path));
  } catch {
    return false;
  }
}

function collect() {
  const law = json('schemas/api/verification.json');
  const { dataVersion, frameworks } = json('schemas/frameworks/1/frameworks.json');
  const { occupations } = json('schemas/frameworks/1/occupations.json');
  const types = TYPES.map(readType);
  const checks = form => law.checks.map(({ code, spec }) => ({ check: code, spec: spec['*'] ?? spec[form] }));
  return {
    version: dataVersion,
    types: Object.fromEntries(types.map(({ award, vct, title }) => [award, { vct, title }])),
    frameworks: frameworks.map(one => ({
      id: one.id,
      version: one.version,
      en: one.nameEn,
      bn: one.nameBn,
      country: one.country,
      levels: one.levels.map(level => [level.level, level.titleEn, level.titleBn, level.jobClass ?? null]),
    })),
    occupations: Object.fromEntries(
      occupations.map(one => [
        one.code,
        {
          sector: one.sectorCode,
          en: one.titleEn,
          bn: one.titleBn,
          isco: one.isco08,
          standard: one.qualification.standardCode,
          units: one.units.map(unit => [unit.code, unit.titleEn, unit.titleBn, unit.category]),
        },
      ]),
    ),
    law: {
      skew: law.clockSkewSeconds,
      checks: checks('paper'),
      questions: law.questions.map(({ code, checks: own }) => ({ code, checks: own })),
      states: law.states,
      sdJwtChecks: checks('sd_jwt'),
    },
    sdJwtTypes: Object.fromEntries(types.map(({ vct, title, ...judged }) => [vct, judged])),
  };
}

function readType(name) {
  const bytes = read(`schemas/credentials/${name}/1/vct.json`);
  const { vct, display, claims } = JSON.parse(bytes);
  const hash = algorithm => `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`;
  const award = name.replace(/(^|-)([a-z])/g, (_, __, letter) => letter.toUpperCase());
  return {
    vct,
    award,
    title: display.find(one => one.locale === 'en').name,
    integrity: { sha256: hash('sha256'), sha384: hash('sha384'), sha512: hash('sha512') },
    claims: tree(claims, json(`schemas/credentials/${name}/1/schema.json`)),
  };
}

// Type metadata (SD-JWT VC draft-19 section 4.6) as a tree: { kind, allowed, sd, mandatory, name, members, elements }.
function tree(claims, schema) {
  const top = {};
  for (const { path, sd = 'allowed', mandatory = false } of claims) {
    let node = top,
      rules = schema;
    for (const part of path) {
      node = part === null ? (node.elements ??= {}) : ((node.members ??= {})[part] ??= {});
      rules = part === null ? rules.items : rules.properties[part];
      Object.assign(node, kindOf(rules));
    }
    Object.assign(node, { sd, mandatory, name: path.map(part => part ?? '*').join('/') });
  }
  return top;
}

// What the library asks of a value too (IsKind of JsonSchema.cs): one of those listed, else its type.
function kindOf({ type, format, const: only, enum: allowed = only === undefined ? undefined : [only] }) {
  return allowed ? { allowed } : { kind: format === 'date' ? 'date' : type };
}
