import * as fs from 'fs';
import * as path from 'path';
import { NodejsDockerfile } from '../../lib';
import { materialise } from '../../lib/context/materialise';
import { AFTER_FILE, BEFORE, beforeDockerfile, Figures } from '../golden/before-and-after';
import { EXAMPLES } from '../golden/examples';
import { UPDATE } from '../golden/golden-file';
import { build, bytesAbove, cleanUp, configOf, copyOf, filesOf, temporaryDirectory } from './engine';

afterAll(cleanUp);

const DOCKERFILES = path.join(__dirname, '..', '..', 'bench', 'dockerfiles');

/** The image of a context by its last stage, as `docker build` gives it to who asks for no other. */
function figuresOf(context: string, base: string): Figures {
  const { ok, image, log } = build(context);
  if (!ok) throw new Error(log.slice(-4000));
  const { User: user } = configOf(image);
  return {
    bytes: bytesAbove(base, image),
    files: filesOf(image).filter(file => !file.endsWith('/')).length,
    user: user || 'root',
    tested: /\[(test|gate-\w+) \d+\/\d+\] RUN/.test(log),
  };
}

test.each(Object.keys(BEFORE))('what is said of %s before and after holds', name => {
  const directory = copyOf(EXAMPLES[name].directory);
  const context = path.join(temporaryDirectory(), 'context');
  fs.cpSync(directory, context, { recursive: true });
  fs.writeFileSync(path.join(context, 'Dockerfile'), beforeDockerfile(name));
  fs.copyFileSync(path.join(DOCKERFILES, 'dockerignore'), path.join(context, '.dockerignore'));
  const ours = materialise(NodejsDockerfile.fromDirectory({ ...EXAMPLES[name], directory }), temporaryDirectory(), new Map()).directory;
  const base = (dockerfile: string, pattern: RegExp) => pattern.exec(dockerfile)![1];
  const measured = {
    before: figuresOf(context, base(beforeDockerfile(name), /^FROM (\S+)/m)),
    after: figuresOf(ours, base(fs.readFileSync(path.join(ours, 'Dockerfile'), 'utf8'), /^FROM \$\{NODE_RUNTIME_IMAGE:-(.*)\}/m)),
  };
  const recorded = JSON.parse(fs.readFileSync(AFTER_FILE, 'utf8'));
  if (UPDATE) {
    recorded[name] = measured;
    fs.writeFileSync(AFTER_FILE, `${JSON.stringify(recorded, undefined, 2)}\n`);
  }

  // without a lockfile, and with what npm and yarn write beside it, some bytes differ from day to day
  for (const when of ['before', 'after'] as const) {
    const { bytes, files, ...rest } = recorded[name][when] as Figures;
    expect(measured[when]).toMatchObject(rest);
    expect(measured[when].bytes / bytes).toBeGreaterThan(0.8);
    expect(measured[when].bytes / bytes).toBeLessThan(1.25);
    expect(measured[when].files / files).toBeGreaterThan(0.8);
    expect(measured[when].files / files).toBeLessThan(1.25);
  }
  expect(measured.after.bytes).toBeLessThan(measured.before.bytes);
});
