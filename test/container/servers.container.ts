import * as fs from 'fs';
import * as path from 'path';
import { buildBeside, cleanUp, contextOf, copyOf, docker, filesOf, steps } from './engine';

const SVELTEKIT = path.join(__dirname, '..', 'compat', 'apps', 'sveltekit');

afterAll(cleanUp);

/** The digests of the layers of an image. */
const layersOf = (image: string): string[] => JSON.parse(docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', image));

test('modules of a built server are taken again only where it loads others', async () => {
  const app = copyOf(SVELTEKIT);
  const endpoint = path.join(app, 'src/routes/nearest.json/+server.js');
  const source = fs.readFileSync(endpoint, 'utf8');
  const build = async (text: string) => {
    fs.writeFileSync(endpoint, text);
    const result = await buildBeside(() => contextOf(app));
    if (!result.ok) throw new Error(result.log.slice(-6000));
    const modules = filesOf(result.image).filter(file => /^app\/node_modules\/[^/.]+\/$/.test(file));
    return { ...result, modules, step: steps(result.log, '/prune.mjs') };
  };
  // what no cache has, that of an earlier run neither: these builds have to decide, and say so in their logs
  const unknown = `boat${Date.now() % 1000000}`;
  const first = await build(source.replace('boat', unknown));
  expect(first.log).toContain('the server loads 1 of 2 packages');
  expect(first.log).toContain('left out, for nothing that runs loads them: normalize.css');

  const changed = await build(source.replace('boat', 'float'));
  expect(changed.step).toEqual(['CACHED']);
  expect(changed.modules).toEqual(['app/node_modules/leven/']);
  expect(layersOf(changed.image).filter(layer => !layersOf(first.image).includes(layer))).toHaveLength(1);

  // a source that is in no output says what the dependency was for
  fs.writeFileSync(path.join(app, 'src/lib/later.js'), "import leven from 'leven';\nexport const far = leven('a', 'b');\n");
  const without = await build(source.replace("import leven from 'leven';\n", '').replace("leven('buoyant', 'boat')", `'${unknown}'`));
  expect(without.log).toContain('the server loads 0 of 2 packages');
  expect(without.modules).toEqual([]);
});
