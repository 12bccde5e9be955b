import * as path from 'path';
import { validate } from 'dockerfile-utils';
import { NodejsDockerfile } from '../../lib';
import { EXAMPLES } from './examples';
import { golden } from './golden-file';

// the seven services differ in nothing but their names and ports: one stands for them
const PROMISED = Object.entries(EXAMPLES).filter(([name]) => !name.startsWith('telescope-') || name === 'telescope-posts');

describe.each(PROMISED)('%s', (name, props) => {
  const dockerfile = NodejsDockerfile.fromDirectory(props);

  test('gives its golden Dockerfile', () => {
    expect(dockerfile.render()).toBe(golden(path.join(__dirname, `${name}.Dockerfile`), dockerfile.render()));
  });

  test('gives its golden .dockerignore', () => {
    expect(dockerfile.dockerIgnore.render()).toBe(golden(path.join(__dirname, `${name}.dockerignore`), dockerfile.dockerIgnore.render()));
  });

  test('passes an independent linter', () => {
    expect(validate(dockerfile.render())).toEqual([]);
  });

  test('gives the same bytes again', () => {
    expect(NodejsDockerfile.fromDirectory(props).render()).toBe(dockerfile.render());
  });
});

test('the seven services differ in nothing but their names and ports', () => {
  const texts = Object.entries(EXAMPLES).filter(([name]) => name.startsWith('telescope-')).map(([name, props]) =>
    NodejsDockerfile.fromDirectory(props).render()
      .replaceAll(name, 'NAME').replaceAll(String(props.port), 'PORT'));
  expect(texts).toHaveLength(7);
  expect(new Set(texts).size).toBe(1);
});
